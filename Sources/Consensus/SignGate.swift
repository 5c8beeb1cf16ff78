package import Cryptography
package import Ledger

/// The one place where votes of this node come into being.
///
/// It holds an index of all own votes above its floor, those of earlier lives included, and refuses
/// whatever they forbid. It knows nothing of the replica's state, so that no mistake there can make
/// this node sign two things that exclude each other.
///
/// - Invariant S1: in each view at most one statement of each kind, and never Nullify and Finalize.
/// - Invariant S4: the floor never moves backwards, and no vote is made at or below it.
package struct SignGate: Sendable {
    /// The votes of this node in one view.
    private struct Entry: Sendable {
        let view: UInt64
        var votes: [Vote] = []

        func has(_ kind: VoteKind) -> Bool { votes.contains { $0.statement.kind == kind } }
    }

    /// The index of this node in the validator set.
    package let index: UInt64
    /// No vote is made at this view or below.
    package private(set) var floor: UInt64
    private let signer: any VoteSigner
    private let suite: Suite
    private var entries: [Entry] = []  // ascending by view
    private let switchedOff: @Sendable (Mutation) -> Bool

    /// Guards a vote key; nothing is ever signed at `floor` or below.
    package init(
        index: UInt64,
        signer: any VoteSigner,
        suite: Suite,
        floor: UInt64,
        switchedOff: @escaping @Sendable (Mutation) -> Bool = { _ in false }
    ) {
        self.index = index
        self.signer = signer
        self.suite = suite
        self.floor = floor
        self.switchedOff = switchedOff
    }

    /// The highest view voted in; 0 if none is remembered.
    package var newestView: UInt64 { entries.last?.view ?? 0 }

    /// The votes of this node above the floor, ascending by view.
    package var votes: [Vote] { entries.flatMap(\.votes) }

    /// The votes of this node in a view.
    package func votes(in view: UInt64) -> [Vote] {
        position(of: view).map { entries[$0].votes } ?? []
    }

    /// Whether this node made this very statement.
    package func hasSigned(_ statement: VoteStatement) -> Bool {
        votes(in: statement.view).contains { $0.statement == statement }
    }

    /// Whether the votes of all lives allow this one.
    ///
    /// Notarize: neither Notarize nor Nullify in this view (N2). Nullify: neither Nullify nor
    /// Finalize. Finalize: neither Finalize nor Nullify. Spec: <doc:Safety#Sign-gate>.
    package func allows(_ kind: VoteKind, in view: UInt64) -> Bool {
        guard view > floor else { return false }
        guard let position = position(of: view) else { return true }
        let entry = entries[position]
        switch kind {
        case .notarize:
            return switchedOff(.notarizeTwice)
                || !entry.has(.notarize) && !entry.has(.nullify)
        case .nullify:
            return !entry.has(.nullify)
                && (switchedOff(.nullifyThoughFinalized) || !entry.has(.finalize))
        case .finalize:
            return !entry.has(.finalize)
                && (switchedOff(.finalizeThoughNullified) || !entry.has(.nullify))
        }
    }

    /// Signs a statement; nil when an own vote or the floor forbids it.
    ///
    /// The vote may leave this node, and may be counted by it, only once its record is durable.
    package mutating func sign(_ statement: VoteStatement) -> Vote? {
        guard allows(statement.kind, in: statement.view) else { return nil }
        let vote = Vote(
            statement: statement,
            signer: index,
            signature: signer.sign(statement.toBeSigned(suite))
        )
        insert(vote)
        return vote
    }

    /// Remembers a vote of an earlier life.
    package mutating func restore(_ vote: Vote) {
        precondition(vote.signer == index, "the journal holds the votes of this node only")
        guard vote.statement.view > floor, !hasSigned(vote.statement) else { return }
        insert(vote)
    }

    /// Forbids votes up to a view and forgets those made there.
    package mutating func raiseFloor(to view: UInt64) {
        guard view > floor else { return }
        floor = view
        entries.removeAll { $0.view <= view }
    }

    private func position(of view: UInt64) -> Int? {
        entries.lastIndex { $0.view == view }
    }

    private mutating func insert(_ vote: Vote) {
        let view = vote.statement.view
        if let position = position(of: view) {
            entries[position].votes.append(vote)
        } else {
            let position = entries.firstIndex { $0.view > view } ?? entries.endIndex
            entries.insert(Entry(view: view, votes: [vote]), at: position)
        }
    }
}
