#if CANARIES
package import Consensus
#endif

/// What to simulate.
package struct SimulationOptions: Sendable {
    /// The seed that all randomness comes from.
    package var seed: UInt64
    /// The number of validators; drawn from the seed when nil.
    package var nodes: Int?
    /// Faults go on until some node reaches this view; then a healthy core is left to itself.
    package var views: UInt64
    #if CANARIES
    /// Rules switched off in every node, to see whether a checker notices.
    package var mutations: Set<Mutation> = []
    #endif

    /// Simulates one seed.
    package init(seed: UInt64, nodes: Int? = nil, views: UInt64 = 60) {
        self.seed = seed
        self.nodes = nodes
        self.views = views
    }
}

/// What a run showed.
package struct SimulationReport: Sendable {
    /// The seed of the run.
    package let seed: UInt64
    /// The number of validators.
    package let nodes: Int
    /// What was broken; empty for a good run.
    package let violations: [Violation]
    /// The hash of everything that happened; equal for equal options.
    package let eventLogHash: UInt64
    /// The number of events.
    package let eventCount: Int
    /// The highest view a node reached.
    package let view: UInt64
    /// The height of the longest final chain.
    package let height: UInt64
    /// The simulated time, in milliseconds.
    package let simulatedMs: UInt64
    /// How many statements were acknowledged.
    package let statements: Int
    /// How often a node's blocks were repaired with those of others.
    package let repairs: Int
    /// How many faults befell processes, disks and links, loss and the like not counted.
    package let faults: Int
}
