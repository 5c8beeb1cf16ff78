/// Everything that one turn of the node wants durable before it sends anything.
package struct StoreBatch: Hashable, Sendable {
    /// Raise the vote ceiling to this first; nil to leave it.
    package var ceiling: ViewMark?
    /// Blocks that arrived.
    package var blocks: [StoredBlock]
    /// Finalizations that were formed or received.
    package var finalizations: [StoredFinalization]
    /// Votes signed and quorum proofs acted on.
    package var records: [JournalRecord]
    /// How far this validator may have signed, known again after a loss; written last.
    package var settledCeiling: ViewMark?
    /// Drop journal segments below this afterwards; nil to keep all.
    package var journalFloor: ViewMark?

    /// Collects what is to be written.
    package init(
        ceiling: ViewMark? = nil,
        blocks: [StoredBlock] = [],
        finalizations: [StoredFinalization] = [],
        records: [JournalRecord] = [],
        settledCeiling: ViewMark? = nil,
        journalFloor: ViewMark? = nil
    ) {
        self.ceiling = ceiling
        self.blocks = blocks
        self.finalizations = finalizations
        self.records = records
        self.settledCeiling = settledCeiling
        self.journalFloor = journalFloor
    }

    /// True when there is nothing to write.
    package var isEmpty: Bool {
        ceiling == nil && blocks.isEmpty && finalizations.isEmpty && records.isEmpty
            && settledCeiling == nil && journalFloor == nil
    }
}
