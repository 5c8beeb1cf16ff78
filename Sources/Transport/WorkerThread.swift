import CLinux
import Glibc

/// A plain thread of the operating system.
@safe package final class WorkerThread: Sendable {
    private final class Body: Sendable {
        let run: @Sendable () -> Void

        init(_ run: @escaping @Sendable () -> Void) {
            self.run = run
        }
    }

    private let thread: pthread_t

    /// Starts a thread named `name` (its first 15 bytes) that runs `body` and ends; join it once.
    package init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        var started = pthread_t()
        // Safe: the retained body is consumed exactly once, by the thread it is handed to.
        let context = unsafe Unmanaged.passRetained(Body(body)).toOpaque()
        let status = unsafe pthread_create(
            &started,
            nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            context
        )
        // No thread means no memory or a limit set too low: nothing this process could do about.
        precondition(status == 0, "the operating system refused a thread")
        // Safe: the name is copied by the kernel; 15 bytes are its limit.
        _ = unsafe pthread_setname_np(started, String(name.prefix(15)))
        thread = started
    }

    /// Starts a thread nobody joins.
    package static func detached(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let worker = WorkerThread(name, body)
        // Safe: the thread was just started and is joined by nobody.
        pthread_detach(worker.thread)
    }

    /// Waits until the thread has ended.
    package func join() {
        // Safe: the caller joins once; no return value is asked for.
        pthread_join(thread, nil)
    }
}
