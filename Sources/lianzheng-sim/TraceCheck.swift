import Console
import JSON
import TraceChecking

/// Checks the traces that real nodes wrote.
enum TraceCheck {
    static let flags = Flags(
        "lianzheng-sim check-trace",
        operands: "FILE...",
        summary: Phrase(
            "Check the traces of all nodes of a run against the voting rules.",
            "按投票规则检查一次运行中全部节点的记录。"
        ),
        examples: [
            (
                "lianzheng-sim check-trace .demo/traces/*.jsonl",
                Phrase("one file for each node", "每个节点一个文件")
            )
        ]
    )

    /// Reads one trace a file, with its predecessor `FILE.old` before it if there is one.
    static func perform(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        guard !arguments.operands.isEmpty else { throw .missingOperand("FILE") }
        var checker = TraceChecker()
        for path in arguments.operands {
            let name = self.name(of: path)
            do throws(InputFileError) {
                var bytes = try InputFile.read(path)
                if let older = try? InputFile.read(path + ".old") { bytes = older + bytes }
                for line in bytes.split(separator: 0x0A) {
                    checker.read(String(decoding: line, as: UTF8.self), of: name)
                }
            } catch {
                let reason = Phrase(error.english, error.chinese).text(arguments.language)
                StandardStream.error.write("lianzheng-sim: \(reason) [\(error.code)]\n")
                return .bad
            }
        }
        let report = checker.finish()
        show(report, traces: arguments.operands.count, arguments)
        return report.findings.isEmpty ? .good : .bad
    }

    /// The file's name without its end, which is the node's name where `scripts/chaos` wrote it.
    private static func name(of path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return file.hasSuffix(".jsonl") ? String(file.dropLast(6)) : file
    }

    private static func show(_ report: TraceReport, traces: Int, _ arguments: Arguments) {
        let findings = report.findings.map {
            "\($0.node):\($0.line) \($0.rule.rawValue): \($0.detail)"
        }
        if arguments.wantsJSON {
            let numbers = [
                ("traces", traces), ("lives", report.lifeCount), ("lines", report.lineCount),
                ("skipped", report.skippedCount), ("votes", report.voteCount),
                ("epochs", report.epochCount), ("height", Int(clamping: report.height)),
            ]
            let list = JSONMember("findings", .array(findings.map { .string($0) }))
            print(
                JSONText.compact(
                    .object(numbers.map { JSONMember($0, .integer($1)) } + [list])
                )
            )
            return
        }
        for finding in findings.prefix(50) { print(finding) }
        print(
            Phrase(
                "\(traces) traces, \(report.lifeCount) lives, \(report.epochCount) epochs, "
                    + "\(report.voteCount) votes, height \(report.height), "
                    + "\(report.lineCount) lines judged, \(report.skippedCount) skipped: "
                    + (findings.isEmpty ? "every rule kept" : "\(findings.count) breaches"),
                "\(traces) 份记录，\(report.lifeCount) 次运行，\(report.epochCount) 个纪元，"
                    + "\(report.voteCount) 张票，高度 \(report.height)，"
                    + "检查 \(report.lineCount) 行，略过 \(report.skippedCount) 行："
                    + (findings.isEmpty ? "全部规则均得到遵守" : "违反规则 \(findings.count) 处")
            ).text(arguments.language)
        )
    }
}
