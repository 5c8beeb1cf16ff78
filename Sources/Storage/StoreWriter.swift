internal import Glibc
internal import Synchronization

/// The writing half of a node's disk: makes one batch durable at a time, on the disk thread.
///
/// ```
///   loop thread                      disk thread                         disk
///   ───────────                      ───────────                         ────
///   batch ────────────────────────►  perform(batch)
///                                      raise the ceiling, if asked       2 × (pwrite, fdatasync)
///                                      reserve journal space             nothing, or a new segment
///                                      ledger frames                     pwrite, rarely openat
///                                      journal batch                     pwrite(a) pwrite(b)
///                                      start all three                   sync_file_range × 3
///                                      wait for all three                fdatasync(ledger)
///                                                                        fdatasync(a) fdatasync(b)
///   reader.apply(receipt)  ◄─────────  receipt
///   now send votes, count own votes, answer clients
/// ```
/// A batch without blocks touches no ledger file, one without records no journal file. The ledger
/// is synced before the journal: a vote whose block is missing after a crash was never sent.
///
/// Errors: after ``StorageError/noSpace(operation:path:)``,
/// ``StorageError/tooLarge(byteCount:limit:)`` and ``StorageError/journalLostRecords`` nothing of
/// the batch was written, and the writer goes on. Any other
/// error leaves it unknown what is durable: the writer refuses all further work, and the process
/// must end without sending anything that waited for the batch.
package final class StoreWriter: Sendable {
    fileprivate struct State: Sendable {
        var ledger: LedgerWriter
        var journal: VoteJournal
        var isStopped = false
    }

    private let state: Mutex<State>

    /// Takes over the writing half of a store, and the journal.
    package init(_ store: BlockStore, journal: VoteJournal) {
        state = Mutex(State(ledger: store.writer, journal: journal))
    }

    /// Makes everything in the batch durable; the reader must be given the receipt.
    package func perform(_ batch: StoreBatch) throws(StorageError) -> LedgerReceipt {
        try state.withLock { state throws(StorageError) in
            if state.isStopped { throw .writerStopped }
            do throws(StorageError) {
                try state.write(batch)
            } catch {
                state.isStopped = !error.leavesEverythingAsItWas
                throw error
            }
            do throws(StorageError) {
                return try state.sync(batch)
            } catch {
                state.isStopped = true
                throw error.asFailure
            }
        }
    }

    /// Begins the vote journal again after a loss: ``VoteJournal/adoptFloor(_:ceiling:)``.
    package func adoptFloor(
        _ records: [JournalRecord],
        ceiling: ViewMark
    ) throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            if state.isStopped { throw .writerStopped }
            do throws(StorageError) {
                try state.journal.adoptFloor(records, ceiling: ceiling)
            } catch {
                state.isStopped = true
                throw error
            }
        }
    }
}

extension StoreWriter.State {
    /// Writes everything; a full disk leaves nothing of it.
    fileprivate mutating func write(_ batch: StoreBatch) throws(StorageError) {
        if let ceiling = batch.ceiling { try journal.raiseCeiling(to: ceiling) }
        try journal.reserve(batch.records)
        try ledger.append(batch.blocks, batch.finalizations)
        do throws(StorageError) {
            try journal.write(batch.records)
        } catch {
            // Some file systems need room even for a write over zeros.
            if error.isNoSpace { try ledger.withdraw() }
            throw error
        }
    }

    /// Waits until everything is durable.
    ///
    /// From here on a full disk is a failure like any other.
    fileprivate mutating func sync(_ batch: StoreBatch) throws(StorageError) -> LedgerReceipt {
        ledger.startWriteback()
        journal.startWriteback()
        let receipt = try ledger.sync()
        try journal.sync()
        if let ceiling = batch.settledCeiling { try journal.settleCeiling(at: ceiling) }
        if let floor = batch.journalFloor { try journal.prune(below: floor) }
        return receipt
    }
}

extension StorageError {
    /// True when the refused write left no trace, so that the writer may go on.
    fileprivate var leavesEverythingAsItWas: Bool {
        switch self {
        case .noSpace, .tooLarge, .journalLostRecords: true
        default: false
        }
    }

    /// A full disk met where nothing can be taken back: it is unknown what is durable.
    fileprivate var asFailure: StorageError {
        guard case .noSpace(let operation, let path) = self else { return self }
        return .system(errno: ENOSPC, operation: operation, path: path)
    }
}
