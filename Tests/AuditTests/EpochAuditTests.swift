import Audit
import Cryptography
import Ledger
import Storage
import Testing

@Suite struct EpochAuditTests {
    private let chain: AuditChain
    private let ledger: AuditLedger

    init() throws {
        chain = try AuditChain()
        ledger = try AuditLedger(chain)
    }

    private func rekey() throws -> CharterChange {
        let node = try #require(chain.genesis.document.nodes.first)
        return .rekeyValidator(
            NodeSeat(
                member: "TAX",
                name: node.name,
                voteKey: try chain.key("vote-next"),
                transportKey: node.transportKey,
                address: nil,
                chain: chain.genesis.chain
            )
        )
    }

    /// Two blocks, the second of which ends the epoch.
    private func enact(_ changes: [CharterChange]) throws {
        let proposal = try chain.proposing(changes, at: ledger.now)
        try ledger.append(proposal)
        try ledger.append(
            try chain.approving(proposal, by: "AMR", at: ledger.now),
            try chain.approving(proposal, by: "BANK-A", at: ledger.now)
        )
    }

    @Test func `finalizations are checked by the validators of their epoch`() async throws {
        try ledger.append(try chain.registering(0..<3, at: ledger.now))
        try enact([try rekey()])
        try ledger.append(try chain.registering(3..<5, at: ledger.now))
        let report = try await ledger.audit()
        #expect(report.findings.isEmpty)
        #expect(report.executedHeight == 4)
    }

    @Test func `every block is judged by the limits of its own epoch`() async throws {
        try ledger.append(try chain.registering(0..<5, at: ledger.now))
        try enact([try rekey(), .limit(name: "batchRecords", value: 2)])
        #expect(throws: LedgerError.self) {
            try ledger.append(try chain.registering(5..<8, at: ledger.now))
        }
        try ledger.append(try chain.registering(5..<7, at: ledger.now))
        let report = try await ledger.audit()
        #expect(report.findings.isEmpty)
        #expect(report.counts.records == 7)
    }

    @Test func `a vote with a key of the epoch before proves nothing`() async throws {
        try enact([try rekey()])
        try ledger.append(try chain.registering(3..<5, at: ledger.now), isFinalized: false)
        let message = VoteStatement.finalize(ledger.tip, view: ledger.tip.header.view)
            .toBeSigned(chain.suite)
        var signers = SignerBitmap(count: 4)
        var signatures: [Signature] = []
        for (index, member) in ["TAX", "AMR", "BANK-A"].enumerated() {
            signers.insert(index)
            signatures.append(try chain.key("vote-\(member)").sign(message))
        }
        let proof = QuorumProof(
            statement: .finalize(ledger.tip, view: ledger.tip.header.view),
            signers: signers,
            signatures: signatures
        )
        try ledger.finalize(ledger.tip, proof.encoded)
        let report = try await ledger.audit()
        #expect(report.findings.count == 1)
        #expect(report.height == 2)
    }

    @Test
    func `a block stored before the proof that ends the epoch before is checked all the same`()
        async throws
    {
        try enact([try rekey(), .limit(name: "batchRecords", value: 4)])
        let boundary = ledger.tip
        let late = try AuditLedger(chain)
        try ledger.append(try chain.registering(0..<4, at: ledger.now))
        // The same chain in the order in which a node may have stored it.
        let stored = try ledger.frames()
        for frame in stored {
            if case .block(let block, _) = frame { try late.store(block) }
        }
        for frame in stored {
            if case .finalization(let proof, _) = frame { try late.store(proof) }
        }
        let report = try await late.audit()
        #expect(report.findings.isEmpty)
        #expect(report.executedHeight == boundary.header.height + 1)
    }

    @Test func `behind a block that cannot be executed the next epoch is unknown`() async throws {
        try ledger.append(try chain.registering(0..<3, at: ledger.now))
        try enact([try rekey()])
        try ledger.append(try chain.registering(3..<5, at: ledger.now))
        try ledger.append()
        let (block, spot) = try ledger.block(at: 1)
        let body = try BlockBody(decoding: block.body, limits: chain.genesis.limits)
        try ledger.flip(Array(body.submissions[0].statement.suffix(20)), in: spot)
        let report = try await ledger.audit()
        #expect(report.findings.map(\.fault.code).contains("audit.unknownEpoch"))
        #expect(report.findings.count(where: { $0.fault.code == "audit.unknownEpoch" }) == 1)
    }
}
