import Ledger
import Testing

@Suite struct RoomRulesTests {
    private func chain(_ change: (inout Limits) -> Void) throws -> TestChain {
        var limits = Limits.standard
        change(&limits)
        return try TestChain(limits: limits)
    }

    @Test func `a block takes so many statements, and the rest waits`() throws {
        let chain = try chain { $0.blockStatements = 2 }
        let state = try chain.state()
        let candidates = try (1...3).map { try chain.issuing($0) }
        let proposal = try state.propose(from: candidates, in: state.context())
        #expect(proposal.accepted == [0, 1])
        #expect(proposal.deferred == [2])
        #expect(proposal.refused.isEmpty)
        #expect(throws: LedgerError.self) { try state.execute(candidates, in: state.context()) }
        _ = try state.execute(Array(candidates.prefix(2)), in: state.context())
    }

    @Test func `a block takes so many records, and smaller batches go first`() throws {
        let chain = try chain { $0.blockRecords = 5 }
        let state = try chain.state()
        let candidates = [
            try chain.registering(1...3), try chain.registering(4...6),
            try chain.registering(7...8),
        ]
        let proposal = try state.propose(from: candidates, in: state.context())
        #expect(proposal.accepted == [0, 2])
        #expect(proposal.deferred == [1])
        #expect(proposal.block.recordCount == 5)
    }

    @Test func `a block takes so many bytes`() throws {
        let chain = try chain { $0.blockBytes = 4_096 }
        let state = try chain.state()
        let candidates = try (1...20).map { try chain.issuing($0) }
        let proposal = try state.propose(from: candidates, in: state.context())
        #expect(!proposal.deferred.isEmpty)
        let body = BlockBody(proposal.accepted.map { candidates[$0].statement.submission })
        #expect(body.encoded.count <= 4_096)
        #expect(body.encoded.count > 3_000)
        _ = try BlockBody(decoding: body.encoded, limits: chain.genesis.limits)
    }

    @Test func `what fits into no block is refused and not put off`() throws {
        let chain = try chain { $0.blockRecords = 2 }
        let state = try chain.state()
        let proposal = try state.propose(
            from: [try chain.registering(1...3)],
            in: state.context()
        )
        #expect(proposal.deferred.isEmpty)
        #expect(proposal.refused.first?.reason.code == "ledger.overLimit")
    }
}
