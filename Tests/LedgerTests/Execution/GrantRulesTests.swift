import COSE
import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct GrantRulesTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private func grant(
        of key: String = "officer",
        for member: String = "TAX",
        scope: Scope = .everything,
        notAfter seconds: UInt64? = nil
    ) -> KeyGrant {
        KeyGrant(
            member: member,
            key: chain.key(key).publicKey,
            scope: scope,
            notAfterMs: seconds.map(chain.timeMs)
        )
    }

    private static let noAdministration = Scope(categories: .all, certificates: .all)

    @Test func `a member grants keys for itself alone`() throws {
        #expect(state.refusal(of: try chain.granting(grant())) == nil)
        let others = try chain.granting(grant(for: "AMR"))
        #expect(state.refusal(of: others) == "ledger.grantForOtherMember")
    }

    @Test mutating func `a key without the administration scope grants nothing`() throws {
        try state.record(chain.granting(grant(scope: Self.noAdministration)))
        let further = try chain.granting(grant(of: "stranger"), by: "officer", as: "TAX")
        #expect(state.refusal(of: further) == "ledger.administrationRequired")
    }

    @Test mutating func `a key is granted once, even after it was revoked`() throws {
        #expect(state.refusal(of: try chain.granting(grant(of: "AMR"))) == "ledger.keyExists")
        let granted = try chain.granting(grant())
        let leafIndex = try state.record(granted).firstLeafIndex
        try state.record(chain.changing(granted, at: leafIndex, to: .revoked), at: 21)
        let again = try chain.granting(grant(), at: 11)
        #expect(state.refusal(of: again) == "ledger.keyExists")
    }

    @Test func `a grant that has ended is refused`() throws {
        #expect(state.refusal(of: try chain.granting(grant(notAfter: 31))) == nil)
        #expect(state.refusal(of: try chain.granting(grant(notAfter: 30))) == "ledger.grantEnded")
    }

    @Test func `a granted key lies on the curve and is the subject`() throws {
        var bytes = chain.key("officer").publicKey.bytes
        bytes[64] ^= 1
        let key = try #require(PublicKey(bytes))
        let off = KeyGrant(member: "TAX", key: key, scope: .everything)
        #expect(throws: LedgerError(.authority(.grantedKeyNotOnCurve))) {
            try chain.granting(off)
        }
        let submission = chain.submission(
            .grant,
            by: "TAX",
            subject: "x",
            payload: grant().encoded
        )
        #expect(throws: LedgerError.self) { try chain.authentic(submission, signer: "TAX") }
    }

    @Test mutating func `a key is revoked by its member's administration or by itself`() throws {
        let granted = try chain.granting(grant(scope: Self.noAdministration))
        let second = try chain.granting(grant(of: "stranger", scope: Self.noAdministration))
        let first = try state.record(granted, second).firstLeafIndex
        func revoking(_ index: UInt64, by signer: String, as member: String) throws -> String? {
            let target = index == first ? granted : second
            let change = try chain.changing(
                target,
                at: index,
                to: .revoked,
                by: signer,
                as: member
            )
            return state.refusal(of: change)
        }
        #expect(try revoking(first, by: "TAX", as: "TAX") == nil)
        #expect(try revoking(first, by: "officer", as: "TAX") == nil)
        #expect(
            try revoking(first, by: "stranger", as: "TAX") == "ledger.administrationRequired"
        )
        #expect(try revoking(first, by: "AMR", as: "AMR") == "ledger.notTheTargetsIssuer")
    }

    @Test mutating func `a grant is revoked and nothing else`() throws {
        let granted = try chain.granting(grant())
        let leafIndex = try state.record(granted).firstLeafIndex
        for status in [Status.suspended, .superseded, .forfeited, .cancelled, .valid] {
            let change = try chain.changing(granted, at: leafIndex, to: status)
            #expect(state.refusal(of: change) == "ledger.illegalTransition")
        }
    }
}
