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
            by: signer,
            nowMs: 9_000
        )
        let change = try StatusChange(decoding: statement.payload)
        #expect(change.leafIndex == 42)
        #expect(change.entry == certificate.entry(.p256))
        #expect(change.status == action.status)
        #expect(change.reason == "why")
        #expect(statement.header.subject == "1.2.3")
        #expect(statement.header.kind == .status)
        #expect(statement.header.issuedAt == 9)
    }

    @Test func `a revocation counts from the issue, everything else from now`() throws {
        for action in StatusAction.allCases {
            let signer = Signer(tax, key: key, chain: chain)
            let certificate = signer.sign(.certificate, about: "1.2.3", payload: [0x80], at: 7)
            let statement = action.statement(
                about: certificate,
                leafIndex: 0,
                reason: "why",
                by: signer,
                nowMs: 9_000
            )
            let change = try StatusChange(decoding: statement.payload)
            #expect(change.effectiveMs == (action == .revoke ? 7_000 : 9_000))
        }
    }

    @Test func `each legal act has a status of its own`() {
        #expect(Set(StatusAction.allCases.map(\.status)).count == StatusAction.allCases.count)
    }
}
