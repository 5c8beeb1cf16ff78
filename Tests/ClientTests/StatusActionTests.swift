import COSE
import Client
import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct StatusActionTests {
    private let key = SigningKey(generating: .p256)
    private let chain = ChainIdentity(id: Cryptography.Suite.p256.digest([1]), suite: .p256)
    private let tax = Member(
        code: "TAX",
        role: "TAX",
        nameZh: "税",
        nameEn: "Tax",
        uscc: "11440399900004920C"
    )

    @Test(arguments: StatusAction.allCases)
    func `a change names its target by place, by digest and by identifier`(
        action: StatusAction
    ) throws {
        let signer = Signer(tax, key: key, chain: chain)
        let certificate = signer.sign(.certificate, about: "1.2.3", payload: [0x80], at: 7)
        let statement = action.statement(
            about: certificate,
            leafIndex: 42,
            reason: "why",
            effectiveMs: 8_000,
            by: signer,
            nowMs: 9_000
        )
        let change = try StatusChange(decoding: statement.payload)
        #expect(change.effectiveMs == 8_000)
        #expect(change.leafIndex == 42)
        #expect(change.entry == certificate.entry(.p256))
        #expect(change.status == action.status)
        #expect(change.reason == "why")
        #expect(statement.header.subject == "1.2.3")
        #expect(statement.header.kind == .status)
        #expect(statement.header.issuedAt == 9)
    }

    @Test func `a revocation counts from the issue, everything else from now`() {
        let certificate = certificate(at: 7)
        for action in StatusAction.allCases {
            let since = action.effectiveMs(on: nil, of: certificate, nowMs: 9_000)
            #expect(since == (action == .revoke ? 7_000 : 9_000))
        }
    }

    @Test(arguments: StatusAction.allCases)
    func `a day counts from its beginning, from no moment before the issue, and today from now`(
        action: StatusAction
    ) throws {
        let day = try #require(CalendarDay("2026-06-30"))
        let (next, after) = (CalendarDay("2026-07-01"), CalendarDay("2026-07-02"))
        let issuedAt = day.firstSecond + 5_000
        let certificate = certificate(at: issuedAt)
        let nowMs = try #require(after).firstSecond * 1_000 + 7
        func since(_ day: CalendarDay?) -> UInt64? {
            action.effectiveMs(on: day, of: certificate, nowMs: nowMs)
        }
        #expect(since(CalendarDay("2026-06-29")) == nil)
        #expect(since(day) == issuedAt * 1_000)
        #expect(since(next) == next.map { $0.firstSecond * 1_000 })
        #expect(since(after) == nowMs)
    }

    private func certificate(at issuedAt: UInt64) -> SignedStatement {
        Signer(tax, key: key, chain: chain)
            .sign(.certificate, about: "1.2.3", payload: [0x80], at: issuedAt)
    }

    @Test func `each legal act has a status of its own`() {
        #expect(Set(StatusAction.allCases.map(\.status)).count == StatusAction.allCases.count)
    }
}
