import Glibc

/// Work handed from one thread to others, urgent work first, else first in, first out.
///
/// The producer bounds it: a node has one batch and a bounded number of checks under way.
@safe final class JobQueue<Job: Sendable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var urgent = Line()
    private var ordinary = Line()
    private var isClosed = false

    /// An open, empty queue.
    init() {
        // Safe: both live exactly as long as the queue and are initialised before any use.
        unsafe mutex = .allocate(capacity: 1)
        unsafe changed = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(changed, nil)
    }

    deinit {
        // Safe: nobody waits on a queue that nobody refers to.
        unsafe pthread_cond_destroy(changed)
        unsafe pthread_mutex_destroy(mutex)
        unsafe changed.deallocate()
        unsafe mutex.deallocate()
    }

    /// Adds a job and wakes one waiting thread.
    func add(_ job: Job, isUrgent: Bool = false) {
        locked {
            if isUrgent { urgent.append(job) } else { ordinary.append(job) }
            // Safe: the condition is alive while `self` is.
            unsafe pthread_cond_signal(changed)
        }
    }

    /// Waits for a job; nil once the queue is closed and empty.
    func next() -> Job? {
        locked {
            while true {
                if let job = urgent.popFirst() ?? ordinary.popFirst() { return job }
                if isClosed { return nil }
                // Safe: the mutex is held by this thread, as the call demands.
                unsafe pthread_cond_wait(changed, mutex)
            }
        }
    }

    /// Waits for a job, and takes up to `count` of those that are there; empty once the queue is
    /// closed and empty.
    func next(upTo count: Int) -> [Job] {
        guard let first = next() else { return [] }
        return locked {
            var jobs = [first]
            while jobs.count < count, let job = urgent.popFirst() ?? ordinary.popFirst() {
                jobs.append(job)
            }
            return jobs
        }
    }

    /// Lets waiting threads end once the jobs are done.
    func close() {
        locked {
            isClosed = true
            // Safe: the condition is alive while `self` is.
            unsafe pthread_cond_broadcast(changed)
        }
    }

    /// A line of jobs that lets go of those taken out.
    private struct Line {
        private var jobs: [Job] = []
        private var position = 0

        mutating func append(_ job: Job) { jobs.append(job) }

        mutating func popFirst() -> Job? {
            guard position < jobs.count else { return nil }
            let job = jobs[position]
            position += 1
            if position == jobs.count || position > 64 && position * 2 > jobs.count {
                jobs.removeFirst(position)
                position = 0
            }
            return job
        }
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        // Safe: the mutex is initialised and not held by this thread.
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }
}
