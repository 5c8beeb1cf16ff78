import Audit
import Console
import Cryptography
import Ledger

/// The report for people.
struct ReportText {
    let report: AuditReport
    let seconds: Double
    let language: Language

    /// How many findings are printed; `--json` has all of them.
    private static let shownFindings = 20

    var text: String {
        var text = ""
        for (number, finding) in report.findings.prefix(Self.shownFindings).enumerated() {
            text += "\(number + 1). " + FindingText(finding: finding, language: language).text
        }
        let hidden = report.findings.count - Self.shownFindings
        if hidden > 0 {
            let more = Phrase(
                "… and \(hidden.counting("more finding")); --json lists all.",
                "……另有 \(hidden) 项，--json 列出全部。"
            )
            text += more.text(language) + "\n"
        }
        if !report.findings.isEmpty { text += "\n" }
        return text + summary + "\n" + accusations + verdict + "\n"
    }

    /// The validators that contradicted themselves: proven on a good ledger, and no fault of it.
    private var accusations: String {
        report.accusations.suffix(Self.shownFindings).map { one in
            let line = Phrase(
                "EVIDENCE: validator \(one.name) \(one.pair.english) (epoch \(one.epoch), view "
                    + "\(one.view)); statement \(one.leafIndex) on the ledger proves it.",
                "作恶证据：验证节点 \(one.name) \(one.pair.chinese)(第 \(one.epoch) 纪元，视图 "
                    + "\(one.view)),见账本第 \(one.leafIndex) 号声明。"
            )
            return line.text(language) + "\n"
        }
        .joined()
    }

    private var summary: String {
        let counts = report.counts
        var table = Table([("", .leading), ("", .trailing)])
        let rows: [(Phrase, String)] = [
            (Phrase("chain", "链"), report.genesis.document.name),
            (Phrase("newest final height", "最新终局高度"), "\(report.height)"),
            (Phrase("rules executed up to height", "规则执行至高度"), "\(report.executedHeight)"),
            (Phrase("final blocks", "终局区块"), "\(counts.blocks)"),
            (Phrase("blocks never final", "未终局区块"), "\(counts.unfinalizedBlocks)"),
            (Phrase("statements", "声明"), "\(counts.statements)"),
            (Phrase("records", "记录"), "\(counts.records)"),
            (Phrase("signatures checked", "核验签名"), "\(counts.signatures)"),
            (Phrase("signatures taken over", "沿用的签名核验"), "\(counts.acceptedSignatures)"),
            (Phrase("certificates by two persons", "双人审批证照"), "\(counts.approvals)"),
            (Phrase("finalizations checked", "核验终局证明"), "\(counts.finalizations)"),
            (Phrase("votes checked", "核验投票"), "\(counts.votes)"),
            (Phrase("bytes", "字节"), "\(counts.bytes)"),
            (Phrase("torn bytes at the end", "末尾残缺字节"), "\(counts.tornBytes)"),
            (Phrase("seconds", "秒"), "\((seconds * 1_000).rounded() / 1_000)"),
            (
                Phrase("records a second", "每秒记录数"),
                "\(report.recordsPerSecond(seconds))"
            ),
        ]
        for (label, value) in rows { table.add([label.text(language), value]) }
        return table.text.split(separator: "\n", omittingEmptySubsequences: false)
            .dropFirst(2).joined(separator: "\n")
    }

    private var verdict: String {
        guard let first = report.findings.first else {
            let holds = report.assurance
            return Phrase("ALL GOOD: \(holds.english)", "全部通过：\(holds.chinese)").text(language)
        }
        let height = first.height.map { "\($0)" } ?? "?"
        let agency = first.statement?.agency
        let blame = Phrase(
            agency.map { "; answerable: \($0.code) \($0.nameEn)" } ?? "",
            agency.map { "；责任机构：\($0.code) \($0.nameZh)" } ?? ""
        )
        let count = report.findings.count
        let bad = Phrase(
            "NOT GOOD: \(count.counting("finding")), the first at height \(height)\(blame.english)."
                + " Rules that depend on the state were executed up to height"
                + " \(report.executedHeight); behind it checksums, signatures, schemas, links and"
                + " finalizations were checked.",
            "发现问题：共 \(count) 项，首项在高度 \(height)\(blame.chinese)。"
                + "依赖状态的规则执行至高度 \(report.executedHeight)；"
                + "其后仍核查了校验和、签名、数据结构、区块链接与终局证明。"
        )
        return bad.text(language)
    }
}
