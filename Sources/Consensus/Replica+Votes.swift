import Ledger

/// Casting, releasing and counting votes.
extension Replica {
    /// Makes a vote if the gate allows it; it leaves this node once its record is durable.
    @discardableResult
    mutating func cast(_ statement: VoteStatement) -> Verified<Vote>? {
        guard haltReason == nil, let vote = gate?.sign(statement) else { return nil }
        guard let verified = try? Verified(vote, by: epoch.electorate) else {
            halt(.unusableVoteKey)
            return nil
        }
        let sequence = append(.vote(vote))
        unsynced.append((sequence, verified))
        return verified
    }

    /// Sends and counts the own votes whose records are durable (S2).
    mutating func releaseVotes(upTo sequence: UInt64) {
        let durable = unsynced.prefix { $0.sequence <= sequence }.map(\.vote)
        unsynced.removeFirst(durable.count)
        if configuration.isSwitchedOff(.sendInHashOrder) { return releaseInHashOrder(durable) }
        for vote in durable { release(vote) }
    }

    /// What a canary does; tables of the same votes differ in order even within a process.
    private mutating func releaseInHashOrder(_ votes: [Verified<Vote>]) {
        let numbered = votes.enumerated().map { ($0.offset, $0.element) }
        for (_, vote) in Dictionary(uniqueKeysWithValues: numbered) { release(vote) }
    }

    /// Sends and counts one own vote; a leader's Notarize travels in its proposal.
    mutating func release(_ vote: Verified<Vote>) {
        guard vote.value.statement.view > tip.view else { return }
        effects.append(.broadcast(message(for: vote)))
        count(vote)
    }

    /// The message an own vote travels in.
    func message(for vote: Verified<Vote>) -> ConsensusMessage {
        let proposal = rounds[vote.value.statement.view]?.proposal
        guard let proposal, proposal.vote.value == vote.value else { return .vote(vote.value) }
        return .proposal(proposal.proposal)
    }

    /// A vote is accepted from its signer's own connection only.
    mutating func receive(_ vote: Verified<Vote>, from peer: UInt64) {
        pacemaker.noteHeard(peer, nowMs: nowMs)
        if vote.value.signer == ownIndex {
            checkRemembered(vote.value.statement)
        } else if vote.value.signer == peer {
            count(vote)
        }
    }

    /// Counts a vote of an admitted view and assembles the proof it completes.
    mutating func count(_ vote: Verified<Vote>) {
        let statement = vote.value.statement
        guard !isClosed, admits(view: statement.view) else { return }
        let quorum = epoch.electorate.quorum
        let tally = rounds.update(statement.view) { $0.add(vote, quorum: quorum) }
        if let evidence = tally.evidence { effects.append(.reportEvidence(evidence)) }
        guard let votes = tally.quorum, rounds[statement.view]?.isProven(statement.kind) == false,
            let proof = try? Verified(combining: votes, by: epoch.electorate)
        else { return }
        effects.append(.broadcast(.proof(proof.value)))
        accept(proof, from: vote.value.signer)
    }

    /// Whether votes of a view are kept (S11).
    func admits(view: UInt64) -> Bool {
        view > tip.view
            && (view <= self.view.addingCapped(configuration.viewsAhead)
                || configuration.isSwitchedOff(.keepEveryVote))
    }

    /// Halts when someone shows a vote of this node that its journal does not know.
    mutating func checkRemembered(_ statement: VoteStatement) {
        guard let gate, statement.view > gate.floor, !gate.hasSigned(statement),
            !configuration.isSwitchedOff(.rememberOwnVotes)
        else { return }
        halt(.forgottenVote(statement))
    }
}
