import Glibc

/// Seconds since it was made, by the monotonic clock.
struct Stopwatch: Sendable {
    private let start = Stopwatch.now()

    var seconds: Double { Double(Stopwatch.now() - start) / 1e9 }

    private static func now() -> UInt64 {
        var time = timespec()
        // Safe: the call fills the structure it is given.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
