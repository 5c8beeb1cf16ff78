import Consensus

/// Why a node makes no votes, or none for blocks.
package enum Abstention: String, CaseIterable, Sendable {
    /// The validator set does not have it: it follows.
    case observer
    /// Its replica refuses to go on.
    case halted
    /// Its vote journal was lost with the ceiling: it asks the others how far it may have voted.
    case recovering
    /// The vote key that the validator set names is not in its home.
    case keyMissing
    /// An earlier life halted in this epoch; only the next epoch can bring a vote.
    case silenced
    /// Its vote journal or its ledger was lost: it votes again in views, or in the epoch, above
    /// what it may have signed.
    case belowFloor
    /// There is no room on its disk for more blocks.
    case diskFull
}

extension Node {
    /// Why this node makes no votes, or none for blocks; nil for a validator that does its part.
    package var abstention: Abstention? {
        if haltReason != nil { return .halted }
        guard roster.ownIndex != nil else { return .observer }
        guard let floor = replica.votingFloor else { return .recovering }
        if !replica.hasVoteKey { return .keyMissing }
        if floor == Consensus.JournalRecord.unreachableView { return .silenced }
        if replica.view <= floor { return .belowFloor }
        return disk.isFull ? .diskFull : nil
    }
}
