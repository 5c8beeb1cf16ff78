import Cryptography

extension BlockExecution {
    /// Takes in a proposal; whoever proposes approves.
    mutating func applyProposal(
        _ content: InspectedProposal,
        entry: Digest,
        by signer: GrantRecord
    ) throws(LedgerError) {
        try checkVoice(of: signer)
        let proposal = content.proposal
        let timeMs = context.timeMs
        try checkVotingTime(of: proposal)
        let digest = proposal.changesDigest(genesis.suite)
        let open = view.proposals.records.filter { $0.isOpen(at: timeMs) }
        if let same = open.first(where: { $0.changesDigest == digest }) {
            throw LedgerError(.governance(.alreadyProposed(entry: same.entry)))
        }
        guard
            open.count(where: { $0.memberIndex == signer.memberIndex })
                < ProposalRegister.openPerMember
        else {
            throw LedgerError(
                .governance(.tooManyOpen(allowed: ProposalRegister.openPerMember))
            )
        }
        do {
            _ = try amended(by: content, at: nextLeafIndex)
        } catch { throw LedgerError(.governance(error)) }
        var record = ProposalRecord(
            entry: entry,
            leafIndex: nextLeafIndex,
            memberIndex: signer.memberIndex,
            timeMs: timeMs,
            content: content,
            changesDigest: digest,
            voices: [.init(memberIndex: signer.memberIndex, approves: true)]
        )
        var register = view.proposals
        register.append(record, timeMs: timeMs)
        decide(&record)
        register.replace(record)
        view.delta.proposals = register
        effects.proposal(record)
    }

    /// Takes in a ballot, and enacts what it decides.
    mutating func applyBallot(
        _ ballot: Ballot,
        by signer: GrantRecord
    ) throws(LedgerError) {
        try checkVoice(of: signer)
        guard var record = view.proposals.record(ballot.proposal) else {
            throw LedgerError(.governance(.unknownProposal(entry: ballot.proposal)))
        }
        guard record.outcome == .open else { throw LedgerError(.governance(.decided)) }
        guard record.isOpen(at: context.timeMs) else {
            let notAfterMs = record.proposal.notAfterMs
            throw LedgerError(.governance(.votingEnded(notAfterMs: notAfterMs)))
        }
        let voice = ProposalRecord.Voice(
            memberIndex: signer.memberIndex,
            approves: ballot.approves
        )
        guard !record.voices.contains(voice) else {
            throw LedgerError(.governance(.voiceUnchanged))
        }
        record.note(voice)
        decide(&record)
        var register = view.proposals
        register.replace(record)
        view.delta.proposals = register
        effects.ballot(voice, on: record)
    }

    /// *Voices*: a key with the administration scope speaks for a member that has a voice.
    private func checkVoice(of signer: GrantRecord) throws(LedgerError) {
        guard signer.grant.scope.administration else {
            throw LedgerError(.authority(.administrationRequired))
        }
        guard charter.governorIndexes.contains(signer.memberIndex) else {
            let code = charter.members[signer.memberIndex].code
            throw LedgerError(.governance(.notAGovernor(member: code)))
        }
    }

    private func checkVotingTime(of proposal: Proposal) throws(LedgerError) {
        let bounds = Proposal.votingMs
        let (length, isOver) = proposal.notAfterMs.subtractingReportingOverflow(context.timeMs)
        guard !isOver, bounds.contains(length) else {
            throw LedgerError(
                .governance(.votingTime(lowMs: bounds.lowerBound, highMs: bounds.upperBound))
            )
        }
    }

    /// *Decision*: what the voices decide, they decide at once.
    ///
    /// A proposal that has become impossible since it was made is void. The ballot is recorded all
    /// the same, so that nothing that admission lets in makes a leader propose what validators
    /// refuse.
    private mutating func decide(_ record: inout ProposalRecord) {
        let tally = Tally(of: record, under: charter)
        if tally.isApproved {
            do {
                let next = try amended(by: record.content, at: record.leafIndex)
                record.outcome = .enacted(height: height)
                view.delta.nextCharter = next
                effects.enacted(next)
            } catch {
                record.outcome = .void(height: height, error)
            }
        } else if tally.isOutOfReach {
            record.outcome = .rejected(height: height)
        }
    }

    /// The charter that a proposal leads to; what only the state knows is looked at here.
    private func amended(
        by content: InspectedProposal,
        at leafIndex: UInt64
    ) throws(GovernanceViolation) -> Charter {
        for case .admitMember(let member, let key) in content.proposal.changes {
            let identifier = genesis.suite.keyIdentifier(of: key)
            guard view.grant(of: identifier) == nil else { throw .keyInUse(by: member.code) }
        }
        return try charter.amended(
            by: content,
            at: leafIndex,
            height: height,
            timeMs: context.timeMs
        )
    }
}
