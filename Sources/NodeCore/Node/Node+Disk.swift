import Consensus
import Storage

// MARK: - What became of a batch

extension Node {
    /// A batch is durable: what waited for it goes on.
    func finishWrite(_ batch: UInt64) {
        writes.written()
        noteRoom { $0.accept() }
        let sequence = journalSequences.removeValue(forKey: batch)
        traceDurable(batch, sequence)
        if let sequence {
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
        if !disk.isFull { log(.error, error.code, ["why": error.english]) }
        writes.refused(retryAtMs: moment.monotonicMs + setting.options.diskRetryMs)
        noteRoom { $0.refuse() }
    }
}

// MARK: - Room

extension Node {
    /// Takes note of what the disk showed; tells the replica and the operator when that changes
    /// whether there is room for more blocks.
    func noteRoom(_ change: (inout DiskRoom) -> Void) {
        let wasFull = disk.isFull
        change(&disk)
        guard disk.isFull != wasFull else { return }
        let free = disk.freeByteCount.map(String.init) ?? "?"
        if disk.isFull {
            log(
                .error,
                "disk.full",
                [
                    "free_bytes": free, "reserve_bytes": "\(disk.reserve)",
                    "why": "no votes for blocks and no submissions until there is room; "
                        + "reading goes on",
                ]
            )
        } else {
            log(.info, "disk.roomAgain", ["free_bytes": free])
        }
        feed(.roomLacking(disk.isFull))
    }
}
