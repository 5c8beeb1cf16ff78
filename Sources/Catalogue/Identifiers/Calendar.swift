/// The Gregorian calendar, as far as dates in records need it.
enum Calendar {
    /// Whether this day exists.
    static func hasDay(_ year: Int, _ month: Int, _ day: Int) -> Bool {
        year >= 1 && 1...12 ~= month && day >= 1 && day <= days(in: month, of: year)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The number that orders days: 2025-06-30 is 20250630.
    static func number(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        Int64(year * 10_000 + month * 100 + day)
    }
}
