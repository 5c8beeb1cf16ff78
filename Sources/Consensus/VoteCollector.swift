import Ledger

/// The votes of one kind in one view, at most one from each validator.
struct VoteCollector: Sendable {
    /// What became of a vote.
    enum Outcome: Sendable {
        /// Counted; the votes that now make a quorum for the same statement, if they do.
        case counted(quorum: [Verified<Vote>]?)
        /// The same statement came before.
        case repeated
        /// The validator stated something else before.
        case contradicting(Verified<Vote>)
    }

    private var slots: [Verified<Vote>?]

    /// A collector for a set of `count` validators.
    init(count: Int) { slots = Array(repeating: nil, count: count) }

    /// The number of validators that voted.
    var count: Int { slots.count { $0 != nil } }

    /// The vote of a validator.
    subscript(signer: UInt64) -> Verified<Vote>? {
        signer < UInt64(slots.count) ? slots[Int(signer)] : nil
    }

    /// Takes a vote of a validator of the set.
    mutating func add(_ vote: Verified<Vote>, quorum: Int) -> Outcome {
        let signer = Int(vote.value.signer)
        if let earlier = slots[signer] {
            return earlier.value.statement == vote.value.statement
                ? .repeated : .contradicting(earlier)
        }
        slots[signer] = vote
        let agreeing = slots.compactMap { slot in
            slot?.value.statement == vote.value.statement ? slot : nil
        }
        return .counted(quorum: agreeing.count >= quorum ? agreeing : nil)
    }
}
