import Consensus
package import Storage

/// A vote journal as it was found, and what that lets the node do.
///
/// A lost journal means that this node may have voted for what it no longer knows: with its vote
/// ceiling it goes on above it, without one it only follows (consensus rule "lost journal").
package struct OpenedJournal {
    /// The journal to write to; nil for a node that may never vote again.
    package let journal: VoteJournal?
    /// What it holds, oldest first.
    package let records: [Storage.JournalRecord]
    /// Whether the node may vote at all.
    package let mayVote: Bool
    /// No vote at this view or before.
    package let votingFloor: ViewMark
    /// The view up to which the node may sign before the ceiling has to be raised.
    package let ceiling: ViewMark
    /// The ceiling to begin a new journal with, after a loss.
    package let adoptedCeiling: ViewMark?
    /// What to tell the operator.
    package let entry: LogEntry

    /// Judges a journal by what opening it found.
    package init(
        _ journal: VoteJournal,
        _ records: [Storage.JournalRecord],
        _ report: JournalReport
    ) {
        let known = report.ceiling
        if report.isAmnesia {
            self.records = records + (known.map { [Self.floor($0)] } ?? [])
            adoptedCeiling = known
            mayVote = known != nil
            votingFloor = known ?? ViewMark(epoch: .max, view: .max)
            self.journal = known == nil ? nil : journal
            entry = LogEntry(
                .error,
                "journal.lost",
                ["what": "\(report.outcome)", "votes_above": known.map { "\($0.view)" } ?? "never"]
            )
        } else {
            self.records = records
            adoptedCeiling = nil
            mayVote = true
            votingFloor = .zero
            self.journal = journal
            entry = LogEntry(
                report.repairedBatchCount == 0 ? .info : .warning,
                "journal.opened",
                ["records": "\(records.count)", "repaired": "\(report.repairedBatchCount)"]
            )
        }
        ceiling = known ?? .zero
    }

    /// The record by which every later life knows that nothing is signed up to the ceiling.
    private static func floor(_ ceiling: ViewMark) -> Storage.JournalRecord {
        let floor = Consensus.JournalRecord.floor(epoch: ceiling.epoch, view: ceiling.view)
        return Storage.JournalRecord(
            type: JournalRecordType.consensus,
            mark: ceiling,
            payload: floor.encoded
        )
    }
}
