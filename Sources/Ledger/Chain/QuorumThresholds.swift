/// How many of n validators decide, and how many may fail; computed here and nowhere else.
///
/// With f = ⌊(n − 1) / 3⌋ a quorum is n − f, never 2f + 1: for n = 6 the latter is 3, and two
/// disjoint quorums would exist. Any two quorums of n − f share at least f + 1 validators.
package struct QuorumThresholds: Hashable, Sendable {
    /// The number of validators, n.
    package let count: Int
    #if CANARIES
    private var wrongQuorum: Int?

    /// The wrong quorum 2f + 1, for the simulator to catch; not in ordinary releases.
    package static func weakened(count: Int) -> QuorumThresholds {
        var thresholds = QuorumThresholds(count: count)
        thresholds.wrongQuorum = 2 * thresholds.faults + 1
        return thresholds
    }

    /// A quorum in which one signer counts twice, for the simulator to catch.
    package static func countingTwice(count: Int) -> QuorumThresholds {
        var thresholds = QuorumThresholds(count: count)
        thresholds.wrongQuorum = thresholds.quorum - 1
        return thresholds
    }
    #endif

    /// Thresholds for `count` validators; at least one.
    package init(count: Int) {
        precondition(count > 0, "a validator set is never empty")
        self.count = count
    }

    /// How many validators may fail in any way, f.
    package var faults: Int { (count - 1) / 3 }

    /// How many votes decide, n − f.
    package var quorum: Int {
        #if CANARIES
        if let wrongQuorum { return wrongQuorum }
        #endif
        return count - faults
    }

    /// How many votes show that one correct validator is among them, f + 1.
    package var oneHonest: Int { faults + 1 }
}
