package import Ledger

/// The newest block that is final and durable in the block store; where a life starts.
package struct FinalizedTip: Sendable {
    /// The block.
    package let block: HashedHeader
    /// The finalization that proves it; nil for the anchor of the epoch.
    package let proof: Verified<QuorumProof>?

    /// The tip a block store ends with.
    package init(block: HashedHeader, proof: Verified<QuorumProof>?) {
        self.block = block
        self.proof = proof
    }

    /// The view of the finalization; 0 for the anchor.
    package var view: UInt64 { proof?.value.view ?? 0 }
}
