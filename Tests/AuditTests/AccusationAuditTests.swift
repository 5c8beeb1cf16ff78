import Audit
import COSE
import Cryptography
import JSON
import Ledger
import Testing

/// A validator that contradicted itself, as an auditor finds it on the ledger.
@Suite struct AccusationAuditTests {
    private let chain: AuditChain
    private let ledger: AuditLedger

    init() throws {
        chain = try AuditChain()
        ledger = try AuditLedger(chain)
    }

    /// BANK-B skips a view and finalizes a block in it; TAX reports it.
    private func accusation() throws -> Submission {
        let key = try chain.key("vote-BANK-B")
        let view: UInt64 = 7
        var header = chain.genesis.genesisHeader
        header.view = view
        let block = HashedHeader(header, suite: chain.suite)
        let votes = [
            VoteStatement.nullify(chainID: chain.genesis.chainID, epoch: 0, view: view),
            VoteStatement.finalize(block, view: view),
        ].map { statement in
            Vote(
                statement: statement,
                signer: 3,
                signature: key.sign(statement.toBeSigned(chain.suite))
            )
        }
        let electorate = try Electorate(chain: chain.genesis.chain, set: chain.genesis.validators)
        let proof = try Equivocation(
            Verified(votes[0], by: electorate),
            Verified(votes[1], by: electorate)
        )
        let accused = chain.suite.keyIdentifier(of: try chain.key("vote-BANK-B").publicKey)
        return try chain.submission(
            .equivocation,
            by: "vote-TAX",
            as: "TAX",
            subject: accused.hexadecimal,
            at: ledger.now,
            payload: try #require(proof).encoded
        )
    }

    @Test func `the report names who contradicted himself, and the ledger is good`() async throws {
        try ledger.append(try chain.registering(0..<2, at: ledger.now))
        try ledger.append(try accusation())
        let report = try await ledger.audit()
        #expect(report.isGood && report.findings.isEmpty)
        let found = try #require(report.accusations.first)
        #expect(report.accusations.count == 1 && found.name == "node-BANK-B")
        #expect(found.pair == .nullifyFinalize && found.view == 7 && found.epoch == 0)
        let told = try #require(report.json(seconds: 1)["accusations"]?.array?.first)
        #expect(told["validator"]?.string == "node-BANK-B")
    }
}
