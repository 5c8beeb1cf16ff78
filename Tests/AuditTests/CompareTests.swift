import Audit
import Cryptography
import Ledger
import Merkle
import Storage
import Testing

@Suite struct CompareTests {
    private func compare(
        _ first: AuditLedger,
        _ second: AuditLedger
    ) async throws -> LedgerComparison {
        let chain = first.chain
        let audit = try LedgerAudit(genesis: chain.genesis, catalogue: chain.catalogue)
        return try await audit.compare(
            (first.folder, PosixFileSystem()),
            (second.folder, PosixFileSystem())
        )
    }

    @Test(arguments: Suite.allCases)
    func `a ledger that goes on where the other ends is one history with it, and proves it`(
        suite: Suite
    ) async throws {
        let chain = try AuditChain(suite)
        let (short, long) = (try AuditLedger(chain), try AuditLedger(chain))
        for round in 0..<3 {
            let batch = try chain.registering((round * 10)..<(round * 10 + 2), at: short.now)
            try short.append(batch)
            try long.append(batch)
        }
        try long.append(try chain.issuing(1, at: long.now), try chain.issuing(2, at: long.now))
        let comparison = try await compare(short, long)
        #expect(comparison.isOneHistory)
        #expect(comparison.common.header.height == 3)
        let proof = try #require(comparison.consistency)
        let hasher = MerkleHasher(suite)
        try proof.verify(
            oldRoot: short.tip.header.treeRoot,
            newRoot: long.tip.header.treeRoot,
            hasher: hasher
        )
        #expect(throws: ProofError.self) {
            try proof.verify(
                oldRoot: long.tip.header.treeRoot,
                newRoot: short.tip.header.treeRoot,
                hasher: hasher
            )
        }
    }

    @Test func `two final blocks of one height are where the histories part, with what differs`()
        async throws
    {
        let chain = try AuditChain()
        let (first, second) = (try AuditLedger(chain), try AuditLedger(chain))
        let shared = try chain.registering(0..<2, at: first.now)
        try first.append(shared)
        try second.append(shared)
        let both = try chain.issuing(1, at: first.now)
        let own = try chain.issuing(2, at: first.now)
        try first.append(both, own)
        try second.append(both)
        let comparison = try await compare(first, second)
        #expect(!comparison.isOneHistory)
        #expect(comparison.common.header.height == 1)
        let parting = try #require(comparison.parting)
        #expect(parting.first == first.tip)
        #expect(parting.second == second.tip)
        #expect(parting.onlyFirst.map(\.inspected.submission) == [own])
        #expect(parting.onlySecond.isEmpty)
        #expect(comparison.consistency == nil)
    }
}
