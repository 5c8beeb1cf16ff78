import Ledger

/// View synchronisation: every node tells where it stands, and whoever is ahead helps.
///
/// Votes and proofs lost on the way are sent again in answer to a status, so this is also all there
/// is of retransmission. Spec: <doc:Liveness#Status>.
extension Replica {
    private var status: PeerStatus {
        PeerStatus(
            epoch: epoch.number,
            view: view,
            finalizedView: tip.view,
            deliveredHeight: delivered.header.height
        )
    }

    /// Greets a peer with the own status.
    mutating func welcome(_ peer: UInt64) {
        effects.append(.send(.status(status), to: peer))
        if let standingRequest { send(standingRequest, to: peer) }
    }

    /// Tells everyone where this node stands, once every retry interval.
    mutating func repeatStatus() {
        guard nowMs >= pacemaker.retryAtMs else { return }
        pacemaker.noteRetry(nowMs: nowMs)
        effects.append(.broadcast(.status(status)))
        if let standingRequest { effects.append(.broadcast(standingRequest)) }
    }

    /// Sends a peer what its status shows it lacks.
    mutating func help(_ peer: UInt64, standingAt status: PeerStatus) {
        pacemaker.noteHeard(peer, nowMs: nowMs)
        guard status.epoch == epoch.number else { return }
        if status.finalizedView < tip.view, let proof = tip.proof {
            send(.proof(proof.value), to: peer)
        }
        if status.view < view, let proof = entryProof { send(.proof(proof.value), to: peer) }
        sendBackVotes(of: peer, above: status.view)
        guard pacemaker.isStalled(nowMs: nowMs) else { return }
        resendVotes(to: peer, standingAt: status)
    }

    /// The proof that let this node enter its view, unless that is the finalization of the tip.
    private var entryProof: Verified<QuorumProof>? {
        guard let round = rounds[view - 1] else { return nil }
        return round.notarization ?? round.nullification
    }

    /// Own votes a peer may have missed: all in its view, and Finalize above its finalized view.
    private mutating func resendVotes(to peer: UInt64, standingAt status: PeerStatus) {
        guard let gate else { return }
        let pending = unsynced.map(\.vote.value) + restored.map(\.value)
        for vote in gate.votes where !pending.contains(vote) {
            let isWanted =
                vote.statement.view >= status.view
                || vote.statement.kind == .finalize && vote.statement.view > status.finalizedView
            guard isWanted, vote.statement.view > tip.view,
                let verified = rounds[vote.statement.view]?.votes(from: gate.index)
                    .first(where: { $0.value == vote })
            else { continue }
            send(message(for: verified), to: peer)
        }
    }

    /// Shows a peer its own votes of views above the one it claims to be in; a node that lost its
    /// journal learns so that it did.
    private mutating func sendBackVotes(of peer: UInt64, above view: UInt64) {
        guard peer < UInt64(epoch.electorate.count), peer != ownIndex else { return }
        for round in rounds.all where round.view > view {
            for vote in round.votes(from: peer) { send(.vote(vote.value), to: peer) }
        }
    }

    /// Asks a peer, or everyone, for the proofs of a view and of those before it, as many views as
    /// one answer can hold.
    ///
    /// Asks again after the retry time, or as soon as the views asked for are no longer the ones
    /// missing.
    mutating func requestProofs(downFrom newest: UInt64, of peer: UInt64? = nil) {
        if let asked = proofsAsked, asked.views.contains(newest),
            nowMs < asked.atMs.addingCapped(configuration.timing.retryMs)
        {
            return
        }
        let reach = min(UInt64(configuration.proofsPerReply - 1), newest - tip.view - 1)
        let views = newest - reach...newest
        proofsAsked = (views, nowMs)
        let request = ConsensusMessage.proofRequest(
            ProofRequest(epoch: epoch.number, views: views)
        )
        effects.append(peer.map { .send(request, to: $0) } ?? .broadcast(request))
    }

    /// Answers with proofs of the views asked for, a bounded number of them and the newest first
    /// to be chosen: whoever asks works downwards.
    mutating func answer(_ request: ProofRequest, from peer: UInt64) {
        pacemaker.noteHeard(peer, nowMs: nowMs)
        guard request.epoch == epoch.number else { return }
        if request.views.lowerBound <= tip.view, let proof = tip.proof {
            send(.proof(proof.value), to: peer)
        }
        let proofs = rounds.all.filter { request.views.contains($0.view) }
            .flatMap { [$0.notarization, $0.nullification].compactMap { $0 } }
        for proof in proofs.suffix(configuration.proofsPerReply) {
            send(.proof(proof.value), to: peer)
        }
    }

    private mutating func send(_ message: ConsensusMessage, to peer: UInt64) {
        effects.append(.send(message, to: peer))
    }
}
