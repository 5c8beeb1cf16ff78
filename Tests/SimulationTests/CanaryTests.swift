#if DEBUG
import Consensus
import Simulation
import Testing

/// A simulator that does not notice a broken rule is too weak; releases cannot break rules at all.
@Suite struct CanaryTests {
    /// Whether some seed shows a violation when a rule is switched off.
    private func isNoticed(_ mutation: Mutation, nodes: Int? = nil, seeds: Range<UInt64>) -> Bool {
        seeds.contains { seed in
            var options = SimulationOptions(seed: seed, nodes: nodes, views: 16)
            options.mutations = [mutation]
            return !Swarm.run(options).violations.isEmpty
        }
    }

    @Test func `Finalize in spite of Nullify is noticed`() {
        #expect(isNoticed(.finalizeThoughNullified, seeds: 0..<60))
    }

    @Test func `votes lost at a restart are noticed`() {
        #expect(isNoticed(.forgetVotes, seeds: 0..<60))
    }

    @Test func `a second Notarize in a view is noticed`() {
        #expect(isNoticed(.notarizeTwice, seeds: 0..<60))
    }

    @Test func `a view skipped without its nullification is noticed`() {
        #expect(isNoticed(.skipWithoutNullification, seeds: 0..<60))
    }

    @Test func `a quorum of 2f plus 1 among six is noticed`() {
        #expect(isNoticed(.smallQuorum, nodes: 6, seeds: 0..<60))
    }
}
#endif
