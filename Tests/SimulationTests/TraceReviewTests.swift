import Consensus
import Simulation
import Testing

/// Simulated nodes write traces, and the checker of real runs judges them.
@Suite struct TraceReviewTests {
    @Test func `good seeds leave traces that keep the voting rules`() {
        for seed: UInt64 in [0, 4, 8] {
            let report = Swarm.run(SimulationOptions(seed: seed, nodes: 4, views: 12))
            #expect(report.violations.isEmpty, "seed \(seed): \(report.violations)")
        }
    }

    #if CANARIES
    @Test func `traces show that forgotten votes are not kept in the next life`() {
        let isFound = stride(from: UInt64(0), to: 120, by: 4).contains { seed in
            var options = SimulationOptions(seed: seed, nodes: 4, views: 20)
            options.mutations = [.forgetVotes]
            return Swarm.run(options).violations.contains { $0.property == "Trace votesSurvive" }
        }
        #expect(isFound)
    }
    #endif
}
