import Console
import Testing

@Suite struct CalendarTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01 08:00:00"), (1_795_436_109_000, "2026-11-23 20:15:09"),
            (951_753_599_999, "2000-02-28 23:59:59"), (951_753_600_000, "2000-02-29 00:00:00"),
            (4_102_415_999_000, "2099-12-31 23:59:59"),
        ] as [(UInt64, String)]
    )
    func `a moment is written on the district's wall clock`(ms: UInt64, text: String) {
        #expect(CalendarTime(ms: ms).description == text)
    }

    @Test func `a serial names the moment to the millisecond`() {
        #expect(CalendarTime(ms: 951_753_599_999).serial == "20000228235959999")
    }

    @Test func `a day ends one second before the next`() throws {
        let end = try #require(CalendarTime.endOfDay("2000-02-29"))
        #expect(CalendarTime(ms: end * 1_000).description == "2000-02-29 23:59:59")
    }

    @Test(arguments: ["2001-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "x", "2026-11-31"])
    func `a day that does not exist has no end`(text: String) {
        #expect(CalendarTime.endOfDay(text) == nil)
    }
}
