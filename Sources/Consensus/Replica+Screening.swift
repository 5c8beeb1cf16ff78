package import Ledger

/// Sorting out messages before their signatures are checked.
extension Replica {
    /// Whether a message could change anything, so that checking its signatures is not wasted.
    ///
    /// A cheap look at the message; being worth it says nothing about being valid.
    package func isWorthVerifying(_ message: ConsensusMessage, from peer: UInt64) -> Bool {
        guard haltReason == nil else { return false }
        switch message {
        case .vote(let vote): return !isClosed && isWorthVerifying(vote, from: peer)
        case .proof(let proof): return isWorthVerifying(proof)
        case .proposal(let proposal):
            guard !isClosed, proposal.view >= view, proposal.view > tip.view else { return false }
            guard let round = rounds[proposal.view] else { return true }
            return round.proposal?.block != proposal.block
                && !round.isAccused(epoch.leader(of: proposal.view))
        case .status, .proofRequest, .standingRequest: return true
        case .standing: return isRecovering
        }
    }

    /// Votes are verified only while their quorum is unmet, and only the first of each kind, unless
    /// it says something else.
    private func isWorthVerifying(_ vote: Vote, from peer: UInt64) -> Bool {
        let statement = vote.statement
        guard admits(view: statement.view), vote.signer < UInt64(epoch.electorate.count),
            vote.signer == peer || vote.signer == ownIndex
        else { return false }
        guard let round = rounds[statement.view] else { return true }
        return !round.votes(from: vote.signer).contains { $0.value.statement == statement }
            && !round.isProven(statement.kind) && !round.isAccused(vote.signer)
    }

    /// Verifies the signatures of a proposal, except of proofs that are held here.
    package func verified(
        _ proposal: BlockProposal
    ) throws(ConsensusError) -> VerifiedProposal {
        let held = heldProofs(for: proposal)
        #if CANARIES
        if configuration.isSwitchedOff(.believeParents) {
            return try VerifiedProposal(believing: proposal, in: epoch, holding: held)
        }
        #endif
        return try VerifiedProposal(proposal, in: epoch, holding: held)
    }

    /// The proofs held here that a proposal may need, so that they are not verified again.
    package func heldProofs(for proposal: BlockProposal) -> [Verified<QuorumProof>] {
        let views = proposal.parentView...max(proposal.parentView, proposal.view)
        let held = rounds.all.filter { views.contains($0.view) }
        return [tip.proof].compactMap { $0 }
            + held.flatMap { [$0.notarization, $0.nullification].compactMap { $0 } }
    }

    private func isWorthVerifying(_ proof: QuorumProof) -> Bool {
        guard proof.view > tip.view else {
            return proof.view == tip.view && proof.block != tip.block
        }
        guard let round = rounds[proof.view] else { return true }
        switch proof.kind {
        case .notarize: return round.notarization?.value.block != proof.block
        case .nullify: return round.nullification == nil
        case .finalize: return true
        }
    }
}
