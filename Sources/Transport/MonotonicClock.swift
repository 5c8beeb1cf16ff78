import Glibc

/// Milliseconds that only ever grow, whatever happens to the wall clock.
package enum MonotonicClock {
    /// Milliseconds since an arbitrary start, by `CLOCK_MONOTONIC`.
    package static func nowMs() -> UInt64 {
        var time = timespec()
        // Safe: the kernel writes one timespec into `time`; the clock always exists on Linux.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
