package import Cryptography
package import Ledger

/// What happened in the world; the only way anything reaches a replica.
///
/// Messages arrive already checked: the type ``Verified`` says so. `from` is the validator index of
/// the authenticated connection the message came over; observers have numbers from n upwards, as
/// the driver likes.
package enum ReplicaEvent: Sendable {
    /// The process has started; first event of every life.
    case started
    /// The time asked for by ``ReplicaEffect/setTimer(atMs:)`` has come, or passed.
    case timerFired
    /// Every record up to and including this sequence number is durable.
    case journalSynced(upTo: UInt64)

    /// A connection to a validator was made.
    case peerConnected(UInt64)
    /// A leader's proposal; accepted from anyone, since it proves itself.
    case proposalReceived(VerifiedProposal, from: UInt64)
    /// A vote; accepted only from its signer's own connection.
    case voteReceived(Verified<Vote>, from: UInt64)
    /// A quorum proof; accepted from anyone, since it proves itself.
    case proofReceived(Verified<QuorumProof>, from: UInt64)
    /// A peer's unproven claim of where it stands; used only to help it.
    case statusReceived(PeerStatus, from: UInt64)
    /// A peer lacks proofs of some views.
    case proofsRequested(ProofRequest, from: UInt64)
    /// A validator lost its journal and asks where this one stands.
    case standingRequested(StandingRequest, from: UInt64)
    /// Where a validator stands, in answer to a question.
    case standingReceived(Standing, from: UInt64)

    /// A block was executed on its parent, is valid, and its bytes are durable.
    ///
    /// `isTimely` is rule N6: `t ≤ now + 5 s or t = parent.t + 1 ms`, by the wall clock.
    case blockReady(Digest, isTimely: Bool)
    /// A block cannot be had or is not valid.
    case blockRefused(Digest, BlockRefusal)
    /// The header of a block named only by its hash; the body need not have been executed.
    case headerFetched(HashedHeader)
    /// The block asked for is built, executed and durable.
    case blockBuilt(HashedHeader)
    /// There is nothing worth a block in this view.
    case nothingToPropose(view: UInt64)
    /// Blocks executed and durable that follow the delivered tip without a gap, the last of them
    /// the block of the finalization.
    case chainFetched([HashedHeader], by: Verified<QuorumProof>)

    /// Whether the pool holds a statement that is in no final block.
    ///
    /// Sent whenever a statement enters the pool, and after each finalization, whatever was sent
    /// before.
    case workPending(Bool)
    /// Whether the disk has too little room for more blocks.
    ///
    /// Meanwhile this replica neither proposes nor notarizes; it goes on to skip views, to finalize
    /// what is durable here, and to help others.
    case roomLacking(Bool)
}

/// Why a block is not ready.
package enum BlockRefusal: Hashable, Sendable {
    /// Execution refuses it; the code names the ledger rule.
    ///
    /// Only for a body that is the header's own: its entries lead to the header's tree root, and
    /// its attachments to the roots the statements name. A notarized block refused so halts the
    /// replica.
    case invalid(code: String)
    /// Nobody asked so far had it, or what came was not the header's body; the replica will ask
    /// another peer.
    ///
    /// Anyone can send a wrong body beside a right header, so that must never count as `invalid`.
    case unavailable
}
