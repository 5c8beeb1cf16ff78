import Transport

/// One thread of the load generator.
struct BenchThread: Sendable {
    private let thread: WorkerThread

    init(_ body: @escaping @Sendable () -> Void) { thread = WorkerThread("lz-bench", body) }

    func join() { thread.join() }
}
