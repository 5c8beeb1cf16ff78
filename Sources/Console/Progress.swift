/// A progress bar on standard error, shown only when a terminal watches.
package struct Progress: ~Copyable {
    private let label: String
    private let total: UInt64
    private let language: Language
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    /// A bar that counts to `total`; zero means the end is not known.
    package init(_ label: String, total: UInt64, language: Language, isShown: Bool? = nil) {
        self.label = label
        self.total = total
        self.language = language
        self.isShown = isShown ?? StandardStream.error.isTerminal
    }

    /// Tells how much is done; the bar is drawn at most ten times a second.
    package mutating func update(_ done: UInt64) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastDrawn, now - lastDrawn < .milliseconds(100) { return }
        lastDrawn = now
        draw(done, at: now)
    }

    /// Draws the last state and leaves the line; nothing is left when nothing was shown.
    package mutating func finish(_ done: UInt64) {
        guard isShown else { return }
        draw(done, at: .now)
        StandardStream.error.write("\n")
    }

    private func draw(_ done: UInt64, at now: ContinuousClock.Instant) {
        let line = ProgressLine(done: done, total: total, elapsed: now - start)
        StandardStream.error.write("\r\(label) \(line.text(language))\u{1B}[K")
    }
}

/// What a progress bar says at one moment.
package struct ProgressLine: Hashable, Sendable {
    private let done: UInt64
    private let total: UInt64
    private let seconds: Double

    /// The state after `elapsed`; a total of zero means that the end is not known.
    package init(done: UInt64, total: UInt64, elapsed: Duration) {
        self.done = done
        self.total = total
        seconds = elapsed / .seconds(1)
    }

    /// The line: bar, percentage, count, rate and time left.
    package func text(_ language: Language) -> String {
        let rate = seconds > 0 ? Double(done) / seconds : 0
        let pace = "\(UInt64(rate))/s"
        guard total > 0 else { return "\(done)  \(pace)" }
        let share = min(1, Double(done) / Double(total))
        let filled = Int(share * 24)
        let bar =
            String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
        let left = rate > 0 && done < total ? Double(total - done) / rate : 0
        let remaining = Phrase("\(clock(left)) left", "剩余 \(clock(left))").text(language)
        return "\(bar) \(Int(share * 100))%  \(done)/\(total)  \(pace)  \(remaining)"
    }

    private func clock(_ seconds: Double) -> String {
        let whole = UInt64(min(seconds.rounded(.up), 359_999))
        let parts = [whole / 3600, whole / 60 % 60, whole % 60]
        let shown = parts[0] > 0 ? parts : Array(parts.dropFirst())
        return shown.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
