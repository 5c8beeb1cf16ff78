package import Ledger

/// A proposal whose every signature has been checked.
///
/// - Invariant: the vote is the Notarize of the leader of its view; the parent proof is about the
///   header's parent, or the parent is the anchor of the epoch, or the block is the last of its
///   epoch, proposed again, and the proof is its own notarization; the nullifications are those of
///   the views just before this one, ascending, and of no view before the proof's (rules N1 and
///   N4). What N4 wants beyond them, ``unprovenViews`` names.
package struct VerifiedProposal: Sendable {
    /// The leader's Notarize vote.
    package let vote: Verified<Vote>
    /// The block proposed.
    package let block: HashedHeader
    /// The notarization or finalization of the parent; nil on the anchor of the epoch.
    ///
    /// For a block proposed again, its own notarization in an earlier view.
    package let parentProof: Verified<QuorumProof>?
    /// The nullifications of the newest views in between, ascending.
    package let nullifications: [Verified<QuorumProof>]
    #if CANARIES
    /// The parent that the leader claims and does not prove, with its view.
    private var claimed: (parent: HashedHeader, view: UInt64)?
    #endif

    /// Checks a proposal against the rules and the keys of its epoch.
    ///
    /// A proof of `held` stands in for one in the proposal that states the same; it is not verified
    /// again.
    package init(
        _ proposal: BlockProposal,
        in epoch: Epoch,
        holding held: [Verified<QuorumProof>] = []
    ) throws(ConsensusError) {
        guard proposal.vote.statement.kind == .notarize, let block = proposal.block,
            proposal.vote.signer == epoch.leader(of: proposal.view)
        else { throw .notFromLeader(view: proposal.view) }
        do {
            vote = try Verified(proposal.vote, by: epoch.electorate)
        } catch { throw .chain(error) }
        self.block = block
        parentProof = try Self.parentProof(of: proposal, block: block, in: epoch, holding: held)
        nullifications = try Self.nullifications(of: proposal, in: epoch, holding: held)
    }

    /// This node's own proposal; its evidence was verified when it came in.
    init(
        own vote: Verified<Vote>,
        block: HashedHeader,
        on foundation: ProposalFoundation,
        attaching limit: Int
    ) {
        precondition(vote.value.statement == .notarize(block, view: vote.value.statement.view))
        precondition(
            block.header.parent == foundation.parent.hash || block == foundation.parent,
            "the block extends its parent, or is proposed again"
        )
        self.vote = vote
        self.block = block
        parentProof = foundation.proof
        nullifications = foundation.attachedNullifications(atMost: limit)
    }

    /// The view proposed in.
    package var view: UInt64 { vote.value.statement.view }
    /// The view of the parent; 0 for the anchor of the epoch.
    package var parentView: UInt64 {
        #if CANARIES
        if let claimed { return claimed.view }
        #endif
        return parentProof?.value.view ?? 0
    }
    /// The parent, or the block itself where it is proposed again; nil for the anchor of the epoch.
    var parent: HashedHeader? {
        #if CANARIES
        if let claimed { return claimed.parent }
        #endif
        return parentProof?.value.block
    }
    /// Whether the last block of the epoch is proposed again, notarized in ``parentView``.
    package var isRepetition: Bool { parentProof?.value.block == block }

    /// The skipped views whose nullifications are not attached; whoever votes must hold them.
    package var unprovenViews: Range<UInt64> {
        parentView + 1..<view - UInt64(nullifications.count)
    }

    /// The message form.
    package var proposal: BlockProposal {
        BlockProposal(
            vote: vote.value,
            parentProof: parentProof?.value,
            nullifications: nullifications.map(\.value)
        )
    }

    #if CANARIES
    /// Checks everything but a parent's proof that does not hold, as a canary does.
    init(
        believing proposal: BlockProposal,
        in epoch: Epoch,
        holding held: [Verified<QuorumProof>]
    ) throws(ConsensusError) {
        if let sound = try? VerifiedProposal(proposal, in: epoch, holding: held) {
            self = sound
            return
        }
        guard let block = proposal.block, let proof = proposal.parentProof,
            let parent = proof.block, proposal.vote.signer == epoch.leader(of: proposal.view)
        else { throw .parentNotProven }
        do {
            vote = try Verified(proposal.vote, by: epoch.electorate)
        } catch { throw .chain(error) }
        self.block = block
        parentProof = nil
        nullifications = try Self.nullifications(of: proposal, in: epoch, holding: held)
        claimed = (parent, proof.view)
    }
    #endif

    private static func parentProof(
        of proposal: BlockProposal,
        block: HashedHeader,
        in epoch: Epoch,
        holding held: [Verified<QuorumProof>]
    ) throws(ConsensusError) -> Verified<QuorumProof>? {
        guard let proof = proposal.parentProof else {
            guard block.header.parent == epoch.anchor.hash else { throw .parentNotProven }
            return nil
        }
        let isAboutParent = proof.block?.hash == block.header.parent
        let isRepetition =
            proof.kind == .notarize && proof.block == block && epoch.ends(with: block)
        guard isAboutParent || isRepetition, proof.view < proposal.view else {
            throw .parentNotProven
        }
        return try verified(proof, in: epoch, holding: held)
    }

    private static func nullifications(
        of proposal: BlockProposal,
        in epoch: Epoch,
        holding held: [Verified<QuorumProof>]
    ) throws(ConsensusError) -> [Verified<QuorumProof>] {
        guard proposal.view > proposal.parentView else { throw .parentNotProven }
        let skipped = proposal.view - proposal.parentView - 1
        let count = proposal.nullifications.count
        guard UInt64(count) <= skipped else {
            throw .tooMany(limit: Int(clamping: skipped), found: count)
        }
        var verified: [Verified<QuorumProof>] = []
        var view = proposal.view - UInt64(count)
        for proof in proposal.nullifications {
            guard proof.kind == .nullify, proof.view == view else {
                throw .missingNullification(view: view)
            }
            verified.append(try Self.verified(proof, in: epoch, holding: held))
            view += 1
        }
        return verified
    }

    private static func verified(
        _ proof: QuorumProof,
        in epoch: Epoch,
        holding held: [Verified<QuorumProof>]
    ) throws(ConsensusError) -> Verified<QuorumProof> {
        if let known = held.first(where: { $0.value.statement == proof.statement }) {
            return known
        }
        do { return try Verified(proof, by: epoch.electorate) } catch { throw .chain(error) }
    }
}
