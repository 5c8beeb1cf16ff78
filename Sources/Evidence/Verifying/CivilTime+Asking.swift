/// What people type when they ask about a moment, or about an age.
extension CivilTime {
    private static let dayMs: UInt64 = 24 * 60 * 60 * 1_000

    /// Reads the moment that is asked about, in milliseconds since 1970; nil for anything else.
    ///
    /// A day alone stands for its last second, so that what was issued on it was valid on it; today
    /// stands for now. Otherwise see ``milliseconds(_:)``.
    package static func moment(askedFor text: String, nowMs: UInt64) -> UInt64? {
        guard let moment = milliseconds(text) else { return nil }
        guard text.utf8.count == "2026-06-30".utf8.count else { return moment }
        let isToday = moment <= nowMs && nowMs < moment + dayMs
        return isToday ? nowMs : moment + dayMs - 1_000
    }

    /// Reads a length of time such as 90s, 30m, 24h or 7d, in milliseconds; nil for anything else.
    package static func length(_ text: String) -> UInt64? {
        let units: [Character: UInt64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": dayMs]
        guard let unit = text.last.flatMap({ units[$0] }),
            text.dropLast().utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
            let count = UInt64(text.dropLast()), count <= 10_000_000
        else { return nil }
        return count * unit
    }
}
