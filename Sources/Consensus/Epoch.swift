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

    /// The index of the validator that proposes in a view.
    package func leader(of view: UInt64) -> UInt64 { schedule.leader(of: view) }
}
