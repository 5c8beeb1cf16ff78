package import Ledger

/// A period with one validator set: who votes, who leads, and the final block it starts from.
package struct Epoch: Sendable {
    /// The validators.
    package let electorate: Electorate
    /// The final block before the epoch's first; the genesis block, or the last of the epoch
    /// before.
    package let anchor: HashedHeader
    private let schedule: LeaderSchedule

    /// Describes an epoch; the leaders follow from the anchor.
    package init(electorate: Electorate, anchor: HashedHeader) {
        self.electorate = electorate
        self.anchor = anchor
        schedule = LeaderSchedule(
            count: electorate.count,
            anchor: anchor.hash,
            suite: electorate.chain.suite
        )
    }

    /// The epoch's number.
    package var number: UInt64 { electorate.epoch }

    /// Whether a block is the last of this epoch: executing it changes the validator set.
    ///
    /// It has no children here; until it is final it may only be proposed again. The anchor ended
    /// the epoch before and is not meant.
    package func ends(with block: HashedHeader) -> Bool {
        block.header.epoch == number && block.header.isBoundary
    }

    /// The index of the validator that proposes in a view.
    package func leader(of view: UInt64) -> UInt64 { schedule.leader(of: view) }
}
