package import Consensus

/// A broken rule that the simulator must notice, and the runs in which it shows soonest.
///
/// Spec: the table in Safety, *Canaries*.
package struct Canary: Sendable {
    /// The rule that is switched off.
    package let mutation: Mutation
    /// The number of validators; drawn from the seed when nil.
    let nodes: Int?

    /// What a search came to.
    package struct Outcome: Sendable {
        /// How many seeds were tried.
        package let seeds: UInt64
        /// The first run that showed a violation; nil when the canary was missed.
        package let found: SimulationReport?
    }

    /// All canaries.
    ///
    /// Left out are a boundary that is extended (a run has one epoch) and votes that are not
    /// remembered (a second net, harmless alone); unit tests switch those off.
    package static let all: [Canary] = [
        Canary(mutation: .finalizeThoughNullified, nodes: nil),
        Canary(mutation: .forgetVotes, nodes: nil),
        Canary(mutation: .forgetNullifies, nodes: nil),
        Canary(mutation: .forgetFinalizes, nodes: nil),
        Canary(mutation: .forgetNotarizes, nodes: nil),
        Canary(mutation: .smallQuorum, nodes: 6),
        Canary(mutation: .countSignerTwice, nodes: nil),
        Canary(mutation: .notarizeTwice, nodes: nil),
        Canary(mutation: .nullifyThoughFinalized, nodes: nil),
        Canary(mutation: .skipWithoutNullification, nodes: nil),
        Canary(mutation: .sendBeforeSync, nodes: nil),
        Canary(mutation: .dropRestoredVotes, nodes: nil),
        Canary(mutation: .armTimerOnce, nodes: nil),
    ]

    /// What repeats a run of this canary, except for the seed.
    package var flags: String {
        let count = nodes.map { " --nodes \($0)" } ?? ""
        return "--views \(Self.views)\(count) --without \(mutation.rawValue)"
    }

    /// Views with faults in each run; many short runs show more than few long ones.
    private static let views: UInt64 = 16

    /// Tries seeds one after the other until one shows a violation.
    package func search(from first: UInt64, while mayGoOn: (UInt64) -> Bool) -> Outcome {
        var tried: UInt64 = 0
        while mayGoOn(tried) {
            var options = SimulationOptions(seed: first + tried, nodes: nodes, views: Self.views)
            #if CANARIES
            options.mutations = [mutation]
            #endif
            tried += 1
            let report = Swarm.run(options)
            if !report.violations.isEmpty { return Outcome(seeds: tried, found: report) }
        }
        return Outcome(seeds: tried, found: nil)
    }
}
