import Audit
import COSE
import Cryptography
import Ledger
import Storage
import Testing

/// Frames whose checksums hold and whose content should not be there.
@Suite struct ForgeryTests {
    @Test func `a statement by the wrong agency is named, although a quorum let it pass`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.append()
        let chain = ledger.chain
        let foreign = try chain.submission(
            .records,
            by: "AMR",
            subject: "TAX-001",
            at: ledger.now,
            payload: try payload(of: try chain.registering(0..<2, at: ledger.now)),
            attachment: Array(
                try #require(try chain.registering(0..<2, at: ledger.now).attachment)
            )
        )
        let header = try ledger.execute([]).header
        try ledger.write(header, [foreign])
        let block = HashedHeader(header, suite: chain.suite)
        try ledger.finalize(block, chain.finalization(of: block))
        let report = try await ledger.audit()
        let first = try #require(report.findings.first)
        #expect(first.fault.code == "ledger.notTheSource")
        #expect(first.height == 2)
        #expect(!first.isDamaged)
        #expect(first.statement?.position == 0)
        #expect(first.statement?.agency?.code == "AMR")
        #expect(report.executedHeight == 1)
    }

    private func payload(of submission: Submission) throws -> [UInt8] {
        Array(try SignedStatement(decoding: submission.statement).payload)
    }

    @Test func `a root that execution does not lead to is named`() async throws {
        let ledger = try AuditLedger()
        try ledger.append()
        var header = try ledger.execute([]).header
        header.statusRoot = .zero
        try ledger.write(header, [])
        let block = HashedHeader(header, suite: ledger.chain.suite)
        try ledger.finalize(block, ledger.chain.finalization(of: block))
        let first = try #require(try await ledger.audit().findings.first)
        #expect(first.fault == .rule(.block(.headerMismatch(.statusRoot))))
        #expect(first.height == 2)
        #expect(first.statement == nil)
    }

    @Test func `fewer votes than a quorum prove nothing`() async throws {
        let ledger = try AuditLedger()
        try ledger.append()
        try ledger.append(isFinalized: false)
        try ledger.finalize(
            ledger.tip,
            ledger.chain.finalization(of: ledger.tip, by: [0, 3])
        )
        let report = try await ledger.audit()
        let belowQuorum = AuditFault.finalization(.belowQuorum(expected: 3, found: 2))
        #expect(report.findings.map(\.fault) == [belowQuorum])
        #expect(report.height == 1)
    }

    @Test func `a notarization is no finalization`() async throws {
        let ledger = try AuditLedger()
        try ledger.append(isFinalized: false)
        let statement = VoteStatement.notarize(ledger.tip, view: ledger.tip.header.view)
        try ledger.finalize(ledger.tip, ledger.chain.proof(statement, by: [0, 1, 2]))
        let report = try await ledger.audit()
        #expect(report.findings.map(\.fault) == [.notFinality(.notarize)])
        #expect(report.height == 0)
    }

    @Test func `two final blocks of one height are a fork`() async throws {
        let ledger = try AuditLedger()
        try ledger.append()
        let sibling = HashedHeader(
            try ledger.execute([], view: 9).header,
            suite: ledger.chain.suite
        )
        try ledger.append()
        let final = ledger.tip
        try ledger.write(sibling.header, [])
        try ledger.finalize(sibling, ledger.chain.finalization(of: sibling))
        let report = try await ledger.audit()
        #expect(report.findings.map(\.fault) == [.fork(other: final.hash)])
        #expect(report.findings.first?.block == sibling.hash)
        #expect(report.findings.first?.height == 2)
    }

    @Test func `a block that was left out is missed`() async throws {
        let ledger = try AuditLedger()
        try ledger.append()
        let hidden = HashedHeader(try ledger.execute([]).header, suite: ledger.chain.suite)
        ledger.force(hidden)
        var header = ledger.chain.genesis.genesisHeader
        header.height = 3
        header.view = 3
        header.parent = hidden.hash
        header.timeMs = hidden.header.timeMs + 1
        try ledger.write(header, [])
        let block = HashedHeader(header, suite: ledger.chain.suite)
        try ledger.finalize(block, ledger.chain.finalization(of: block))
        let report = try await ledger.audit()
        #expect(report.findings.map(\.fault) == [.missingBlocks(2...2)])
        #expect(report.executedHeight == 1)
        #expect(report.height == 3)
    }
}
