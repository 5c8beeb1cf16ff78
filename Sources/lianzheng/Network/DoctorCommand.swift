import Client
import Console
import JSON

extension ToolCommand {
    /// `lianzheng doctor`.
    static let doctor = ToolCommand(
        flags: Flags(
            "lianzheng doctor",
            summary: Phrase(
                "Ask every node and say what is wrong: who is missing, why, what to do.",
                "询问每个节点并说明问题：缺谁、为什么、怎么办。"
            ),
            flags: [
                .folder,
                .option(
                    "seconds",
                    "N",
                    Phrase("how long to wait for a node (default: 2)", "每个节点最多等多少秒（默认 2）")
                ),
            ],
            examples: [
                (
                    "lianzheng doctor",
                    Phrase("the network in .demo", "检查 .demo 中的网络")
                ),
                (
                    "lianzheng doctor --dir .demo --seconds 10 --lang zh",
                    Phrase("with patience for slow lines, in Chinese", "线路较慢时多等一会儿，用中文回答")
                ),
                (
                    "lianzheng doctor --json || echo 'see to the chain'",
                    Phrase(
                        "for monitoring: exit code 0 all well, 1 something to do, 3 nobody answers",
                        "供监控使用：退出码 0 正常，1 需处理，3 无节点应答"
                    )
                ),
            ]
        )
    ) { invocation in
        let seconds = try invocation.arguments.integer("seconds", in: 1...600) ?? 2
        let diagnosis = Examination(
            try invocation.network(),
            timeoutMs: UInt64(seconds) * 1_000
        ).diagnosis()
        invocation.answer(diagnosis.json) { diagnosis.text(invocation.language) }
        return diagnosis.exitCode
    }
}

extension Diagnosis {
    /// The findings for people, one paragraph each.
    fileprivate func text(_ language: Language) -> String {
        findings.map { $0.text(language) }.joined(separator: "\n")
    }
}

extension Diagnosis.Finding {
    private static let columns = 96

    fileprivate func text(_ language: Language) -> String {
        let explanation = explanation
        var lines = ["\(mark) \(explanation.what.text(language)) [\(code)]"]
        lines += Self.wrapped(explanation.why.text(language), after: "")
        if let advice = explanation.advice {
            lines += Self.wrapped(advice.text(language), after: "→ ")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var mark: String {
        switch severity {
        case .good: "✔"
        case .notice: "·"
        case .warning: "!"
        case .alarm: "✘"
        }
    }

    /// Indented lines; those after the first stand under its text.
    private static func wrapped(_ text: String, after lead: String) -> [String] {
        let margin = String(repeating: " ", count: 2 + DisplayWidth.of(lead))
        let lines = DisplayWidth.wrapped(text, to: columns - DisplayWidth.of(margin))
        return lines.enumerated().map { ($0.offset == 0 ? "  " + lead : margin) + $0.element }
    }
}
