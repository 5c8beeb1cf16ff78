import Audit
import COSE
import Console
import Cryptography
import JSON
import Ledger
import Merkle

/// A comparison for people and for programs.
struct ComparisonText {
    let comparison: LedgerComparison
    /// The folders as the person named them.
    let folders: (first: String, second: String)
    let language: Language

    var text: String {
        var lines =
            side(folders.first, comparison.first) + side(folders.second, comparison.second)
        let common = comparison.common
        let same = Phrase(
            "the same up to height \(common.header.height), block \(common.hash.hexadecimal)",
            "至高度 \(common.header.height) 相同，区块 \(common.hash.hexadecimal)"
        )
        lines.append(same.text(language))
        if let parting = comparison.parting {
            lines += text(parting)
        } else if let proof = comparison.consistency {
            let holds = Phrase(
                "consistency proof from \(proof.oldSize) to \(proof.newSize) statements holds",
                "由 \(proof.oldSize) 条至 \(proof.newSize) 条声明的一致性证明成立"
            )
            lines.append(holds.text(language))
        }
        let verdict =
            comparison.isOneHistory
            ? Phrase("ONE HISTORY", "同一历史") : Phrase("NOT ONE GOOD HISTORY", "并非同一完好历史")
        return (lines + [verdict.text(language)]).joined(separator: "\n") + "\n"
    }

    /// How far a ledger goes, and the first thing that is wrong with it.
    private func side(_ folder: String, _ report: AuditReport) -> [String] {
        let count = report.findings.count
        let line = Phrase(
            "\(folder): height \(report.height), \(count.counting("finding"))",
            "\(folder)：高度 \(report.height)，发现问题 \(count) 项"
        )
        guard let first = report.findings.first else { return [line.text(language)] }
        let finding = FindingText(finding: first, language: language).text
        return [line.text(language)]
            + finding.split(separator: "\n").map { "   \($0)" }
    }

    private func text(_ parting: LedgerComparison.Parting) -> [String] {
        let height = parting.first.header.height
        let heading = Phrase("they part at height \(height):", "自高度 \(height) 起分歧：")
        return [heading.text(language)]
            + text(folders.first, parting.first, parting.onlyFirst)
            + text(folders.second, parting.second, parting.onlySecond)
    }

    private func text(
        _ folder: String,
        _ block: HashedHeader,
        _ only: [FinalStatement]
    ) -> [String] {
        let time = CalendarTime(ms: block.header.timeMs).description
        return ["  \(folder): \(block.hash.hexadecimal), \(time)"]
            + only.map { statement in
                "    \(statement.inspected.kind.rawValue) \(statement.inspected.subject), "
                    + "\(statement.agency?.code ?? "?"), \(statement.inspected.entry.hexadecimal)"
            }
    }

    var json: JSONValue {
        [
            "verdict": .string(comparison.isOneHistory ? "good" : "bad"),
            "common_height": .integer(comparison.common.header.height),
            "common_block": .string(comparison.common.hash.hexadecimal),
            "first": side(folders.first, comparison.first, comparison.firstTip),
            "second": side(folders.second, comparison.second, comparison.secondTip),
            "parting_height": comparison.parting.map { .integer($0.first.header.height) } ?? .null,
            "consistency": comparison.consistency.map { proof in
                [
                    "old_size": .integer(proof.oldSize), "new_size": .integer(proof.newSize),
                    "path": .array(proof.path.map { .string($0.hexadecimal) }),
                ]
            } ?? .null,
        ]
    }

    private func side(_ folder: String, _ report: AuditReport, _ tip: HashedHeader) -> JSONValue {
        [
            "folder": .string(folder), "findings": .integer(report.findings.count),
            "height": .integer(tip.header.height), "block": .string(tip.hash.hexadecimal),
            "tree_size": .integer(tip.header.treeSize),
            "tree_root": .string(tip.header.treeRoot.hexadecimal),
        ]
    }
}
