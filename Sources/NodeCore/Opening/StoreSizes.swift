import Storage

/// Sizes of the files of a store; the defaults are the ones of a real disk.
package struct StoreSizes: Hashable, Sendable {
    /// A ledger segment is sealed at the first finalization beyond this many bytes.
    package var ledgerSegment: UInt64 = BlockStore.segmentLimit
    /// The bytes that a journal segment is created with, in each copy.
    package var journalSegment = 4 << 20

    /// The defaults.
    package init() {}
}
