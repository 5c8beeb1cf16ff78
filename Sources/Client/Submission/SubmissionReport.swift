package import Console
package import JSON
import NodeCore

/// What a clerk is told after an upload.
package struct SubmissionReport: Hashable, Sendable {
    /// The member that uploaded.
    package let member: String
    /// What was recorded.
    package let outcome: SubmissionOutcome
    /// Every line that was not, by file and line.
    package let refused: [RefusedLine]
    /// How long it took from the first statement to the last answer.
    package let elapsed: Duration

    /// Makes a report; the refusals are put in order.
    package init(
        member: String,
        outcome: SubmissionOutcome,
        refused: [RefusedLine],
        elapsed: Duration
    ) {
        self.member = member
        self.outcome = outcome
        self.refused = refused.sorted { $0.place < $1.place }
        self.elapsed = elapsed
    }

    /// One line a refusal, and a last line that sums up.
    package func text(_ language: Language) -> String {
        let lines = refused.map { $0.text(language) + "\n" }.joined()
        let count = outcome.recordCount
        let milliseconds = Int64(elapsed / .milliseconds(1))
        let rate = milliseconds > 0 ? Int64(count) * 1_000 / milliseconds : 0
        let summary = Phrase(
            """
            \(member): \(count) recorded, \(refused.count) refused; \
            \(outcome.statementCount.counting("statement")) in \(milliseconds) ms, \(rate) records/s
            """,
            """
            \(member)：上链 \(count) 条，退回 \(refused.count) 条；\(outcome.statementCount) \
            个批次，用时 \(milliseconds) 毫秒，每秒 \(rate) 条
            """
        )
        return lines + summary.text(language) + "\n"
    }

    /// The report for programs.
    package var json: JSONValue {
        [
            "member": .string(member),
            "recorded": .integer(outcome.recordCount),
            "statements": .integer(outcome.statementCount),
            "height": outcome.last.map { .integer($0.height) } ?? .null,
            "milliseconds": .integer(Int64(elapsed / .milliseconds(1))),
            "refused": .array(refused.map(\.json)),
        ]
    }
}
