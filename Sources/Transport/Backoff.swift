/// Waiting times that double from one failure to the next, half of each left to chance.
package struct Backoff {
    /// The longest first wait, in milliseconds.
    package var firstMs: UInt64 = 50
    /// The longest wait, in milliseconds.
    package var longestMs: UInt64 = 5_000
    /// Answers a number below its argument; passed in so that simulations stay deterministic.
    package var jitter: (UInt64) -> UInt64

    private var failures: UInt64 = 0

    /// The standard times with this source of chance.
    package init(jitter: @escaping (UInt64) -> UInt64) {
        self.jitter = jitter
    }

    /// The wait before the next attempt, between half and all of the present ceiling.
    package mutating func nextMs() -> UInt64 {
        let ceiling = min(longestMs, firstMs << min(failures, 16))
        failures += 1
        return ceiling / 2 + jitter(ceiling / 2 + 1)
    }

    /// An attempt succeeded.
    package mutating func reset() {
        failures = 0
    }
}
