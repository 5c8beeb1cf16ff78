package import Cryptography
package import Ledger

/// What the world shall do; the only way a replica reaches anything.
///
/// The driver's duty in one sentence: *perform the effects of a turn in the order given, make all
/// appended records durable by one fsync, then feed* ``ReplicaEvent/journalSynced(upTo:)``.
///
/// Own votes are sent and counted only in answer to that event, so "persist before send" holds by
/// construction; no other effect has to wait for the fsync, except that nobody outside the node is
/// told about a finalization before its record is durable.
package enum ReplicaEffect: Sendable {
    /// Append a record to the vote journal; sequence numbers are consecutive within a life.
    case append(JournalRecord, sequence: UInt64)

    /// Send to one validator.
    case send(ConsensusMessage, to: UInt64)
    /// Send to all other validators; observers want proofs only.
    case broadcast(ConsensusMessage)

    /// Get the body of a block whose parent is ready, execute it, make it durable, and answer
    /// `blockReady` or `blockRefused`.
    ///
    /// `from` most likely has it. Asked again while under way, it names another source, which the
    /// driver must turn to: the first may be down.
    case obtainBlock(HashedHeader, from: UInt64)
    /// Get the block with this hash and answer `headerFetched`, or `blockRefused`.
    case fetchBlock(Digest, from: UInt64)
    /// Get finalized blocks after the delivered tip, with the finalization of the last of them;
    /// check that and the chain of parents, execute, make durable, and answer `chainFetched`.
    case catchUp(CatchUpRequest)
    /// Build, execute and store a block and answer `blockBuilt`, or `nothingToPropose`.
    case buildBlock(BuildRequest)

    /// These blocks are final, in height order; the proof is about the last of them.
    case finalized([HashedHeader], by: Verified<QuorumProof>)

    /// The last block of the epoch is final and was handed on; emitted once, last of its turn.
    ///
    /// This replica decides nothing any more, and answers peers that are behind with the
    /// finalization. The driver goes on with another one, anchored on the block.
    case epochEnded(HashedHeader, by: Verified<QuorumProof>)

    /// A validator that lost its journal may vote above this view from now on.
    case floorFound(view: UInt64)
    /// What the lost journal held no longer matters; this life's journal says everything.
    case recovered

    /// Feed `timerFired` at this time; replaces the earlier wish.
    case setTimer(atMs: UInt64)
    /// A validator signed what no correct validator signs.
    case reportEvidence(Equivocation)
    /// Stop voting and raise the alarm; the replica ignores everything from now on.
    case halt(HaltReason)
}

/// The block a leader wants to propose.
package struct BuildRequest: Hashable, Sendable {
    /// The epoch and the view the header must name.
    package let epoch: UInt64
    /// The view the header must name.
    package let view: UInt64
    /// The index the header must name as its proposer.
    package let proposer: UInt64
    /// The block to build on; it is ready.
    ///
    /// The new block's time is `max(now, parent.time + 1 ms)`.
    package let parent: HashedHeader
    /// Whether a block without statements is wanted if there are none.
    package let mayBeEmpty: Bool
}

/// Finalized blocks a replica lacks.
package struct CatchUpRequest: Hashable, Sendable {
    /// The tip that is delivered; blocks above it are wanted.
    package let after: HashedHeader
    /// The block that is proven final.
    package let target: HashedHeader
    /// The peer to ask this time.
    package let from: UInt64
}
