import Glibc

/// The time of day, for statements that say when they were made.
package enum WallClock {
    /// Milliseconds since 1970.
    package static var nowMs: UInt64 {
        var time = timespec()
        // Safe: the kernel fills the one structure that it is given.
        guard unsafe clock_gettime(CLOCK_REALTIME, &time) == 0 else { return 0 }
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }

    /// Seconds since 1970, as statements state their time.
    package static var nowSeconds: UInt64 { nowMs / 1_000 }
}
