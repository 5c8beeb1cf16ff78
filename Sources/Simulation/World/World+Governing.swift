package import Ledger
import NodeCore

/// Statements that a script hands in, and decisions that change the set of validators.
extension World {
    /// The client for whom a script submits.
    static let clerk = ClientName(3)

    /// Hands a statement to a process, for an answer that comes later.
    @discardableResult
    package func submit(_ statement: [UInt8], to id: Int) -> UInt64 {
        clerkRequests += 1
        let request = ClientRequest(
            identifier: clerkRequests,
            body: .submit(statement: statement, attachment: nil)
        )
        tell(id, .clientFrame(request.encoded, from: Self.clerk))
        return clerkRequests
    }

    /// Hands a statement to a process and runs until it answers, half a minute at most.
    @discardableResult
    func record(_ statement: [UInt8], at id: Int) -> Recorded? {
        let request = submit(statement, to: id)
        run(untilMs: nowMs + 30_000) { $0.clerkReplies[request] != nil }
        guard case .recorded(let place)? = clerkReplies[request] else { return nil }
        return place
    }

    /// The newest set of validators that a node has entered the epoch of.
    package var validators: ValidatorSet { sets[sets.count - 1] }

    /// The process of a running honest validator.
    package var someValidator: Int {
        let names = validators.validators.map(\.name)
        return honest.first { $0.isRunning && names.contains($0.name) }?.id ?? 0
    }

    /// Has changes decided, and runs until a node is in the epoch after; several proposals are
    /// voted on at once and decided one behind the other.
    package func enact(_ proposals: [[CharterChange]], acceptsFewValidators: Bool = false) {
        let voters = district.members(running: validators)
        let after = sets.count + proposals.count
        var ballots: [[UInt8]] = []
        for changes in proposals {
            proposalCount += 1
            let statement = district.proposal(
                changes,
                number: proposalCount,
                by: voters[0],
                acceptsFewValidators: acceptsFewValidators
            )
            guard record(statement, at: someValidator) != nil else {
                return expect(false, "a proposal was not recorded")
            }
            ballots += voters.dropFirst().map { district.ballot(for: statement, by: $0) }
        }
        for ballot in ballots { submit(ballot, to: someValidator) }
        run(untilMs: nowMs + 60_000) { $0.sets.count >= after }
        expect(sets.count == after, "the decision did not end the epoch")
    }

    /// Has one proposal decided.
    package func enact(_ changes: CharterChange..., acceptsFewValidators: Bool = false) {
        enact([changes], acceptsFewValidators: acceptsFewValidators)
    }
}
