import Console
package import NodeCore

/// Lines of one category that become one signed statement.
package struct UploadBatch: Hashable, Sendable {
    /// The most records of a statement that a client makes; the ledger would take more.
    package static let maximumRecords = 1_000

    /// The category of all lines.
    package let category: String
    /// The lines, in the order of their records.
    package let lines: [CheckedLine]

    /// Makes a batch.
    package init(category: String, lines: [CheckedLine]) {
        self.category = category
        self.lines = lines
    }

    /// Groups lines by category, keeping their order within each.
    package static func group(
        _ lines: [CheckedLine],
        maximum: Int = maximumRecords
    ) -> [UploadBatch] {
        var order: [String] = []
        var grouped: [String: [CheckedLine]] = [:]
        for line in lines {
            if grouped[line.category] == nil { order.append(line.category) }
            grouped[line.category, default: []].append(line)
        }
        return order.flatMap { category in
            let all = grouped[category] ?? []
            return stride(from: 0, to: all.count, by: maximum).map { start in
                let end = min(start + maximum, all.count)
                return UploadBatch(category: category, lines: Array(all[start..<end]))
            }
        }
    }

    /// What becomes of the batch after the ledger refused it.
    ///
    /// Where the ledger names records, those lines are refused and the rest can be sent again;
    /// otherwise the whole batch is refused. Either way at least one line leaves the batch, so
    /// sending again comes to an end.
    package func after(_ refusal: Refusal) -> (refused: [RefusedLine], rest: UploadBatch?) {
        var reasons: [Int: RefusedRecord] = [:]
        for record in refusal.records {
            guard let index = Int(exactly: record.index), lines.indices.contains(index) else {
                continue
            }
            reasons[index] = reasons[index] ?? record
        }
        guard !reasons.isEmpty else {
            let reason = Phrase(refusal.english, refusal.chinese)
            return (lines.map { $0.refused(rule: refusal.code, reason: reason) }, nil)
        }
        var refused: [RefusedLine] = []
        var rest: [CheckedLine] = []
        for (index, line) in lines.enumerated() {
            guard let record = reasons[index] else {
                rest.append(line)
                continue
            }
            let reason = Phrase(record.english, record.chinese)
            refused.append(
                line.refused(field: record.field, rule: record.code, reason: reason)
            )
        }
        return (refused, rest.isEmpty ? nil : UploadBatch(category: category, lines: rest))
    }
}

extension CheckedLine {
    fileprivate func refused(field: String = "", rule: String, reason: Phrase) -> RefusedLine {
        RefusedLine(place: place, category: category, field: field, rule: rule, reason: reason)
    }
}
