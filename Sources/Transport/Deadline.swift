/// A moment by which a blocking call must be done.
struct Deadline {
    /// The whole time given, for the error.
    let afterMs: UInt64
    private let atMs: UInt64

    init(afterMs: UInt64) {
        self.afterMs = afterMs
        let (sum, overflow) = MonotonicClock.nowMs().addingReportingOverflow(afterMs)
        atMs = overflow ? .max : sum
    }

    /// Milliseconds left, as `poll` takes them.
    var remainingMs: Int32 {
        let now = MonotonicClock.nowMs()
        return now >= atMs ? 0 : Int32(clamping: atMs - now)
    }
}
