package import Ledger

/// How far the current view has come, for whoever looks on.
package struct RoundStanding: Hashable, Sendable {
    /// A validator of the epoch, as this node sees it.
    package struct Voter: Hashable, Sendable {
        /// The kinds of its votes in the current view, in the order of the protocol.
        package let votes: [VoteKind]
        /// When a message of it came last, or when this life began; nil for this node.
        package let heardAtMs: UInt64?
    }

    /// A view that a quorum gave up.
    package struct SkippedView: Hashable, Sendable {
        /// The view.
        package let view: UInt64
        /// The index of the validator that should have proposed.
        package let leader: UInt64
    }

    /// The index of the validator that proposes in the view.
    package let leader: UInt64
    /// When the view was entered.
    package let enteredAtMs: UInt64
    /// The validators, in the order of the set.
    package let voters: [Voter]
    /// The views above the tip that were skipped, ascending.
    package let skipped: [SkippedView]
}

extension Replica {
    /// How far the current view has come.
    package var standing: RoundStanding {
        let votes = rounds[view].map { round in { round.votes(from: $0) } } ?? { _ in [] }
        return RoundStanding(
            leader: epoch.leader(of: view),
            enteredAtMs: pacemaker.enteredAtMs,
            voters: (0..<UInt64(epoch.electorate.count)).map { index in
                RoundStanding.Voter(
                    votes: votes(index).map(\.value.statement.kind),
                    heardAtMs: index == ownIndex ? nil : pacemaker.heardAtMs[Int(index)]
                )
            },
            skipped: rounds.all.filter { $0.nullification != nil }.map {
                RoundStanding.SkippedView(view: $0.view, leader: epoch.leader(of: $0.view))
            }
        )
    }
}
