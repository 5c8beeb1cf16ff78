import Glibc
import NodeCore

/// Structured lines on standard error, for the journal: `<level> event key=value …`.
///
/// With `JOURNAL_STREAM` set (systemd) each line begins with the syslog priority that journald
/// understands; otherwise with the UTC time.
struct EventLog: Sendable {
    private let node: String
    private let isJournal: Bool

    /// A log for one node.
    init(node: String) {
        self.node = node
        // Safe: the environment is only read, before any thread is started.
        isJournal = unsafe getenv("JOURNAL_STREAM") != nil
    }

    /// Writes one line.
    func write(_ entry: LogEntry) {
        var line = isJournal ? priority(entry.level) : timestamp() + " \(entry.level.rawValue) "
        line += entry.event
        if !isJournal { line += " node=\(node)" }
        for field in entry.fields {
            line += " \(field.name)=\(Self.quoted(field.value))"
        }
        line += "\n"
        var text = line
        text.withUTF8 { bytes in
            // Safe: the buffer is valid for the call; a log line that cannot be written is lost.
            _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
        }
    }

    private func priority(_ level: LogEntry.Level) -> String {
        switch level {
        case .info: "<6>"
        case .warning: "<4>"
        case .error: "<3>"
        }
    }

    private func timestamp() -> String {
        var now = timespec()
        // Safe: each call fills the structure that it is given; the zone's name is not touched.
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        var parts = unsafe tm()
        _ = unsafe gmtime_r(&now.tv_sec, &parts)
        let day = unsafe (1900 + Int(parts.tm_year), parts.tm_mon + 1, parts.tm_mday)
        let clock = unsafe (parts.tm_hour, parts.tm_min, parts.tm_sec)
        let date = "\(day.0)-\(two(day.1))-\(two(day.2))"
        let time = "\(two(clock.0)):\(two(clock.1)):\(two(clock.2))"
        let millis = String(1000 + now.tv_nsec / 1_000_000).dropFirst()
        return "\(date)T\(time).\(millis)Z"
    }

    private func two(_ number: Int32) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func quoted(_ value: String) -> String {
        let isPlain = value.utf8.allSatisfy { $0 > 0x20 && $0 != 0x22 && $0 != 0x3D && $0 != 0x7F }
        guard !isPlain || value.isEmpty else { return value }
        var quoted = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
