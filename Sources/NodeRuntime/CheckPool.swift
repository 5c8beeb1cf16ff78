import NodeCore
import Transport

/// A few threads that check statements, so that the loop never waits for a signature.
final class CheckPool: Sendable {
    private struct Work: Sendable {
        let job: CheckJob
        let done: @Sendable (CheckResult) -> Void
    }

    private let queue = JobQueue<Work>()
    private let threads: [WorkerThread]

    /// Starts the threads.
    init(threadCount: Int) {
        let queue = queue
        threads = (0..<threadCount).map { number in
            WorkerThread("lz-check-\(number)") {
                while let work = queue.next() { work.done(work.job.run()) }
            }
        }
    }

    /// Checks on one of the threads; `done` runs there.
    func check(_ job: CheckJob, done: @escaping @Sendable (CheckResult) -> Void) {
        queue.add(Work(job: job, done: done), isUrgent: job.isUrgent)
    }

    /// Finishes what is queued and ends the threads.
    func stop() {
        queue.close()
        for thread in threads { thread.join() }
    }
}
