import Consensus
import Ledger

/// How far a node has come towards the end of the chain, as far as that is proven.
package struct CatchUpProgress: Hashable, Sendable {
    /// The newest block that is executed and durable here.
    package let height: UInt64
    /// The newest block that a quorum proved final to this node.
    package let provenHeight: UInt64
    /// How old that block's time is, milliseconds.
    package let ageMs: UInt64
    /// How many other nodes are connected.
    package let peerCount: Int
    /// Whether enough validators are connected to be told of everything.
    package let hearsQuorum: Bool
    /// Whether the ledger, as far as it is here, registers this node.
    package let isRegistered: Bool
    /// How often a chain without work makes a block, milliseconds.
    package let heartbeatMs: UInt64

    /// Whether nothing is missing: all that is proven is here, a quorum has had the chance to prove
    /// more, and the newest block is as new as that of a chain at work must be.
    package var isComplete: Bool {
        hearsQuorum && height == provenHeight && ageMs <= 2 * heartbeatMs + 10_000
    }
}

extension Node {
    /// How far this node has come, at a time of the wall clock.
    package func catchUpProgress(wallMs: UInt64) -> CatchUpProgress {
        let tip = blocks.tip.header
        return CatchUpProgress(
            height: durableHeight,
            provenHeight: max(replica.tip.block.header.height, tip.height),
            ageMs: wallMs - min(wallMs, tip.timeMs),
            peerCount: livePeers.count,
            hearsQuorum: isReady,
            isRegistered: ownEntry != nil,
            heartbeatMs: limits.heartbeatMs
        )
    }
}
