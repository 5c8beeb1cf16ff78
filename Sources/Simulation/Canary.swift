package import Consensus
import NodeCore

/// A broken rule that the simulator must notice, and the runs in which it shows soonest.
///
/// Spec: the table in Safety, *Canaries*.
package struct Canary: Sendable {
    /// Where a broken rule shows.
    enum Stage: Sendable {
        /// In a seed of the swarm, with so many validators; drawn from the seed when nil.
        case swarm(nodes: Int?)
        /// In two runs of one seed, which then differ.
        case repetition
        /// In a scenario, played under a seed: it needs a liar that knows what it is doing.
        case scenario(Int)
    }

    /// The rule that is switched off.
    package let mutation: Mutation
    /// Where that shows.
    let stage: Stage

    /// What a search came to.
    package struct Outcome: Sendable {
        /// How many seeds were tried.
        package let seeds: UInt64
        /// The first seed that showed something, and what; nil when the canary was missed.
        package let found: (seed: UInt64, violation: Violation)?
    }

    /// All canaries.
    ///
    /// Left out are a boundary that is extended (a run of the swarm has one epoch) and votes that
    /// are not remembered (a second net, harmless alone); unit tests switch those off.
    package static let all: [Canary] = [
        Canary(.finalizeThoughNullified),
        Canary(.forgetVotes),
        Canary(.forgetNullifies),
        Canary(.forgetFinalizes),
        Canary(.forgetNotarizes),
        Canary(.smallQuorum, in: .swarm(nodes: 6)),
        Canary(.countSignerTwice),
        Canary(.notarizeTwice),
        Canary(.nullifyThoughFinalized),
        Canary(.skipWithoutNullification),
        Canary(.believeParents, in: .scenario(36)),
        Canary(.sendBeforeSync),
        Canary(.skipFolderSync),
        Canary(.dropRestoredVotes),
        Canary(.armTimerOnce),
        Canary(.keepEveryVote, in: .scenario(41)),
        Canary(.sendInHashOrder, in: .repetition),
    ]

    private init(_ mutation: Mutation, in stage: Stage = .swarm(nodes: nil)) {
        self.mutation = mutation
        self.stage = stage
    }

    /// What repeats a run of this canary, except for the seed at its end.
    package var command: String {
        switch stage {
        case .swarm(let nodes):
            let count = nodes.map { " --nodes \($0)" } ?? ""
            return "run --views \(Self.views)\(count) --without \(mutation.rawValue) --seed"
        case .repetition: return "run --views \(Self.views) --without \(mutation.rawValue) --seed"
        case .scenario(let number):
            return "scenarios --only \(number) --without \(mutation.rawValue) --seed"
        }
    }

    /// Views with faults in each run; many short runs show more than few long ones.
    private static let views: UInt64 = 16

    /// Tries seeds one after the other until one shows a violation.
    package func search(from first: UInt64, while mayGoOn: (UInt64) -> Bool) -> Outcome {
        var tried: UInt64 = 0
        while mayGoOn(tried) {
            let seed = first + tried
            tried += 1
            if let violation = violation(under: seed) {
                return Outcome(seeds: tried, found: (seed, violation))
            }
        }
        return Outcome(seeds: tried, found: nil)
    }

    private func violation(under seed: UInt64) -> Violation? {
        switch stage {
        case .swarm(let nodes): return Swarm.run(options(seed, nodes)).violations.first
        case .repetition:
            let options = options(seed, nil)
            if Swarm.isRepeatable(Swarm.run(options), options) { return nil }
            return Violation("Repetition", "two runs of seed \(seed) differ")
        case .scenario(let number):
            var options = NodeOptions()
            #if CANARIES
            options.mutations = [mutation]
            #endif
            let scenarios = Scenario.all.filter { $0.number == number }
            return scenarios.lazy.compactMap { $0.run(seed, options: options).first }.first
        }
    }

    private func options(_ seed: UInt64, _ nodes: Int?) -> SimulationOptions {
        var options = SimulationOptions(seed: seed, nodes: nodes, views: Self.views)
        #if CANARIES
        options.mutations = [mutation]
        #endif
        return options
    }
}
