import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct SignerRulesTests {
    private let chain: TestChain
    private var state: LedgerState

    init() throws {
        chain = try TestChain()
        state = try chain.state()
    }

    private func officer(
        _ scope: Scope = .everything,
        notAfter seconds: UInt64? = nil
    ) -> KeyGrant {
        KeyGrant(
            member: "TAX",
            key: chain.key("officer").publicKey,
            scope: scope,
            notAfterMs: seconds.map(chain.timeMs)
        )
    }

    /// A certificate signed by the officer's key in the name of a member.
    private func issued(as member: String = "TAX") throws -> AuthenticStatement {
        let claims = chain.claims(1, by: member)
        let submission = chain.submission(of: claims, by: "officer", as: member)
        return try chain.authentic(submission, signer: "officer")
    }

    @Test func `a key that nobody granted is refused`() throws {
        #expect(state.refusal(of: try issued()) == "ledger.unknownKey")
    }

    @Test mutating func `a granted key signs from the next block on`() throws {
        let granted = try chain.granting(officer())
        #expect(throws: LedgerError.self) {
            try state.execute([granted, try issued()], in: state.context())
        }
        try state.record(granted)
        #expect(state.refusal(of: try issued()) == nil)
        #expect(state.key(chain.key("officer").identifier, asOf: state.finalized.hash) != nil)
    }

    @Test mutating func `a key signs for its own member`() throws {
        try state.record(chain.granting(officer()))
        #expect(state.refusal(of: try issued(as: "AMR")) == "ledger.notTheKeysMember")
    }

    @Test mutating func `a key signs until its grant ends`() throws {
        try state.record(chain.granting(officer(notAfter: 40)))
        #expect(state.refusal(of: try issued(), at: 39) == nil)
        #expect(state.refusal(of: try issued(), at: 40) == "ledger.keyExpired")
    }

    @Test mutating func `a revoked key signs no more, not even in the block of its revocation`()
        throws
    {
        let grant = try chain.granting(officer())
        let leafIndex = try state.record(grant).firstLeafIndex
        let revoked = try chain.changing(grant, at: leafIndex, to: .revoked)
        #expect(throws: LedgerError.self) {
            try state.execute([revoked, try issued()], in: state.context(at: 25))
        }
        try state.record(revoked, at: 25)
        #expect(state.refusal(of: try issued()) == "ledger.keyRevoked")
    }

    @Test mutating func `a key of the genesis is revoked like any other`() throws {
        let genesis = chain.genesis
        let change = StatusChange(
            leafIndex: 0,
            entry: genesis.entries[0],
            status: .revoked,
            reason: "遗失",
            effectiveMs: chain.timeMs(10)
        )
        let subject = genesis.keyIdentifiers[0].hexadecimal
        try state.record(chain.changing(change, subject: subject))
        #expect(state.refusal(of: try chain.issuing(1)) == "ledger.keyRevoked")
        #expect(state.refusal(of: try chain.issuing(1, by: "AMR", type: "CERT-01")) == nil)
    }

    @Test mutating func `a key signs what its scope names`() throws {
        let narrow = Scope(categories: .only(["TAX-001"]), certificates: .only(["CERT-03"]))
        try state.record(chain.granting(officer(narrow)))
        let batch = try chain.plainBatch(chain.registrations(1...1))
        let records = try chain.authentic(
            chain.submission(of: batch, by: "officer", as: "TAX"),
            signer: "officer"
        )
        #expect(state.refusal(of: records) == nil)
        #expect(state.refusal(of: try issued()) == "ledger.outOfScope")
    }

    @Test mutating func `records outside the scope are refused`() throws {
        let narrow = Scope(categories: .only(["TAX-002"]), certificates: .all)
        try state.record(chain.granting(officer(narrow)))
        let batch = try chain.plainBatch(chain.registrations(1...1))
        let records = try chain.authentic(
            chain.submission(of: batch, by: "officer", as: "TAX"),
            signer: "officer"
        )
        #expect(state.refusal(of: records) == "ledger.outOfScope")
        #expect(state.refusal(of: try issued()) == nil)
    }
}
