import Console
import Evidence

/// Reads the flags that say what is asked of a file.
enum Policy {
    static func read(
        _ arguments: Arguments,
        nowMs: UInt64
    ) throws(UsageError) -> VerificationPolicy {
        VerificationPolicy(
            nowMs: nowMs,
            atMs: try moment(arguments["at"]),
            maximumAgeMs: try age(arguments["max-age"])
        )
    }

    private static func moment(_ text: String?) throws(UsageError) -> UInt64? {
        guard let text else { return nil }
        guard let moment = CivilTime.milliseconds(text) else {
            throw .badValue(flag: "at", value: text, expected: "2026-06-30T12:00:00+08:00")
        }
        return moment
    }

    /// Minutes, hours or days; `any` stands for no limit.
    private static func age(_ text: String?) throws(UsageError) -> UInt64? {
        guard let text else { return VerificationPolicy.standardAgeMs }
        guard text != "any" else { return nil }
        let units: [Character: UInt64] = ["m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let unit = text.last.flatMap({ units[$0] }),
            let count = UInt64(text.dropLast()), count <= 100_000
        else { throw .badValue(flag: "max-age", value: text, expected: "30m, 24h, 7d, any") }
        return count * unit
    }
}
