import Ledger

/// What a leader has asked its driver to build.
struct BuildState: Sendable {
    /// The block asked for.
    let request: BuildRequest
    /// What the block stands on.
    let foundation: ProposalFoundation
    /// Whether the driver has not answered yet.
    var isPending = true
}

/// The rule of the leader.
extension Replica {
    /// Propose(v): the leader of v builds once on the highest notarized block below, provided that
    /// all views in between are nullified, as soon as there is reason for a block.
    ///
    /// Spec: <doc:Protocol#Propose>.
    mutating func startProposing() {
        guard let gate, epoch.leader(of: view) == gate.index, gate.allows(.notarize, in: view),
            rounds[view]?.proposal == nil, !isRoomLacking, isWorkPending || isEmptyBlockDue,
            isWorthAsking
        else { return }
        guard let foundation = findFoundation() else { return }
        let isParentReady =
            foundation.parent == delivered || blocks.isReady(foundation.parent.hash)
        guard isParentReady else { return }
        guard !endsEpoch(foundation.parent) else { return proposeAgain(foundation) }
        let request = BuildRequest(
            epoch: epoch.number,
            view: view,
            proposer: gate.index,
            parent: foundation.parent,
            mayBeEmpty: isEmptyBlockDue
        )
        build = BuildState(request: request, foundation: foundation)
        effects.append(.buildBlock(request))
    }

    /// The last block of an epoch, notarized and not yet final, is all that may be proposed: the
    /// same block, in this view, with the same evidence as a child would have.
    ///
    /// Not before the grace time, since its finalization is most likely on the way.
    private mutating func proposeAgain(_ foundation: ProposalFoundation) {
        guard isEmptyBlockDue, let vote = cast(.notarize(foundation.parent, view: view)) else {
            return
        }
        let proposal = VerifiedProposal(
            own: vote,
            block: foundation.parent,
            on: foundation,
            attaching: configuration.nullificationsPerProposal
        )
        rounds.update(view) { $0.proposal = proposal }
    }

    /// Whether the driver was not asked yet, or may answer differently now.
    private var isWorthAsking: Bool {
        guard let build else { return true }
        guard !build.isPending else { return false }
        return isWorkPending || isEmptyBlockDue && !build.request.mayBeEmpty
    }

    /// The parent with its evidence; nil while evidence is missing, which is then asked for.
    private mutating func findFoundation() -> ProposalFoundation? {
        var nullifications: [Verified<QuorumProof>] = []
        var below = configuration.isSwitchedOff(.skipWithoutNullification) ? tip.view + 1 : view
        while below > tip.view + 1 {
            below -= 1
            let round = rounds[below]
            if let proof = round?.notarization, let parent = proof.value.block {
                return ProposalFoundation(
                    parent: parent,
                    proof: proof,
                    nullifications: nullifications.reversed()
                )
            }
            guard let proof = round?.nullification else {
                requestProofs(downFrom: below)
                return nil
            }
            nullifications.append(proof)
        }
        return ProposalFoundation(
            parent: tip.block,
            proof: tip.proof,
            nullifications: nullifications.reversed()
        )
    }

    /// Votes for the block the driver built; the proposal leaves with that vote, once durable.
    mutating func propose(_ block: HashedHeader) {
        guard let asked = build, asked.isPending, asked.request.view == view,
            asked.request.matches(block.header)
        else { return }
        build = nil
        blocks.note(block.hash, header: block, source: asked.request.proposer)
        blocks.set(.ready(isTimely: true), for: block.hash)
        guard !isRoomLacking, tip.view <= (asked.foundation.proof?.value.view ?? 0),
            gate?.allows(.notarize, in: view) == true,
            let vote = cast(.notarize(block, view: view))
        else { return }
        let proposal = VerifiedProposal(
            own: vote,
            block: block,
            on: asked.foundation,
            attaching: configuration.nullificationsPerProposal
        )
        rounds.update(view) { $0.proposal = proposal }
    }

    /// There was no work after all.
    mutating func noteNothingToPropose(in view: UInt64) {
        guard build?.request.view == view else { return }
        build?.isPending = false
        isWorkPending = false
    }
}

extension BuildRequest {
    /// Whether a header is what was asked for.
    func matches(_ header: BlockHeader) -> Bool {
        header.epoch == epoch && header.view == view && header.proposer == proposer
            && header.parent == parent.hash && header.height == parent.header.height + 1
            && header.timeMs > parent.header.timeMs
    }
}
