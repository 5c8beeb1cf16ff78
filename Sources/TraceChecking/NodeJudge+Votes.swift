/// The rules of Notarize, Nullify and Finalize, and of sending.
extension NodeJudge {
    /// The first rule that a vote breaks when it is cast.
    func breach(_ vote: Statement, _ signer: UInt64, _ leader: UInt64) -> (Rule, String)? {
        guard let life else { return nil }
        let what = "\(vote.kind) in view \(vote.view)"
        let earlier = votes.map(\.statement).filter {
            $0.epoch == vote.epoch && $0.view == vote.view
        }
        guard signer == life.beginning.index, vote.epoch == life.beginning.epoch, !life.isHalted,
            !life.hasEnded
        else { return (.ownVotes, what) }
        guard let floor = life.floor.map({ max($0, life.tipView) }), vote.view > floor else {
            return (.aboveFloor, "\(what), floor \(life.floor.map(String.init) ?? "unknown")")
        }
        // A vote that the life began with and journals once more is no second vote.
        let isRestored = votes.contains { $0.statement == vote && $0.sequence == nil }
        if isRestored, life.beginning.votes.contains(vote) { return nil }
        let kinds = earlier.map(\.kind)
        let rule: Rule? =
            switch (vote.kind, vote.block) {
            case (.notarize, let block?):
                notarizeBreach(block, vote.view, kinds, life, isOwn: leader == signer)
            case (.finalize, let block?): finalizeBreach(block, vote.view, kinds, life)
            default: nullifyBreach(vote.view, kinds, life)
            }
        return rule.map { ($0, what) }
    }

    private func nullifyBreach(_ view: UInt64, _ kinds: [Kind], _ life: Life) -> Rule? {
        if kinds.contains(.nullify) { return .nullifyOnce }
        if kinds.contains(.finalize) { return .nullifyAfterFinalize }
        return view == life.view ? nil : .nullifyCurrentView
    }

    private func finalizeBreach(
        _ block: Block,
        _ view: UInt64,
        _ kinds: [Kind],
        _ life: Life
    ) -> Rule? {
        if kinds.contains(.nullify) { return .finalizeAfterNullify }
        if kinds.contains(.finalize) { return .finalizeOnce }
        guard life.notarizations[view] == block else { return .finalizeNotarized }
        return life.isReadyWithAncestors(block) ? nil : .finalizeReady
    }

    private func notarizeBreach(
        _ block: Block,
        _ view: UInt64,
        _ kinds: [Kind],
        _ life: Life,
        isOwn: Bool
    ) -> Rule? {
        if kinds.contains(.notarize) || kinds.contains(.nullify) { return .notarizeOnce }
        guard view == life.view, isOwn || life.isProposed(block, in: view) else {
            return .notarizeFirstProposal
        }
        guard block.height > life.tip.height else { return .notarizeAboveFinal }
        // The last block of an epoch may be proposed again, on its own notarization.
        let isRepeated = block.headerView < view && life.notarizations.values.contains(block)
        guard isProven(block, view, life, isRepeated: isRepeated) else {
            return .notarizeProvenParent
        }
        guard let ready = life.ready(block), block.headerView == view || isRepeated else {
            return .notarizeReady
        }
        return ready.isTimely || isRepeated ? nil : .notarizeTimely
    }

    /// Whether some proven parent has only nullified views above it.
    private func isProven(
        _ block: Block,
        _ view: UInt64,
        _ life: Life,
        isRepeated: Bool
    ) -> Bool {
        let parent = isRepeated ? block.hash : block.parent
        let height = isRepeated ? block.height : block.height - 1
        var foundations = life.notarizations.filter { $0.key < view }
        foundations[life.tipView] = life.tip
        return foundations.contains { below, candidate in
            candidate.hash == parent && candidate.height == height && below < view
                && (below + 1..<view).allSatisfy { life.nullifications.contains($0) }
        }
    }

    /// A vote left the node, or was counted by it.
    mutating func judgeReleased(
        _ vote: Statement,
        _ signer: UInt64,
        _ network: inout Network
    ) {
        guard let life else { return }
        network.note(released: vote, by: signer)
        self.life?.take(vote, from: signer)
        let what = "\(vote.kind) in view \(vote.view)"
        guard let index = votes.firstIndex(where: { $0.statement == vote }) else {
            return add(.ownVotes, "\(what) was never cast")
        }
        let sequence = votes[index].sequence
        var isDurable = sequence.map { $0 <= life.durableSequence } ?? true
        if vote.kind == .notarize, let block = vote.block, block != life.delivered {
            let ready = life.ready(block)
            isDurable =
                isDurable && ready != nil
                && (sequence == nil || ready?.batch ?? 0 <= life.durableBatch)
        }
        if !isDurable { add(.durableBeforeSent, what) }
        votes[index].isBinding = true
    }
}
