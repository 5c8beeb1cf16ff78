/// Dates and times as people in China write them: UTC+8, without daylight saving.
public enum CivilTime {
    private static let offsetSeconds: UInt64 = 8 * 60 * 60
    private static let secondsPerDay: UInt64 = 24 * 60 * 60
    /// The end of the year 9999.
    private static let latest: UInt64 = 253_402_271_999

    /// A time in milliseconds since 1970, such as "2026-11-23 20:31:07 +08:00".
    public static func text(_ timeMs: UInt64) -> String {
        text(seconds: timeMs / 1_000)
    }

    /// A time in seconds since 1970; those after the year 9999 are shown as its end.
    public static func text(seconds: UInt64) -> String {
        let local = min(seconds, latest) + offsetSeconds
        let (year, month, day) = date(Int64(local / secondsPerDay))
        let second = Int64(local % secondsPerDay)
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        let hour = padded(second / 3_600, 2)
        return "\(date) \(hour):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2)) +08:00"
    }

    /// A number of seconds in milliseconds; the largest number where that would be too much.
    static func milliseconds(seconds: UInt64) -> UInt64 {
        let (product, isTooLarge) = seconds.multipliedReportingOverflow(by: 1_000)
        return isTooLarge ? .max : product
    }

    /// A length of time in its two largest units, in English and Chinese.
    public static func duration(_ milliseconds: UInt64) -> (english: String, chinese: String) {
        let minutes = milliseconds / 60_000
        let (days, hours) = (minutes / 1_440, minutes / 60 % 24)
        if days > 0 { return ("\(days) d \(hours) h", "\(days) 天 \(hours) 小时") }
        if hours > 0 { return ("\(hours) h \(minutes % 60) min", "\(hours) 小时 \(minutes % 60) 分") }
        if minutes > 0 { return ("\(minutes) min", "\(minutes) 分钟") }
        return ("\(milliseconds / 1_000) s", "\(milliseconds / 1_000) 秒")
    }

    /// Reads a date or a time, in milliseconds since 1970; nil for anything else.
    ///
    /// The forms are "2026-06-30", which is the beginning of the day, and "2026-06-30T12:00:00",
    /// each followed by "Z", by an offset such as "+08:00", or by nothing, which is UTC+8.
    public static func milliseconds(_ text: String) -> UInt64? {
        var rest = Substring(text)
        guard let year = digits(4, &rest), rest.take("-"),
            let month = digits(2, &rest), rest.take("-"),
            let day = digits(2, &rest), 1...12 ~= month, 1...daysIn(month, year) ~= day
        else { return nil }
        var second: Int64 = 0
        if rest.take("T") || rest.take(" ") {
            guard let hour = digits(2, &rest), hour < 24, rest.take(":"),
                let minute = digits(2, &rest), minute < 60
            else { return nil }
            second = hour * 3_600 + minute * 60
            if rest.take(":") {
                guard let more = digits(2, &rest), more < 60 else { return nil }
                second += more
            }
            _ = rest.take(" ")
        }
        guard let offset = offset(&rest), rest.isEmpty else { return nil }
        let total = dayNumber(year, month, day) * Int64(secondsPerDay) + second - offset
        return UInt64(exactly: total).map { $0 * 1_000 }
    }
}

// MARK: - The calendar

extension CivilTime {
    /// Days since 1970-01-01 of a date, counting years from March (Hinnant, "chrono-compatible
    /// low-level date algorithms").
    private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// The date of a number of days since 1970-01-01, the reverse of the above.
    private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func daysIn(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private static func digits(_ count: Int, _ text: inout Substring) -> Int64? {
        let head = text.utf8.prefix(count)
        guard head.count == count,
            head.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        let number = Int64(text.prefix(count))
        text = text.dropFirst(count)
        return number
    }

    /// Seconds east of Greenwich.
    private static func offset(_ text: inout Substring) -> Int64? {
        if text.isEmpty { return Int64(offsetSeconds) }
        if text.take("Z") { return 0 }
        let isEast = text.take("+")
        guard isEast || text.take("-"),
            let hours = digits(2, &text), text.take(":"), let minutes = digits(2, &text)
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 3_600 + minutes * 60)
    }
}

extension Substring {
    /// Drops a character if it comes first.
    fileprivate mutating func take(_ character: Character) -> Bool {
        guard first == character else { return false }
        removeFirst()
        return true
    }
}
