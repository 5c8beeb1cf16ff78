package import Ledger

/// What a life of a replica begins with, for whoever keeps a trace of it.
extension Replica {
    /// The own votes above the floor, those of earlier lives included, ascending by view.
    package var ownVotes: [Vote] { gate?.votes ?? [] }

    /// Whether this node holds the key to vote with in this epoch.
    package var hasVoteKey: Bool { gate != nil }

    /// No vote is made at this view or below, and none at all without a vote key; nil while a lost
    /// journal leaves it unknown.
    package var votingFloor: UInt64? {
        isRecovering ? nil : gate?.floor ?? JournalRecord.unreachableView
    }

    /// The notarizations and nullifications above the tip, ascending by view.
    package var heldProofs: [QuorumProof] {
        rounds.all.flatMap { [$0.notarization?.value, $0.nullification?.value].compactMap(\.self) }
    }
}
