import Evidence
import Testing

@Suite struct CivilTimeTests {
    @Test(
        arguments: [
            (0, "1970-01-01 08:00:00 +08:00"),
            (951_782_399_000, "2000-02-29 07:59:59 +08:00"),
            (951_840_000_000, "2000-03-01 00:00:00 +08:00"),
            (1_795_000_000_000, "2026-11-18 19:06:40 +08:00"),
            (4_107_513_600_000, "2100-03-01 00:00:00 +08:00"),
            (253_402_271_999_000, "9999-12-31 23:59:59 +08:00"),
        ] as [(UInt64, String)]
    )
    func `times are written in UTC+8`(timeMs: UInt64, text: String) {
        #expect(CivilTime.text(timeMs) == text)
    }

    @Test func `times beyond the calendar are shown as its end`() {
        #expect(CivilTime.text(.max) == CivilTime.text(253_402_271_999_000))
    }

    @Test func `what is written can be read`() {
        for timeMs in stride(from: 0 as UInt64, to: 4_200_000_000_000, by: 86_399_999_000) {
            #expect(CivilTime.milliseconds(CivilTime.text(timeMs)) == timeMs)
        }
    }

    @Test(
        arguments: [
            ("2026-06-30", 1_782_748_800_000), ("2026-06-30T12:00", 1_782_792_000_000),
            ("2026-06-30T04:00:00Z", 1_782_792_000_000),
            ("2026-06-29T23:00:00-05:00", 1_782_792_000_000),
        ] as [(String, UInt64)]
    )
    func `dates and times are read in several forms`(text: String, timeMs: UInt64) {
        #expect(CivilTime.milliseconds(text) == timeMs)
    }

    @Test(
        arguments: [
            "", "2026", "2026-13-01", "2026-02-29", "2026-06-31", "2026-6-3", "2026-06-30T24:00",
            "2026-06-30T12", "2026-06-30 ", "2026-06-30T12:00:60", "2026-06-30Zx", "1969-12-31",
            "2026-06-30T12:00+0800",
        ]
    )
    func `anything else is not a time`(text: String) {
        #expect(CivilTime.milliseconds(text) == nil)
    }

    @Test func `a day that is asked about stands for its last second, and today for now`() {
        let noon: UInt64 = 1_782_792_000_000
        let midnight = noon - 12 * 3_600_000
        let asked = { (text: String, nowMs: UInt64) in
            CivilTime.moment(askedFor: text, nowMs: nowMs)
        }
        #expect(asked("2026-06-30", midnight + 90_000_000_000) == midnight + 86_399_000)
        #expect(asked("2026-06-30", noon) == noon)
        #expect(asked("2026-06-30", midnight) == midnight)
        #expect(asked("2026-06-30", midnight + 86_399_999) == midnight + 86_399_999)
        #expect(asked("2026-06-30", midnight + 86_400_000) == midnight + 86_399_000)
        #expect(asked("2026-06-30", midnight - 1) == midnight + 86_399_000)
        #expect(asked("2026-06-30T12:00", midnight) == noon)
        #expect(asked("2026-06-31", noon) == nil)
        #expect(asked("today", noon) == nil)
    }

    @Test func `lengths of time are read in seconds, minutes, hours and days`() {
        let lengths = ["0s", "90s", "30m", "24h", "7d"].map(CivilTime.length)
        #expect(lengths == [0, 90_000, 1_800_000, 86_400_000, 604_800_000])
        for text in ["", "s", "90", "+1s", "-1s", "1.5h", "1 h", "1w", "99999999999d"] {
            #expect(CivilTime.length(text) == nil)
        }
    }
}
