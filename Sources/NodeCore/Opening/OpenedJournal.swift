import Consensus
package import Storage

/// A vote journal as it was found, and what that lets the node do.
///
/// A lost journal means that this node may have voted for what it no longer knows. With its vote
/// ceiling it goes on above that; without one it asks the others first (consensus rule "lost
/// journal").
package struct OpenedJournal {
    /// The journal to write to.
    package let journal: VoteJournal
    /// What it holds, oldest first.
    package let records: [Storage.JournalRecord]
    /// Whether the node must ask how far it may have voted.
    package let isRecovering: Bool
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
        self.journal = journal
        let known = report.isAmnesia ? report.ceiling ?? .unknown : report.ceiling ?? .zero
        ceiling = known
        isRecovering = known == .unknown
        adoptedCeiling = report.isAmnesia ? known : nil
        guard report.isAmnesia || isRecovering else {
            self.records = records
            votingFloor = .zero
            entry = LogEntry(
                report.repairedBatchCount == 0 ? .info : .warning,
                "journal.opened",
                ["records": "\(records.count)", "repaired": "\(report.repairedBatchCount)"]
            )
            return
        }
        votingFloor = isRecovering ? .zero : known
        self.records = isRecovering ? records : records + [Self.floor(known)]
        entry = LogEntry(
            .error,
            "journal.lost",
            [
                "what": "\(report.outcome)",
                "votes_above": isRecovering ? "what the others will tell" : "\(known.view)",
            ]
        )
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
