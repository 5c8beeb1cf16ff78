import NodeCore
import Storage
import Transport

/// The thread that owns the ledger's files for writing and waits for the disk.
///
/// One batch is under way at a time, as the node sees to, so the thread needs no queue. A write
/// that fails ends the process before anything that depends on it was sent: the page cache may
/// lie about what a second attempt would find (consensus rule "a failed fsync is fatal").
final class DiskThread: Sendable {
    private let jobs = JobQueue<Job>()
    private let thread: WorkerThread

    private struct Job: Sendable {
        let batch: StoreBatch
        let done: @Sendable (Result<LedgerReceipt, StorageError>) -> Void
    }

    /// Starts the thread with the writer it will own.
    init(_ writer: StoreWriter) {
        let jobs = jobs
        thread = WorkerThread("lz-disk") {
            while let job = jobs.next() {
                do throws(StorageError) {
                    job.done(.success(try writer.perform(job.batch)))
                } catch {
                    job.done(.failure(error))
                }
            }
        }
    }

    /// Makes a batch durable; `done` runs on the disk thread.
    func write(
        _ batch: StoreBatch,
        done: @escaping @Sendable (Result<LedgerReceipt, StorageError>) -> Void
    ) {
        jobs.add(Job(batch: batch, done: done))
    }

    /// Finishes the batch under way and ends the thread.
    func stop() {
        jobs.close()
        thread.join()
    }
}
