package import Cryptography

/// What a validator states by one vote; two votes agree exactly when their statements are equal.
///
/// The statement holds the whole header of its block and not only the hash. That way a vote or a
/// quorum proof can be checked as soon as it arrives, however the network reordered it, because a
/// finalize vote signs facts of the header: height, time and tree root.
///
/// - Invariant: `block` is nil exactly for nullify, and `block.header.view <= view`. They differ
///   only for the last block of an epoch, which may be proposed again.
package struct VoteStatement: Hashable, Sendable {
    /// Notarize, nullify or finalize.
    package let kind: VoteKind
    /// The chain the statement is about.
    package let chainID: Digest
    /// The epoch whose validators vote.
    package let epoch: UInt64
    /// The view the vote is cast in.
    package let view: UInt64
    /// The block voted on.
    package let block: HashedHeader?

    private init(
        kind: VoteKind,
        chainID: Digest,
        epoch: UInt64,
        view: UInt64,
        block: HashedHeader?
    ) {
        self.kind = kind
        self.chainID = chainID
        self.epoch = epoch
        self.view = view
        self.block = block
    }

    /// States that a block is valid and durable.
    package static func notarize(_ block: HashedHeader, view: UInt64) -> VoteStatement {
        precondition(block.header.view <= view, "a block is not voted on before its view")
        return VoteStatement(
            kind: .notarize,
            chainID: block.header.chainID,
            epoch: block.header.epoch,
            view: view,
            block: block
        )
    }

    /// States that a view is to be skipped.
    package static func nullify(chainID: Digest, epoch: UInt64, view: UInt64) -> VoteStatement {
        VoteStatement(kind: .nullify, chainID: chainID, epoch: epoch, view: view, block: nil)
    }

    /// States that a notarized block shall be final.
    package static func finalize(_ block: HashedHeader, view: UInt64) -> VoteStatement {
        precondition(block.header.view <= view, "a block is not voted on before its view")
        return VoteStatement(
            kind: .finalize,
            chainID: block.header.chainID,
            epoch: block.header.epoch,
            view: view,
            block: block
        )
    }

    /// Builds a statement from what a message claims, checking that the parts fit together.
    package init(
        kind: VoteKind,
        chainID: Digest,
        epoch: UInt64,
        view: UInt64,
        claiming block: HashedHeader?
    ) throws(ChainError) {
        guard (block == nil) == (kind == .nullify) else { throw .blockMismatch }
        if let header = block?.header {
            guard header.chainID == chainID else { throw .wrongChain }
            guard header.epoch == epoch else {
                throw .wrongEpoch(expected: epoch, found: header.epoch)
            }
            guard header.view == view || header.view < view && header.isBoundary else {
                throw .viewMismatch(header: header.view, statement: view)
            }
        }
        self.init(kind: kind, chainID: chainID, epoch: epoch, view: view, block: block)
    }
}
