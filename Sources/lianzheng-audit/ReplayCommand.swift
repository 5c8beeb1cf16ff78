import Audit
import COSE
import Console
import Cryptography
import JSON
import Ledger

/// `lianzheng-audit replay`: executes a ledger again and says what is wrong with it.
struct ReplayCommand: AuditCommand {
    static let flags = Flags(
        "lianzheng-audit replay",
        operands: "LEDGER-FOLDER",
        summary: Phrase(
            "Replay a ledger from its first block and check every rule, signature and byte.",
            "从首个区块起重放账本，核查每条规则、每个签名、每个字节。"
        ),
        flags: AuditInput.flags + [
            .option(
                "from",
                "HEIGHT",
                Phrase(
                    "check signatures from this height on; below it finalizations vouch for them",
                    "自该高度起逐一核验签名；此前由终局证明担保"
                )
            ),
            .toggle(
                "resume",
                Phrase(
                    "go on where an earlier audit stopped, and note how far this one comes",
                    "从上次审计截止处继续，并记下本次进度"
                )
            ),
            .option(
                "checkpoint",
                "FILE",
                Phrase(
                    "where --resume notes it (default: lianzheng-audit.checkpoint)",
                    "--resume 的进度文件（默认 lianzheng-audit.checkpoint）"
                )
            ),
            .option(
                "report",
                "FILE",
                Phrase("write the report as a page to print", "输出可打印的审计报告网页")
            ),
            .option(
                "report-json",
                "FILE",
                Phrase("write the report for programs", "输出供程序读取的审计报告")
            ),
            .option(
                "sign",
                "KEY",
                Phrase(
                    "sign each report with this key, into FILE.cose beside it",
                    "用此密钥签章，签章写入报告旁的 .cose 文件"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-audit replay nodes/observer/ledger",
                Phrase("replay the ledger of a node", "重放一个节点的账本")
            ),
            (
                "lianzheng-audit replay copy/ledger --genesis genesis.json --json",
                Phrase("a copy, for a program", "重放副本，输出供程序读取")
            ),
            (
                "lianzheng-audit replay copy/ledger --report report.html --sign audit.key",
                Phrase("a page to file, signed", "生成签章的审计报告")
            ),
            (
                "lianzheng-audit replay copy/ledger --archive /mnt/2025 --resume",
                Phrase("with older segments on another medium", "旧分段在其他介质上，接续上次审计")
            ),
        ]
    )

    let arguments: Arguments
    private let folder: String
    private let from: UInt64?

    init(_ arguments: Arguments) throws(UsageError) {
        folder = try arguments.onlyOperand("LEDGER-FOLDER")
        from = try arguments.integer("from").map(UInt64.init)
        if arguments["sign"] != nil, arguments["report"] == nil, arguments["report-json"] == nil {
            throw .missingFlag("report")
        }
        self.arguments = arguments
    }

    func work() async throws -> ExitCode {
        let start = ContinuousClock.now
        let input = try AuditInput(folder: folder, arguments)
        let files = try ReportFiles(arguments)
        let checkpoint = arguments.has("resume") ? try CheckpointFile(arguments) : nil
        var scope = ReplayScope.from(from ?? 1)
        if let known = checkpoint?.known, from == nil { scope = .after(known) }
        let report = try await input.replay(language, scope: scope) { checkpoint?.hear($0) }
        if let end = report.checkpoint { checkpoint?.keep(end) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        show(report, seconds: seconds)
        try files.write(report, input, seconds: seconds, language)
        return report.isGood ? .good : .bad
    }

    private func show(_ report: AuditReport, seconds: Double) {
        if arguments.wantsJSON {
            StandardStream.output.write(JSONText.pretty(report.json(seconds: seconds)) + "\n")
        } else {
            let text = ReportText(report: report, seconds: seconds, language: language)
            StandardStream.output.write(text.text)
        }
    }
}
