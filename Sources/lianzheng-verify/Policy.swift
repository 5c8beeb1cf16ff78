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
            atMs: try moment(arguments["at"], nowMs: nowMs),
            maximumAgeMs: try age(arguments["max-age"])
        )
    }

    private static func moment(
        _ text: String?,
        nowMs: UInt64
    ) throws(UsageError) -> UInt64? {
        guard let text else { return nil }
        guard let moment = CivilTime.moment(askedFor: text, nowMs: nowMs) else {
            let expected = "2026-06-30, 2026-06-30T12:00+08:00"
            throw .badValue(flag: "at", value: text, expected: expected)
        }
        return moment
    }

    /// A length of time; `any` stands for no limit.
    private static func age(_ text: String?) throws(UsageError) -> UInt64? {
        guard let text else { return VerificationPolicy.standardAgeMs }
        guard text != "any" else { return nil }
        guard let length = CivilTime.length(text) else {
            throw .badValue(flag: "max-age", value: text, expected: "90s, 30m, 24h, 7d, any")
        }
        return length
    }
}
