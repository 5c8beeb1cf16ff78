import Catalogue
import Console
import Cryptography
import HTML
import Ledger
import Storage

/// What was looked at, and what was wrong with it.
extension AuditPage {
    var scope: Markup {
        let document = report.genesis.document
        let from =
            report.scope.from > 1
            ? text(
                "signatures from height \(report.scope.from) on; below it they are vouched for by "
                    + (report.scope.checkpoint == nil
                        ? "the validators' finalizations" : "an earlier audit of this auditor"),
                "自高度 \(report.scope.from) 起逐一核验签名；此前由"
                    + (report.scope.checkpoint == nil ? "验证节点终局证明" : "本审计方上次审计") + "担保"
            )
            : text("everything from the first block on", "自首个区块起全部内容")
        return table(
            [],
            [
                [text("Chain", "链"), document.name],
                [text("Chain identifier", "链标识"), report.genesis.chainID.hexadecimal],
                [text("Suite", "密码套件"), report.genesis.suite.rawValue],
                [text("Files", "文件"), circumstances.folders.joined(separator: "\n")],
                [text("Heights", "高度"), "0–\(report.height)"],
                [text("Newest final block", "最新终局区块"), report.block.hexadecimal],
                [text("Signatures", "签名核验范围"), from],
                [text("Tool", "工具"), circumstances.tool],
                [text("Made at", "审计时间"), circumstances.madeAt],
                [text("Duration", "用时"), duration],
            ]
        )
    }

    private var duration: String {
        let seconds = Int(circumstances.seconds)
        return seconds < 1 ? text("less than 1 s", "不足 1 秒") : text("\(seconds) s", "\(seconds) 秒")
    }

    var checked: Markup {
        let counts = report.counts
        let rows: [(String, String, UInt64)] = [
            ("bytes compared with their checksums", "与校验和比对的字节", counts.bytes),
            ("final blocks: links, times, roots", "终局区块：链接、时间、各树根", counts.blocks),
            ("blocks never final", "未终局区块", counts.unfinalizedBlocks),
            ("finalizations with n − f votes", "终局证明（不少于 n−f 票）", counts.finalizations),
            ("validators' signatures", "验证节点签名", counts.votes),
            ("statements: form, right, replay", "声明：格式、权限、防重放", counts.statements),
            ("statements' signatures", "声明签名", counts.signatures),
            ("certificates by two persons", "双人审批证照", counts.approvals),
            ("signatures taken over", "沿用的签名核验", counts.acceptedSignatures),
            ("signatures nobody could judge", "无法判定的签名", counts.unjudgedSignatures),
            ("records: schema, keys, batch roots", "记录：结构、业务键、批次树根", counts.records),
            ("torn bytes at the end", "末尾残缺字节", counts.tornBytes),
        ]
        return table(
            [text("What", "内容"), text("How many", "数量")],
            rows.map { [text($0.0, $0.1), Self.grouped($0.2)] },
            numbers: [1]
        )
    }

    var findings: Markup {
        guard !report.findings.isEmpty else { return "<p>\(text("None.", "无。"))</p>" }
        return table(
            [
                "#", text("Height", "高度"), text("What is wrong", "问题"),
                text("Answerable", "责任部门"), text("Where", "位置"),
            ],
            report.findings.enumerated().map { number, finding in
                let spot = finding.spot.map { "\($0.fileName) @ \($0.offset)" } ?? ""
                let statement = finding.statement.map(place)
                let fault = text(finding.fault.english, finding.fault.chinese)
                return [
                    String(number + 1), finding.height.map { String($0) } ?? "?",
                    "\(fault) [\(finding.fault.code)]", agency(finding.statement?.agency),
                    [statement ?? "", spot].filter { !$0.isEmpty }.joined(separator: "; "),
                ]
            },
            numbers: [0, 1]
        )
    }

    private func place(_ suspect: SuspectStatement) -> String {
        let number = suspect.position + 1
        let record = suspect.record.map { text(", record \($0 + 1)", "，第 \($0 + 1) 条") }
        return text("statement \(number)", "第 \(number) 份声明") + (record ?? "")
    }

    private func agency(_ member: Member?) -> String {
        member.map { "\($0.code) " + text($0.nameEn, $0.nameZh) } ?? ""
    }
}

/// Who wrote how much of what, and when.
extension AuditPage {
    var byMonth: Markup {
        tallies(text("Month", "月份"), report.statistics.byMonth.map { ($0.month, $0.tally) })
    }

    var byAgency: Markup {
        tallies(
            text("Agency", "部门"),
            report.statistics.byAgency.map { code, tally in
                (report.genesis.member(code: code).map { agency($0) } ?? code, tally)
            }
        )
    }

    var byCategory: Markup {
        tallies(
            text("Category", "数据类别"),
            report.statistics.byCategory.map { code, tally in
                let name = catalogue.category(code)?.name
                return ("\(code) " + (name.map { text($0.english, $0.chinese) } ?? ""), tally)
            }
        )
    }

    var byType: Markup {
        tallies(
            text("Type", "类型"),
            report.statistics.byCertificateType.map { code, tally in
                let name = catalogue.certificateType(code)?.name
                return ("\(code) " + (name.map { text($0.english, $0.chinese) } ?? ""), tally)
            }
        )
    }

    /// More bars than these show nothing any more.
    private static let chartedRows = 20

    /// A chart of the larger numbers and a table of all.
    private func tallies(_ name: String, _ rows: [(String, AuditStatistics.Tally)]) -> Markup {
        guard !rows.isEmpty else { return "" }
        let hasRecords = rows.contains { $0.1.records > 0 }
        let bars = rows.map { ($0.0, hasRecords ? $0.1.records : $0.1.statements) }
        let least = bars.map(\.1).sorted(by: >).prefix(Self.chartedRows).last ?? 0
        let chart = BarChart(bars: Array(bars.filter { $0.1 >= least }.prefix(Self.chartedRows)))
        let numbers = table(
            [name, text("Statements", "声明")] + (hasRecords ? [text("Records", "记录")] : []),
            rows.map { name, tally in
                [name, Self.grouped(tally.statements)]
                    + (hasRecords ? [Self.grouped(tally.records)] : [])
            },
            numbers: [1, 2]
        )
        return "\(chart.html)\n\(numbers)"
    }
}
