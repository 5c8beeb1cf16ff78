import CLinux
import Glibc

/// Signals as events of a loop, by `signalfd`.
///
/// Create it on the first thread before starting others: the signals are blocked for the calling
/// thread and those it starts later, so that they arrive here and nowhere else.
package final class SignalWatcher {
    private let descriptor: FileDescriptor
    private let signals: [Int32]
    private let loop: EventLoop
    private var watch: EventLoop.Watch?

    /// Calls `onSignal` on the loop with the number of each signal that arrives.
    package init(
        _ signals: [Int32] = [SIGTERM, SIGINT],
        on loop: EventLoop,
        onSignal: @escaping (Int32) -> Void
    ) throws(TransportError) {
        var set = sigset_t()
        // Safe: each call writes only into `set`.
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        // Safe: `set` is initialised; the old mask is not asked for.
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        let flags = Int32(SFD_NONBLOCK | SFD_CLOEXEC)
        do throws(SystemFailure) {
            let number = try calling(.signalDescriptor) {
                // Safe: the kernel only reads `set`.
                unsafe signalfd(-1, &set, flags)
            }
            descriptor = FileDescriptor(owning: number)
        } catch {
            throw .system(error)
        }
        self.signals = signals
        self.loop = loop
        let number = descriptor.number
        watch = try loop.watch(number, for: .readable) { _ in
            while let signal = Self.nextSignal(number) { onSignal(signal) }
        }
    }

    /// Whether one of the signals has arrived and waits for the loop to run.
    package var isSignalled: Bool {
        var pending = sigset_t()
        // Safe: the call fills `pending`, which is then only read.
        guard unsafe sigpending(&pending) == 0 else { return false }
        return signals.contains { unsafe sigismember(&pending, $0) == 1 }
    }

    /// Stops reporting; the signals stay blocked.
    package func cancel() {
        if let watch { loop.unwatch(watch) }
        watch = nil
    }

    private static func nextSignal(_ number: Int32) -> Int32? {
        var information = signalfd_siginfo()
        let byteCount = MemoryLayout<signalfd_siginfo>.size
        // Safe: the kernel writes whole structures of exactly this size.
        guard unsafe read(number, &information, byteCount) == byteCount else { return nil }
        return Int32(bitPattern: information.ssi_signo)
    }
}
