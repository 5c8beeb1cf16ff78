import Glibc
import Storage

/// The time of day, which tests may shift by a file.
///
/// Only a node whose configuration names such a file looks for it.
struct WallClock {
    private let offsetPath: String?
    private var offsetMs: Int64 = 0

    init(offsetPath: String? = nil) {
        self.offsetPath = offsetPath
        refresh()
    }

    /// Whether the clock may be shifted at all.
    var isForTests: Bool { offsetPath != nil }

    /// Milliseconds since 1970.
    var nowMs: UInt64 {
        var now = timespec()
        // Safe: the call fills the structure it is given.
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        let ms = Int64(now.tv_sec) * 1_000 + Int64(now.tv_nsec) / 1_000_000
        return UInt64(max(0, ms.addingReportingOverflow(offsetMs).partialValue))
    }

    /// Reads the file again; one that holds no number of milliseconds shifts nothing.
    mutating func refresh() {
        guard let offsetPath, let bytes = try? PosixFileSystem().contents(offsetPath) else {
            return
        }
        let text = String(decoding: bytes, as: UTF8.self)
        offsetMs = Int64(text.prefix { !$0.isWhitespace }) ?? 0
    }
}
