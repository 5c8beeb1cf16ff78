import Ledger

/// Quorum proofs, and the views and the finality they move.
extension Replica {
    /// A proof is accepted from anyone.
    mutating func receive(_ proof: Verified<QuorumProof>, from peer: UInt64) {
        pacemaker.noteHeard(peer, nowMs: nowMs)
        accept(proof, from: peer)
    }

    /// Takes note of a proof, journals it, and leaves the views it proves.
    mutating func accept(_ proof: Verified<QuorumProof>, from peer: UInt64) {
        guard haltReason == nil else { return }
        guard proof.value.view > tip.view else { return checkAgainstTip(proof.value) }
        guard isNew(proof.value) else { return }
        guard !isBeyondLastBlock(proof.value) else {
            return halt(.lastBlockExtended(proof.value))
        }
        if let ownIndex, proof.value.signers.contains(Int(ownIndex)) {
            checkRemembered(proof.value.statement)
            guard haltReason == nil else { return }
        }
        append(.proof(proof.value))
        record(proof, from: peer)
        guard proof.value.view >= view else { return }
        enter(proof.value.view.addingCapped(1), nullified: proof.value.kind == .nullify)
    }

    /// Whether a proof says anything new; halts if it contradicts one that is held.
    private mutating func isNew(_ proof: QuorumProof) -> Bool {
        guard let round = rounds[proof.view] else { return true }
        let notarization = round.notarization?.value
        let nullification = round.nullification?.value
        switch proof.kind {
        case .notarize, .finalize:
            if let notarization, notarization.block != proof.block {
                halt(.conflictingProofs(notarization, proof))
                return false
            }
            guard proof.kind == .finalize else { return notarization == nil }
            if let nullification { halt(.conflictingProofs(nullification, proof)) }
            return nullification == nil
        case .nullify: return nullification == nil
        }
    }

    /// S9: whether a proof is about a child of the epoch's last block, as far as the parent is
    /// known; no quorum may vote for one.
    private func isBeyondLastBlock(_ proof: QuorumProof) -> Bool {
        guard let parent = proof.block?.header.parent else { return false }
        if parent == tip.block.hash { return endsEpoch(tip.block) }
        return blocks[parent]?.header.map(endsEpoch) == true
    }

    /// A finalized view has one block and no nullification.
    private mutating func checkAgainstTip(_ proof: QuorumProof) {
        guard let held = tip.proof?.value, held.view == proof.view, held.block != proof.block else {
            return
        }
        halt(.conflictingProofs(held, proof))
    }

    /// Puts a new proof where the rules look for it.
    mutating func record(_ proof: Verified<QuorumProof>, from peer: UInt64) {
        let view = proof.value.view
        if let block = proof.value.block {
            blocks.note(block.hash, header: block, source: peer)
        }
        switch proof.value.kind {
        case .notarize: rounds.update(view) { $0.notarization = proof }
        case .nullify: rounds.update(view) { $0.nullification = proof }
        case .finalize: finalizeUp(to: proof)
        }
        haltIfInvalid(proof.value.block)
    }

    /// How far below the proven tip blocks are still fetched one by one.
    private static let singleFetches: UInt64 = 16

    /// Makes a block the proven tip; nothing at its view or below matters any more.
    private mutating func finalizeUp(to proof: Verified<QuorumProof>) {
        guard let block = proof.value.block else { return }
        let isForward =
            block.header.height > tip.block.header.height || block.hash == tip.block.hash
        guard isForward else {
            return halt(.finalityReverted(delivered: tip.block, claimed: block))
        }
        tip = FinalizedTip(block: block, proof: proof)
        rounds.removeAll(through: tip.view)
        gate?.raiseFloor(to: tip.view)
        let height = block.header.height
        blocks.forgetMissing(below: height - min(height, Self.singleFetches))
        pacemaker.noteFinalization(nowMs: nowMs)
        append(.floor(epoch: epoch.number, view: tip.view))
    }

    /// Enters a view, once, and forgets what was asked for the one before.
    private mutating func enter(_ view: UInt64, nullified: Bool) {
        precondition(view > self.view, "views only move forwards (S4)")
        self.view = view
        build = nil
        proofsAsked = nil
        pacemaker.enterView(nullified: nullified, nowMs: nowMs)
    }

    /// The idle policy: timers run and leaders propose only when there is something to agree on.
    ///
    /// That is work, a tip that stays notarized without becoming final, f + 1 validators that
    /// want to skip, a proposal, or a heartbeat. Spec: <doc:Liveness#Idle-chains>.
    mutating func activateView() {
        guard gate != nil else { return }
        let round = rounds[view]
        let isSkipWanted =
            round.map { $0.nullifyCount >= epoch.electorate.thresholds.oneHonest } == true
        if isWorkPending || isEmptyBlockDue || isSkipWanted || round?.proposal != nil {
            pacemaker.activate(nowMs: nowMs)
        } else {
            pacemaker.deactivate()
        }
    }

    /// Whether a block is wanted even without statements: the tip stays unfinalized, or a
    /// heartbeat.
    ///
    /// A heartbeat stays due until it is final, which takes longer than to leave its view. The
    /// leaders of the views in between make none of their own, but wait for its finalization.
    var isEmptyBlockDue: Bool {
        nowMs >= (hasUnfinalizedBlock ? pacemaker.graceEndsMs : pacemaker.heartbeatDueMs)
    }

    /// Whether a block is notarized and not yet final.
    var hasUnfinalizedBlock: Bool { rounds.newestNotarized != nil }

    /// Whether the leader of the current view was not heard for long while a quorum was.
    var isLeaderSilent: Bool {
        pacemaker.isSilent(
            epoch.leader(of: view),
            own: ownIndex,
            quorum: epoch.electorate.quorum,
            nowMs: nowMs
        )
    }

    /// Asks to be woken when the next rule may come to hold by time alone.
    mutating func armTimer() {
        var wishes = [pacemaker.retryAtMs]
        if isClosed {
            // Nothing is left to decide; only blocks may still be missing.
        } else if pacemaker.activeSinceMs == nil, gate != nil {
            wishes.append(pacemaker.heartbeatDueMs)
            if hasUnfinalizedBlock { wishes.append(pacemaker.graceEndsMs) }
        } else if gate?.allows(.nullify, in: view) == true {
            wishes += [
                pacemaker.proposalDueMs(leaderIsSilent: isLeaderSilent), pacemaker.viewDueMs,
            ].compactMap { $0 }
        }
        if epoch.leader(of: view) == ownIndex, !isClosed {
            wishes += [pacemaker.graceEndsMs, pacemaker.heartbeatDueMs]
        }
        let now = nowMs
        guard let next = wishes.filter({ $0 > now }).min(), next != timerAtMs else { return }
        if configuration.isSwitchedOff(.armTimerOnce), timerAtMs != nil { return }
        timerAtMs = next
        effects.append(.setTimer(atMs: next))
    }
}
