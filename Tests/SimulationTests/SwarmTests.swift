import Consensus
import Simulation
import Testing

/// Whole networks from seeds; `lianzheng-sim run --seed N --views 16` repeats a failure.
@Suite struct SwarmTests {
    @Test(arguments: UInt64(0)..<12)
    func `no seed breaks a property`(seed: UInt64) {
        let report = Swarm.run(SimulationOptions(seed: seed, views: 12))
        #expect(report.violations.isEmpty, "seed \(seed): \(report.violations)")
    }

    @Test(arguments: [UInt64(51), 303])
    func `a node whose disk wrote blocks over others is repaired and goes on`(seed: UInt64) {
        let report = Swarm.run(SimulationOptions(seed: seed))
        #expect(report.violations.isEmpty, "seed \(seed): \(report.violations)")
        #expect(report.repairs > 0, "seed \(seed) repaired nothing")
    }

    @Test func `the same seed gives the same events twice`() {
        for seed: UInt64 in [1, 17] {
            let options = SimulationOptions(seed: seed, views: 8)
            let (one, two) = (Swarm.run(options), Swarm.run(options))
            #expect(one.eventLogHash == two.eventLogHash, "seed \(seed)")
            #expect(one.eventCount == two.eventCount && one.height == two.height)
        }
    }

    @Test func `naming the size that a seed draws changes nothing`() {
        for seed: UInt64 in [2, 3, 4] {
            let drawn = Swarm.run(SimulationOptions(seed: seed, views: 8))
            let named = Swarm.run(SimulationOptions(seed: seed, nodes: drawn.nodes, views: 8))
            #expect(drawn.eventLogHash == named.eventLogHash, "seed \(seed)")
        }
    }

    @Test func `different seeds give different events`() {
        let hashes = (0..<4).map {
            Swarm.run(SimulationOptions(seed: $0, views: 4)).eventLogHash
        }
        #expect(Set(hashes).count == hashes.count)
    }

    @Test(arguments: [4, 5, 7])
    func `a world makes blocks of what is submitted`(nodes: Int) {
        for seed: UInt64 in 900..<901 {
            let report = Swarm.run(SimulationOptions(seed: seed, nodes: nodes, views: 8))
            #expect(report.nodes == nodes)
            #expect(report.height > 0 && report.statements > 0, "seed \(seed)")
            #expect(report.violations.isEmpty, "seed \(seed): \(report.violations)")
        }
    }
}
