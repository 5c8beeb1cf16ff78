import Ledger

/// Going on where an earlier life stopped.
extension Replica {
    /// Replays all records, never only the last; then the view is the highest proven one plus one,
    /// and at least the highest own vote's.
    ///
    /// The floor only forbids votes. After a lost journal it lies above every view that is proven,
    /// and a view is never entered without a proof.
    mutating func restore(_ records: [JournalRecord]) throws(ConsensusError) {
        var floor = tip.view
        for case .floor(let epoch, let view) in records where epoch == self.epoch.number {
            floor = max(floor, view)
        }
        for (index, record) in records.enumerated() where record.epoch == epoch.number {
            switch record {
            case .floor: break
            case .proof(let proof):
                if isForgotten(proof) { continue }
                try restore(proof, at: index)
            case .vote(let vote): try restore(vote, at: index)
            }
        }
        gate?.raiseFloor(to: max(floor, tip.view))
        rounds.removeAll(through: tip.view)
        restored.removeAll { $0.value.statement.view <= tip.view }
        let proven = rounds.all.last { $0.notarization != nil || $0.nullification != nil }?.view
        view = max(
            max(tip.view, proven ?? 0).addingCapped(1),
            gate?.newestView ?? 0
        )
    }

    private mutating func restore(
        _ proof: QuorumProof,
        at index: Int
    ) throws(ConsensusError) {
        guard proof.view > tip.view else { return }
        let verified: Verified<QuorumProof>
        do {
            verified = try Verified(proof, by: epoch.electorate)
        } catch { throw .damagedJournal(index: index) }
        if let block = proof.block {
            blocks.note(block.hash, header: block, source: epoch.leader(of: proof.view))
        }
        switch proof.kind {
        case .notarize: rounds.update(proof.view) { $0.notarization = verified }
        case .nullify: rounds.update(proof.view) { $0.nullification = verified }
        case .finalize:
            guard let block = proof.block else { return }
            tip = FinalizedTip(block: block, proof: verified)
        }
    }

    private mutating func restore(_ vote: Vote, at index: Int) throws(ConsensusError) {
        guard let gate, vote.statement.view > gate.floor,
            !isForgotten(vote.statement.kind)
        else { return }
        guard vote.signer == gate.index,
            let verified = try? Verified(vote, by: epoch.electorate)
        else { throw .damagedJournal(index: index) }
        self.gate?.restore(vote)
        guard !restored.contains(where: { $0.value == vote }) else { return }
        if !configuration.isSwitchedOff(.dropRestoredVotes) { restored.append(verified) }
        guard let block = vote.statement.block else { return }
        blocks.note(block.hash, header: block, source: epoch.leader(of: vote.statement.view))
    }

    /// Whether a canary loses a proof: a Finalize is lost with the notarization that led to it.
    private func isForgotten(_ proof: QuorumProof) -> Bool {
        proof.kind == .notarize && configuration.isSwitchedOff(.forgetFinalizes)
    }

    /// Whether a canary loses the votes of a kind.
    private func isForgotten(_ kind: VoteKind) -> Bool {
        let loss: Mutation
        switch kind {
        case .notarize: loss = .forgetNotarizes
        case .nullify: loss = .forgetNullifies
        case .finalize: loss = .forgetFinalizes
        }
        return configuration.isSwitchedOff(loss) || configuration.isSwitchedOff(.forgetVotes)
    }

    /// Sends and counts the votes of earlier lives again, unchanged.
    ///
    /// A vote for a block waits until the block is ready: if it is missing, the vote was never sent
    /// (the fsync of its batch failed, say). It is journaled once more, so that it leaves only when
    /// the block, fetched again, is durable too: *block before Notarize*, S3.
    mutating func releaseRestoredVotes() {
        guard !restored.isEmpty else { return }
        var waiting: [Verified<Vote>] = []
        for vote in restored where vote.value.statement.view > tip.view {
            guard let block = vote.value.statement.block else {
                release(vote)
                continue
            }
            if blocks.isReady(block.hash) {
                unsynced.append((append(.vote(vote.value)), vote))
            } else {
                waiting.append(vote)
            }
        }
        restored = waiting
    }
}
