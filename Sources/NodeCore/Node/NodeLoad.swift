package import Consensus

/// How much a node holds of what peers and clients may send; each number has a bound.
package struct NodeLoad: Hashable, Sendable {
    /// What the replica holds.
    package let replica: ReplicaLoad
    /// Statements that wait for a block.
    package let pooledCount: Int
    /// Their bytes.
    package let pooledByteCount: Int
    /// Bytes of statements on their way through the checks.
    package let checkedByteCount: Int
    /// Answers that clients wait for.
    package let waiterCount: Int
    /// Blocks whose bytes are not here.
    package let wantedCount: Int
    /// Blocks that came before anybody wanted them.
    package let earlyCount: Int
    /// Runs of blocks on their way to execution.
    package let gatheringCount: Int
    /// Runs of blocks that wait for those before them.
    package let keptRunCount: Int
    /// Executed blocks above the final tip.
    package let executedCount: Int
    /// Bytes that wait to be written behind the batch under way.
    package let unwrittenByteCount: Int
    /// Batches that something waits for.
    package let awaitedBatchCount: Int
}

extension Node {
    /// How much it holds now.
    package var load: NodeLoad {
        NodeLoad(
            replica: replica.load,
            pooledCount: pool.count,
            pooledByteCount: pool.byteCount,
            checkedByteCount: admission.byteCount,
            waiterCount: waitingClients.count,
            wantedCount: wanted.count,
            earlyCount: early.count,
            gatheringCount: gatherings.count,
            keptRunCount: window.keptCount,
            executedCount: blocks.count,
            unwrittenByteCount: writes.gatheredByteCount,
            awaitedBatchCount: max(afterWrite.count, journalSequences.count)
        )
    }
}
