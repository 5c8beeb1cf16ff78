import Ledger

/// What is known about one view: its proposal, its votes and its quorum proofs.
struct Round: Sendable {
    /// The view.
    let view: UInt64
    /// The first proposal of the leader that was seen (N1).
    var proposal: VerifiedProposal?
    /// Whether that proposal breaks a rule.
    var isProposalDefective = false
    /// n − f agreeing Notarize votes; at most one block a view can have them.
    var notarization: Verified<QuorumProof>?
    /// n − f Nullify votes.
    var nullification: Verified<QuorumProof>?

    private var notarizes: VoteCollector
    private var nullifies: VoteCollector
    private var finalizes: VoteCollector
    private var accused: SignerBitmap

    /// What a vote led to.
    struct Tally: Sendable {
        /// Votes that now make a quorum proof.
        var quorum: [Verified<Vote>]?
        /// Proof of misbehaviour, once for each validator and view.
        var evidence: Equivocation?
    }

    /// An empty round for `count` validators.
    init(view: UInt64, count: Int) {
        self.view = view
        notarizes = VoteCollector(count: count)
        nullifies = VoteCollector(count: count)
        finalizes = VoteCollector(count: count)
        accused = SignerBitmap(count: count)
    }

    /// How many validators want to skip the view.
    var nullifyCount: Int { nullifies.count }

    /// Whether a validator wants to skip the view.
    func hasNullify(from signer: UInt64) -> Bool { nullifies[signer] != nil }

    /// Whether a vote of this kind from this validator is held.
    func has(_ kind: VoteKind, from signer: UInt64) -> Bool { vote(kind, from: signer) != nil }

    /// Whether the proof that votes of this kind lead to is held; finalizations end the round.
    func isProven(_ kind: VoteKind) -> Bool {
        switch kind {
        case .notarize: notarization != nil
        case .nullify: nullification != nil
        case .finalize: false
        }
    }

    /// Whether evidence against a validator was found in this view; more of it adds nothing.
    func isAccused(_ signer: UInt64) -> Bool {
        signer < UInt64(accused.count) && accused.contains(Int(signer))
    }

    /// All votes of a validator in this view.
    func votes(from signer: UInt64) -> [Verified<Vote>] {
        [notarizes[signer], nullifies[signer], finalizes[signer]].compactMap { $0 }
    }

    /// Counts a vote and looks for contradictions.
    mutating func add(_ vote: Verified<Vote>, quorum: Int) -> Tally {
        precondition(vote.value.statement.view == view, "the vote belongs to this round")
        let outcome: VoteCollector.Outcome
        switch vote.value.statement.kind {
        case .notarize: outcome = notarizes.add(vote, quorum: quorum)
        case .nullify: outcome = nullifies.add(vote, quorum: quorum)
        case .finalize: outcome = finalizes.add(vote, quorum: quorum)
        }
        switch outcome {
        case .repeated: return Tally()
        case .contradicting(let earlier): return Tally(evidence: accuse(earlier, vote))
        case .counted(let votes):
            return Tally(
                quorum: votes,
                evidence: excludedVote(by: vote).flatMap { accuse($0, vote) }
            )
        }
    }

    private func vote(_ kind: VoteKind, from signer: UInt64) -> Verified<Vote>? {
        switch kind {
        case .notarize: notarizes[signer]
        case .nullify: nullifies[signer]
        case .finalize: finalizes[signer]
        }
    }

    /// The vote of the same validator that Nullify or Finalize excludes.
    private func excludedVote(by vote: Verified<Vote>) -> Verified<Vote>? {
        switch vote.value.statement.kind {
        case .notarize: nil
        case .nullify: finalizes[vote.value.signer]
        case .finalize: nullifies[vote.value.signer]
        }
    }

    private mutating func accuse(
        _ first: Verified<Vote>,
        _ second: Verified<Vote>
    ) -> Equivocation? {
        let signer = Int(first.value.signer)
        guard !accused.contains(signer) else { return nil }
        accused.insert(signer)
        return Equivocation(first, second)
    }
}
