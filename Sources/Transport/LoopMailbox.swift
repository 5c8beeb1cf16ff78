import CLinux
import Glibc
import Synchronization

/// The door other threads knock at: work posted here runs on the loop's thread, in order.
///
/// Only the first post after an empty mailbox costs a system call. Work posted after the loop has
/// ended is kept and never runs.
package final class LoopMailbox: Sendable {
    private struct Contents {
        var work: [@Sendable () -> Void] = []
        var isSignalled = false
    }

    private let contents = Mutex(Contents())
    private let owner = Atomic<UInt>(pthread_self())
    let descriptor: FileDescriptor

    init() throws(SystemFailure) {
        let flags = Int32(EFD_NONBLOCK | EFD_CLOEXEC)
        descriptor = FileDescriptor(owning: try calling(.eventDescriptor) { eventfd(0, flags) })
    }

    /// Hands work to the loop; may be called on any thread, the loop's own included.
    package func post(_ work: @escaping @Sendable () -> Void) {
        let mustSignal = contents.withLock { contents in
            contents.work.append(work)
            defer { contents.isSignalled = true }
            return !contents.isSignalled
        }
        if mustSignal {
            // An eventfd refuses only at its 64-bit maximum, which a flag guards us from.
            _ = eventfd_write(descriptor.number, 1)
        }
    }

    /// Whether the caller is on the thread that owns the loop.
    package var isOnLoopThread: Bool {
        owner.load(ordering: .relaxed) == pthread_self()
    }

    /// Makes the calling thread the owner.
    func bindToThisThread() {
        owner.store(pthread_self(), ordering: .relaxed)
    }

    /// Takes all work and runs it.
    func drain() {
        var value: eventfd_t = 0
        // Safe: the kernel writes one counter into `value`.
        _ = unsafe eventfd_read(descriptor.number, &value)
        let work = contents.withLock { contents in
            contents.isSignalled = false
            return exchange(&contents.work, with: [])
        }
        for item in work { item() }
    }
}
