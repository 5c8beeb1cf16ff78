/// A moment on the wall clock of the district, which is eight hours ahead of UTC all year.
package struct CalendarTime: Hashable, Sendable, CustomStringConvertible {
    private let days: Int64
    private let millisecondOfDay: Int64

    private static let dayMs: Int64 = 86_400_000
    private static let offsetMs: Int64 = 8 * 3_600_000

    /// The moment so many milliseconds after the start of 1970 in UTC.
    package init(ms: UInt64) {
        let local = Int64(clamping: ms &+ UInt64(Self.offsetMs))
        days = local / Self.dayMs
        millisecondOfDay = local % Self.dayMs
    }

    /// The moment as people read it, like `2026-11-23 20:15:09`.
    package var description: String {
        let (year, month, day) = date
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2)) "
            + [3_600_000, 60_000, 1_000].map { digits(millisecondOfDay / $0 % wrap($0), 2) }
            .joined(separator: ":")
    }

    /// The month, like `2026-11`; until the year 9999 the texts are ordered as the months are.
    package var month: String { String(description.prefix(7)) }

    /// Digits that name the moment, for serial numbers: year to millisecond.
    package var serial: String {
        description.filter(\.isNumber) + digits(millisecondOfDay % 1_000, 3)
    }

    /// The end of a day written `YYYY-MM-DD`, in seconds since 1970; nil for another form.
    package static func endOfDay(_ text: String) -> UInt64? {
        let parts = text.split(separator: "-").compactMap { Int64($0) }
        guard parts.count == 3, text.utf8.count == 10, (1...12).contains(parts[1]) else {
            return nil
        }
        let days = daysBefore(year: parts[0], month: parts[1]) + parts[2] - 1
        let time = CalendarTime(days: days)
        guard time.date == (parts[0], parts[1], parts[2]) else { return nil }
        return UInt64(exactly: (days + 1) * dayMs / 1_000 - offsetMs / 1_000 - 1)
    }

    private init(days: Int64) {
        self.days = days
        millisecondOfDay = 0
    }

    /// The date in the Gregorian calendar.
    private var date: (year: Int64, month: Int64, day: Int64) { Self.date(ofDay: days) }

    /// The date of a number of days since 1970-01-01, counted in eras of 400 years that begin in
    /// March.
    package static func date(ofDay days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let leaps = dayOfEra / 1_460 - dayOfEra / 36_524 + dayOfEra / 146_096
        let yearOfEra = (dayOfEra - leaps) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// Days from 1970 to the first of a month.
    package static func daysBefore(year: Int64, month: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private func wrap(_ unit: Int64) -> Int64 { unit == 3_600_000 ? 24 : 60 }

    private func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
