import Console

/// A day of the Gregorian calendar, as the district's clocks have it (UTC+8).
package struct CalendarDay: Hashable, Sendable, Comparable {
    /// Days since 1970-01-01.
    private let number: Int64

    private static let secondsPerDay: Int64 = 86_400
    private static let offsetSeconds: Int64 = 8 * 3_600

    private init(number: Int64) { self.number = number }

    /// The day of a moment in milliseconds since 1970.
    package init(ms: UInt64) {
        number = (Int64(clamping: ms / 1_000) + Self.offsetSeconds) / Self.secondsPerDay
    }

    /// Reads `YYYY-MM-DD`; nil for another form and for days that do not exist.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { 0x30...0x39 ~= $0 } ? Int64(part) : nil
        }
        guard parts.map(\.utf8.count) == [4, 2, 2], numbers.count == 3, 1...12 ~= numbers[1],
            numbers[2] > 0
        else { return nil }
        number = CalendarTime.daysBefore(year: numbers[0], month: numbers[1]) + numbers[2] - 1
        guard date == (numbers[0], numbers[1], numbers[2]) else { return nil }
    }

    /// The last day of a term that begins on this day: five years from 1 May end on 30 April.
    package func end(ofMonths months: Int, days: Int) -> CalendarDay {
        let (year, month, day) = date
        let count = year * 12 + month - 1 + Int64(months)
        let first = CalendarTime.daysBefore(year: count / 12, month: count % 12 + 1)
        let next = CalendarTime.daysBefore(year: (count + 1) / 12, month: (count + 1) % 12 + 1)
        let start = months == 0 ? number : min(first + day - 1, next - 1)
        return CalendarDay(number: start + Int64(days) - (months > 0 ? 1 : 0))
    }

    /// The first second of the day, since 1970.
    package var firstSecond: UInt64 { UInt64(clamping: seconds(number)) }
    /// The last second of the day, since 1970.
    package var lastSecond: UInt64 { UInt64(clamping: seconds(number + 1) - 1) }

    /// The day as records have it, `YYYY-MM-DD`.
    package var text: String {
        let (year, month, day) = date
        return [(year, 4), (month, 2), (day, 2)].map { number, width in
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }.joined(separator: "-")
    }

    /// The day as people write it, such as 2025年6月30日.
    package var chinese: String {
        let (year, month, day) = date
        return "\(year)年\(month)月\(day)日"
    }

    /// The earlier day is the smaller.
    package static func < (left: CalendarDay, right: CalendarDay) -> Bool {
        left.number < right.number
    }

    private func seconds(_ days: Int64) -> Int64 { days * Self.secondsPerDay - Self.offsetSeconds }

    private var date: (Int64, Int64, Int64) { CalendarTime.date(ofDay: number) }
}
