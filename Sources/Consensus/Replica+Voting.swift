import Ledger

/// The rules of Notarize, Finalize and Nullify.
extension Replica {
    /// Takes a proposal: first its evidence, then, if its view is current, the block.
    mutating func receive(_ proposal: VerifiedProposal, from peer: UInt64) {
        pacemaker.noteHeard(peer, nowMs: nowMs)
        if let proof = proposal.parentProof { accept(proof, from: peer) }
        for proof in proposal.nullifications { accept(proof, from: peer) }
        guard haltReason == nil, !isClosed, proposal.view > tip.view else { return }
        count(proposal.vote)
        let isFirst = rounds[proposal.view]?.proposal == nil
        guard proposal.view == view, isFirst || configuration.isSwitchedOff(.notarizeTwice) else {
            return
        }
        let isDefective = !isSound(proposal)
        rounds.update(view) { round in
            round.proposal = proposal
            round.isProposalDefective = isDefective
        }
        guard !isDefective else { return }
        blocks.note(proposal.block.hash, header: proposal.block, source: peer)
    }

    /// Rules N3 and the header part of N5: the block extends its proven parent, in this epoch, by
    /// this leader, in this view, and later than its parent.
    ///
    /// The last block of the epoch has no children; proposed again, a quorum found it sound.
    private func isSound(_ proposal: VerifiedProposal) -> Bool {
        if proposal.isRepetition { return extendsTip(proposal) }
        let header = proposal.block.header
        let parent = proposal.parent ?? epoch.anchor
        return extendsTip(proposal)
            && !endsEpoch(parent)
            && header.view == proposal.view
            && header.proposer == epoch.leader(of: proposal.view)
            && header.epoch == epoch.number
            && header.validatorsHash == epoch.electorate.validatorsHash
            && header.parent == parent.hash
            && header.height == parent.header.height + 1
            && header.timeMs > parent.header.timeMs
            && header.treeSize >= parent.header.treeSize
    }

    /// Rule N3: the parent's view is not below the finalized one, and if equal, it is that block.
    private func extendsTip(_ proposal: VerifiedProposal) -> Bool {
        proposal.parentView > tip.view
            || proposal.parentView == tip.view && proposal.block.header.parent == tip.block.hash
    }

    /// Rule N4 beyond what the proposal shows: the newest skipped view whose nullification is
    /// neither attached nor held.
    private func newestUnskippedView(of proposal: VerifiedProposal) -> UInt64? {
        if configuration.isSwitchedOff(.skipWithoutNullification) { return nil }
        let rounds = rounds
        return proposal.unprovenViews.last { rounds[$0]?.nullification == nil }
    }

    /// Asks the leader for the nullifications its proposal left out and this node lacks.
    ///
    /// The proposal waits for them: it is neither defective nor voted for.
    mutating func requestNullifications() {
        guard let round = rounds[view], let proposal = round.proposal, !round.isProposalDefective,
            gate?.allows(.notarize, in: view) == true, extendsTip(proposal),
            let missing = newestUnskippedView(of: proposal)
        else { return }
        requestProofs(downFrom: missing, of: proposal.vote.value.signer)
    }

    /// Notarize(v, b): the first sound proposal of the current view (N1, N3, N4), neither notarized
    /// nor nullified by this node (N2, the gate), executed and durable (N5), and timely (N6), while
    /// there is room for more blocks.
    ///
    /// Spec: <doc:Protocol#Notarize>.
    mutating func notarize() {
        guard let round = rounds[view], let proposal = round.proposal, !round.isProposalDefective,
            extendsTip(proposal), isAcceptable(proposal),
            newestUnskippedView(of: proposal) == nil, !isRoomLacking
        else { return }
        let statement = VoteStatement.notarize(proposal.block, view: view)
        guard gate?.hasSigned(statement) == false else { return }
        cast(statement)
    }

    /// Rules N5 and N6; a block proposed again was timely to a quorum.
    private func isAcceptable(_ proposal: VerifiedProposal) -> Bool {
        let hash = proposal.block.hash
        return proposal.isRepetition ? blocks.isReady(hash) : blocks.isTimely(hash)
    }

    /// Finalize(v, b): what is notarized and durable here becomes final, unless this node skipped
    /// v.
    ///
    /// Notarization(v, b) is held, b and its ancestors are ready, v is above the finalized view,
    /// and this node never nullified v (the gate). v may be earlier than the current view. Spec:
    /// <doc:Protocol#Finalize>.
    mutating func finalize() {
        for round in rounds.all {
            guard let block = round.notarization?.value.block, blocks.isReady(block.hash),
                gate?.allows(.finalize, in: round.view) == true
            else { continue }
            cast(.finalize(block, view: round.view))
        }
    }

    /// Nullify(v): v is current, this node did not finalize it (the gate), and waiting is
    /// pointless: a timer expired, the proposal is invalid, the leader itself skips, or this node
    /// leads and cannot build.
    ///
    /// Spec: <doc:Protocol#Nullify>.
    mutating func nullify() {
        guard let gate, gate.allows(.nullify, in: view) else { return }
        guard isViewOverdue || isProposalInvalid || isLeaderSkipping || isUnableToLead else {
            return
        }
        castNullify(in: view)
        if configuration.isSwitchedOff(.nullifyThoughFinalized) { castNullify(in: view - 1) }
    }

    private mutating func castNullify(in view: UInt64) {
        cast(
            .nullify(
                chainID: epoch.electorate.chain.id,
                epoch: epoch.number,
                view: view
            )
        )
    }

    private var isViewOverdue: Bool {
        let hasProposal = rounds[view]?.proposal != nil
        let isProposalOverdue = pacemaker.proposalDueMs(leaderIsSilent: isLeaderSilent)
            .map { $0 <= nowMs && !hasProposal }
        return isProposalOverdue == true || pacemaker.viewDueMs.map { $0 <= nowMs } == true
    }

    private var isProposalInvalid: Bool {
        guard let round = rounds[view], let proposal = round.proposal else { return false }
        if round.isProposalDefective { return true }
        if case .invalid = blocks[proposal.block.hash]?.status { return true }
        return false
    }

    private var isLeaderSkipping: Bool {
        rounds[view]?.hasNullify(from: epoch.leader(of: view)) == true
    }

    /// A leader that is still catching up, or has no room, lets the others pass at once.
    private var isUnableToLead: Bool {
        epoch.leader(of: view) == ownIndex && pacemaker.activeSinceMs != nil
            && (isRoomLacking || tip.block != delivered && catchUp.askedAtMs != nil)
    }
}
