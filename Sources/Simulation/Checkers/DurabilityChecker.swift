import Consensus
import Ledger

/// S2 and S3: what a vote promises is on the disk when the vote leaves.
struct DurabilityChecker: Sendable {
    private(set) var violations: [Violation] = []

    /// Checks a vote a correct node sends against its disk.
    mutating func check(_ vote: Vote, journal: SimulatedJournal, store: SimulatedStore, node: Int) {
        if !journal.isDurable(.vote(vote)) {
            violations.append(
                Violation("S2 journal", "node \(node) sent a vote that was not durable")
            )
        }
        if let block = vote.statement.block, !store.holds(block.hash) {
            violations.append(
                Violation("S3 block", "node \(node) voted for a block it does not hold")
            )
        }
    }
}
