import Client
import Console
import Testing

@Suite struct SubmissionReportTests {
    private let refused = RefusedLine(
        place: LinePlace(file: "b.csv", line: 12),
        category: "TAX-029",
        field: "paid_amount",
        rule: "record.fractionOfFen",
        reason: Phrase("amounts are whole fen", "金额以分为单位")
    )

    @Test func `a refused line says file, line, field, reason and rule in either language`() {
        #expect(
            refused.text(.english)
                == "b.csv:12 TAX-029.paid_amount amounts are whole fen [record.fractionOfFen]"
        )
        #expect(refused.text(.chinese).contains("金额以分为单位"))
    }

    @Test func `a reason that names its rule does not name it twice`() {
        let line = RefusedLine(
            place: LinePlace(file: "a", line: 1),
            rule: "TAX-029-R1",
            reason: Phrase("TAX-029-R1: a <= b", "甲不大于乙（TAX-029-R1）")
        )
        #expect(line.text(.english) == "a:1 TAX-029-R1: a <= b")
    }

    @Test func `refusals come in the order of the files, and the sums come last`() {
        let early = RefusedLine(
            place: LinePlace(file: "a.csv", line: 30),
            rule: "r",
            reason: Phrase("x", "x")
        )
        let report = SubmissionReport(
            member: "TAX",
            outcome: SubmissionOutcome(),
            refused: [refused, early],
            elapsed: .zero
        )
        let lines = report.text(.english).split(separator: "\n")
        #expect(lines[0].hasPrefix("a.csv:30"))
        #expect(lines[1].hasPrefix("b.csv:12"))
        #expect(lines[2].hasPrefix("TAX: 0 recorded, 2 refused"))
    }
}
