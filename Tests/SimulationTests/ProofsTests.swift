import Ledger
import NodeCore
import Simulation
import Testing

/// What the checker of proofs notices.
@Suite struct ProofsTests {
    /// A world that has recorded something, and what a node gives to prove the first statement.
    private func proof() throws -> (World, EvidenceParts) {
        let world = World(WorldSetting(seed: 5, statements: 8))
        world.begin()
        #expect(world.run(untilMs: 20_000) { $0.recordedCount == 8 })
        let first = UInt64(world.district.genesis.keyIdentifiers.count)
        guard case .evidence(let parts)? = world.ask(0, .evidence(leafIndex: first)) else {
            Issue.record("no evidence of leaf \(first)")
            throw CancellationError()
        }
        return (world, parts)
    }

    @Test func `no change of a bit leaves a proof whole`() throws {
        let (world, parts) = try proof()
        var checker = try #require(ProofsChecker(world.setting, world.district))
        let leaf = UInt64(world.district.genesis.keyIdentifiers.count)
        #expect(checker.check(parts, parts.statement, at: leaf, changes: 600) == nil)
    }

    @Test func `a proof that does not hold is noticed`() throws {
        let (world, parts) = try proof()
        var checker = try #require(ProofsChecker(world.setting, world.district))
        let leaf = UInt64(world.district.genesis.keyIdentifiers.count)
        #expect(checker.check(parts, parts.statement, at: leaf + 1, changes: 0) != nil)
        #expect(checker.check(parts, [1, 2, 3], at: leaf, changes: 0) != nil)
        var stale = parts
        stale.statusFinalization = parts.recordedFinalization
        if parts.statusHeader != parts.recordedHeader {
            #expect(checker.check(stale, parts.statement, at: leaf, changes: 0) != nil)
        }
    }
}
