/// How much a replica holds of what others may send; S11 bounds each number.
package struct ReplicaLoad: Hashable, Sendable {
    /// The views above the final tip's up to the current one.
    package let undecidedViewCount: UInt64
    /// The rounds that are kept, each with at most three votes of each validator.
    package let roundCount: Int
    /// The newest view that anything is kept about.
    package let newestView: UInt64
    /// The blocks that are known by header or by hash.
    package let blockCount: Int
    /// Own votes that wait for the disk.
    package let unsyncedVoteCount: Int
}

extension Replica {
    /// How much it holds now.
    package var load: ReplicaLoad {
        ReplicaLoad(
            undecidedViewCount: view - tip.view,
            roundCount: rounds.all.count,
            newestView: rounds.all.last?.view ?? tip.view,
            blockCount: blocks.count,
            unsyncedVoteCount: unsynced.count + restored.count
        )
    }
}
