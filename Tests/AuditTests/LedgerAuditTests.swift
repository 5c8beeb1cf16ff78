import Audit
import COSE
import Cryptography
import Ledger
import Storage
import Testing

@Suite struct LedgerAuditTests {
    @Test(arguments: Suite.allCases)
    func `a ledger as it was written is all good, and everything is counted`(
        suite: Suite
    ) async throws {
        let ledger = try AuditLedger(suite)
        try ledger.fill()
        let report = try await ledger.audit()
        #expect(report.findings == [])
        #expect(report.isGood)
        #expect(report.height == 5)
        #expect(report.executedHeight == 5)
        #expect(report.block == ledger.tip.hash)
        #expect(report.counts.blocks == 5)
        #expect(report.counts.statements == 6)
        #expect(report.counts.statementsByKind == [.grant: 1, .records: 3, .certificate: 2])
        #expect(report.counts.records == 9)
        #expect(report.counts.signatures == 6)
        #expect(report.counts.finalizations == 5)
        #expect(report.counts.votes == 15)
        #expect(report.counts.unfinalizedBlocks == 0)
    }

    @Test func `one proof makes all blocks before it final`() async throws {
        let ledger = try AuditLedger()
        try ledger.append(try ledger.chain.registering(0..<2, at: ledger.now), isFinalized: false)
        try ledger.append(isFinalized: false)
        try ledger.append(try ledger.chain.registering(5..<7, at: ledger.now))
        let report = try await ledger.audit()
        #expect(report.isGood)
        #expect(report.counts.blocks == 3)
        #expect(report.counts.finalizations == 1)
        #expect(report.counts.records == 4)
    }

    @Test func `a large block is checked in pieces, and its statements keep their order`()
        async throws
    {
        let ledger = try AuditLedger()
        let chain = ledger.chain
        let submissions = try (0..<40).map { piece in
            let first = piece * 25
            return try chain.registering(first..<(first + 25), at: ledger.now)
        }
        try ledger.append(submissions)
        let (block, _) = try ledger.block(at: 1)
        try #require(block.body.count > 128 << 10)
        let report = try await ledger.audit()
        #expect(report.findings == [])
        #expect(report.executedHeight == 1)
        #expect(report.counts.signatures == 40)
        #expect(report.counts.records == 1_000)
    }

    @Test func `blocks that never became final are counted and not judged`() async throws {
        let ledger = try AuditLedger()
        try ledger.append()
        var sibling = try ledger.execute([], view: 9).header
        sibling.treeRoot = .zero
        try ledger.write(sibling, [])
        try ledger.append()
        try ledger.append(isFinalized: false)
        let report = try await ledger.audit()
        #expect(report.isGood)
        #expect(report.height == 2)
        #expect(report.counts.blocks == 2)
        #expect(report.counts.unfinalizedBlocks == 2)
    }

    @Test func `a torn tail is told and is no finding`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let spot = try ledger.finalization(at: 5).spot
        let file = try PosixFileSystem().open(ledger.folder + "/" + spot.fileName, .readWrite)
        try file.truncate(to: spot.offset + 100)
        let report = try await ledger.audit()
        #expect(report.isGood)
        #expect(report.height == 4)
        #expect(report.counts.tornBytes == 100)
        #expect(report.counts.unfinalizedBlocks == 1)
    }

    @Test func `a ledger of another chain is not judged`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let other = try AuditChain(.p256, name: "另一条链")
        let expected = AuditError.otherChain(
            expected: other.genesis.chainID,
            found: ledger.chain.genesis.chainID
        )
        await #expect(throws: expected) { try await ledger.audit(other) }
    }

    @Test func `a folder without a ledger is not judged`() async throws {
        let chain = try AuditChain()
        let audit = try LedgerAudit(genesis: chain.genesis, catalogue: chain.catalogue)
        await #expect(throws: AuditError.noLedger(folder: "/nowhere/ledger")) {
            try await audit.replay(folder: "/nowhere/ledger", fileSystem: PosixFileSystem())
        }
    }
}
