/// How many of n validators decide, and how many may fail; computed here and nowhere else.
///
/// With f = ⌊(n − 1) / 3⌋ a quorum is n − f, never 2f + 1: for n = 6 the latter is 3, and two
/// disjoint quorums would exist. Any two quorums of n − f share at least f + 1 validators.
package struct QuorumThresholds: Hashable, Sendable {
    /// The number of validators, n.
    package let count: Int
    #if DEBUG
    private var isWeakened = false

    /// The wrong quorum 2f + 1, for the simulator to catch; not compiled into releases.
    package static func weakened(count: Int) -> QuorumThresholds {
        var thresholds = QuorumThresholds(count: count)
        thresholds.isWeakened = true
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
        #if DEBUG
        if isWeakened { return 2 * faults + 1 }
        #endif
        return count - faults
    }

    /// How many votes show that one correct validator is among them, f + 1.
    package var oneHonest: Int { faults + 1 }
}
