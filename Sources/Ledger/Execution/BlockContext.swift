package import Cryptography

/// What a block's proposer decides besides its statements.
package struct BlockContext: Hashable, Sendable {
    /// The hash of the parent's header.
    package let parent: Digest
    /// The view in which the block is proposed.
    package let view: UInt64
    /// The position of the proposer in the validator set.
    package let proposer: UInt64
    /// The block's time in milliseconds since 1970, later than the parent's.
    package let timeMs: UInt64

    /// Describes a block to be.
    package init(parent: Digest, view: UInt64, proposer: UInt64, timeMs: UInt64) {
        self.parent = parent
        self.view = view
        self.proposer = proposer
        self.timeMs = timeMs
    }

    /// What the proposer of this header decided.
    package init(_ header: BlockHeader) {
        self.init(
            parent: header.parent,
            view: header.view,
            proposer: header.proposer,
            timeMs: header.timeMs
        )
    }
}
