import Client
import Ledger
import NodeCore
import Testing

@Suite struct UploadBatchTests {
    @Test func `lines are grouped by category and cut to size`() {
        let lines = (1...5).map { line($0, "A") } + (6...7).map { line($0, "B") } + [line(8, "A")]
        let batches = UploadBatch.group(lines, maximum: 4)
        #expect(batches.map(\.category) == ["A", "A", "B"])
        #expect(batches.map { $0.lines.map(\.place.line) } == [[1, 2, 3, 4], [5, 8], [6, 7]])
    }

    @Test func `refused records leave the batch and the others stay in order`() {
        let batch = UploadBatch(category: "A", lines: (1...4).map { line($0, "A") })
        let after = batch.after(refusal([2, 0, 2]))
        #expect(after.refused.map(\.place.line) == [1, 3])
        #expect(after.rest?.lines.map(\.place.line) == [2, 4])
    }

    @Test func `a refusal of every record leaves nothing to send`() {
        let batch = UploadBatch(category: "A", lines: [line(1, "A")])
        #expect(batch.after(refusal([0])).rest == nil)
    }

    @Test func `a refusal of the whole statement refuses every line`() {
        let batch = UploadBatch(category: "A", lines: [line(1, "A"), line(2, "A")])
        let after = batch.after(refusal([]))
        #expect(after.refused.count == 2)
        #expect(after.refused.allSatisfy { $0.rule == "ledger.notTheSource" })
        #expect(after.rest == nil)
    }

    @Test func `records outside the batch cannot make a client send for ever`() {
        let batch = UploadBatch(category: "A", lines: [line(1, "A")])
        let after = batch.after(refusal([7, .max]))
        #expect(after.refused.count == 1)
        #expect(after.rest == nil)
    }

    private func line(_ number: Int, _ category: String) -> CheckedLine {
        CheckedLine(
            place: LinePlace(file: "f", line: number),
            category: category,
            draft: RecordDraft(key: [], subject: "", effectiveMs: 0, fields: [])
        )
    }

    private func refusal(_ indexes: [UInt64]) -> Refusal {
        Refusal(
            code: "ledger.notTheSource",
            chinese: "不是数源部门",
            english: "not the source",
            records: indexes.map {
                RefusedRecord(index: $0, code: "c", field: "f", chinese: "因", english: "why")
            }
        )
    }
}
