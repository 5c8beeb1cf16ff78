import Consensus

/// L1, L2 and L4: once the network heals, every statement becomes final at every live node.
struct ProgressChecker: Sendable {
    /// How long after healing this may take, in simulated milliseconds.
    ///
    /// Several leaders in a row may be down, and the view timers may have grown to their cap.
    static let patienceMs: UInt64 = 180_000

    /// Judges a run that healed and then ran out of patience.
    static func violation(missing: Int, node: Int, view: UInt64, height: UInt64) -> Violation {
        Violation(
            "L1 progress",
            "node \(node) lacks \(missing) statements in view \(view) at height \(height)"
        )
    }
}
