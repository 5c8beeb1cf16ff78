import Consensus
import Storage

// MARK: - What became of a batch

extension Node {
    /// A batch is durable: what waited for it goes on.
    func finishWrite(_ batch: UInt64) {
        writes.written()
        if let sequence = journalSequences.removeValue(forKey: batch) {
            feed(.journalSynced(upTo: sequence))
        }
        for action in afterWrite.removeValue(forKey: batch) ?? [] { action() }
    }

    /// A batch is not durable.
    ///
    /// A full disk refuses a batch as a whole and leaves everything as it was, so the same batch
    /// is handed out again later; what waits for it goes on waiting. After any other failure
    /// nobody can say what is durable (consensus rule "a failed fsync is fatal").
    func failWrite(_ error: StorageError) {
        guard error.isNoSpace else {
            log(.error, error.code, ["why": error.english])
            effects.append(.endProcess(.disk(error)))
            return
        }
        log(.error, error.code, ["why": error.english])
        writes.refused(retryAtMs: moment.monotonicMs + setting.options.diskRetryMs)
    }
}
