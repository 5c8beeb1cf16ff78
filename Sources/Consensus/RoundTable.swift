import Ledger

/// The rounds above the finalized view, ascending; views nothing is known about take no room.
///
/// - Invariant S11: rounds are made only for the views the replica admits.
struct RoundTable: Sendable {
    private var rounds: [Round] = []
    private let validatorCount: Int

    /// An empty table for `count` validators.
    init(count: Int) { validatorCount = count }

    /// All rounds, ascending by view.
    var all: [Round] { rounds }

    /// The round of a view, if anything is known about it.
    subscript(view: UInt64) -> Round? { position(of: view).map { rounds[$0] } }

    /// The round of the highest notarized view.
    var newestNotarized: Round? { rounds.last { $0.notarization != nil } }

    /// Changes the round of a view, making it first if need be.
    mutating func update<Result>(_ view: UInt64, _ change: (inout Round) -> Result) -> Result {
        let position = firstPosition(from: view)
        if position == rounds.endIndex || rounds[position].view != view {
            rounds.insert(Round(view: view, count: validatorCount), at: position)
        }
        return change(&rounds[position])
    }

    /// Forgets the rounds up to a view.
    mutating func removeAll(through view: UInt64) { rounds.removeAll { $0.view <= view } }

    private func position(of view: UInt64) -> Int? {
        let position = firstPosition(from: view)
        return position < rounds.endIndex && rounds[position].view == view ? position : nil
    }

    /// The position of the first round of this view or a later one; rounds may be many after a long
    /// row of skipped views.
    private func firstPosition(from view: UInt64) -> Int {
        var (low, high) = (rounds.startIndex, rounds.endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if rounds[middle].view < view { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
