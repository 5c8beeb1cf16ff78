import Testing
import Transport

/// An event loop on a thread of its own, with whatever the test sets up on it.
final class LoopThread: Sendable {
    private struct Started: Sendable {
        let loop: LoopBound<EventLoop>
        let mailbox: LoopMailbox
    }

    let mailbox: LoopMailbox
    private let loop: LoopBound<EventLoop>
    private let worker: WorkerThread

    /// Runs `setUp` on the new thread, keeps what it returns until the end, and runs the loop.
    init(_ setUp: @escaping @Sendable (EventLoop) throws -> Any) throws {
        let started = Inbox<Result<Started, any Error>>()
        worker = WorkerThread("test loop") {
            do {
                let loop = try EventLoop()
                let owner = try setUp(loop)
                started.put(
                    .success(
                        Started(loop: LoopBound(loop, loop.mailbox), mailbox: loop.mailbox)
                    )
                )
                loop.run()
                withExtendedLifetime(owner) {}
            } catch {
                started.put(.failure(error))
            }
        }
        do {
            let values = try started.next().get()
            (loop, mailbox) = (values.loop, values.mailbox)
        } catch {
            worker.join()
            throw error
        }
    }

    func stop() {
        let loop = loop
        mailbox.post { loop.value.stop() }
        worker.join()
    }
}
