import NodeCore
import Transport

/// The thread that reads and writes the vault's files, so that no vote waits for them.
///
/// The node bounds how many jobs there are. Those that wait are done together, so that the disk
/// is waited for once and not for each.
final class VaultThread: Sendable {
    /// The most jobs that are done together: an answer shall not wait for many others.
    private static let batchLimit = 32

    private let jobs = JobQueue<Job>()
    private let thread: WorkerThread

    private struct Job: Sendable {
        let job: VaultJob
        let done: @Sendable (VaultOutcome) -> Void
    }

    /// Starts the thread with the folder that it will work in.
    init(_ folder: VaultFolder) {
        let jobs = jobs
        thread = WorkerThread("lz-vault") {
            while true {
                let batch = jobs.next(upTo: Self.batchLimit)
                guard !batch.isEmpty else { return }
                let outcomes = folder.perform(batch.map(\.job))
                for (job, outcome) in zip(batch, outcomes) { job.done(outcome) }
            }
        }
    }

    /// Does a job after those asked for before; `done` runs on this thread.
    func perform(_ job: VaultJob, done: @escaping @Sendable (VaultOutcome) -> Void) {
        jobs.add(Job(job: job, done: done))
    }

    /// Finishes the jobs under way and ends the thread.
    func stop() {
        jobs.close()
        thread.join()
    }
}
