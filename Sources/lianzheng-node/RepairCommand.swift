import Console
import Glibc
import NodeCore
import NodeRuntime

/// `lianzheng-node repair`: mends a stopped node's home, and says what it finds and does.
enum RepairCommand {
    static let flags = Flags(
        "lianzheng-node repair",
        summary: Phrase(
            "Look for damage in the home of a stopped node; fetch what is damaged from its peers.",
            "检查已停止节点的目录，并向对等节点取回损坏的内容。"
        ),
        flags: [
            .home,
            .toggle(
                "dry-run",
                Phrase("only look: write nothing, ask nobody", "只检查：不写入，不询问其他节点")
            ),
            .toggle(
                "journal-lost",
                Phrase(
                    "the vote journal is older than this node's last vote: begin a new one, and "
                        + "vote only after the others told how far the votes went",
                    "投票日志早于本节点的最后一次投票：另起新日志，并在其他节点告知投票所及视图后才投票"
                )
            ),
            .toggle(
                "yes",
                Phrase(
                    "with --journal-lost: no other process or machine has this vote key",
                    "与 --journal-lost 同用：确认没有其他进程或机器使用该投票密钥"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-node repair --home /var/lib/lianzheng/tax",
                Phrase("mend what “run” refuses to start from", "修复“run”拒绝启动的目录")
            ),
            (
                "lianzheng-node repair --home /var/lib/lianzheng/tax --dry-run",
                Phrase("only say what is damaged", "只报告损坏之处")
            ),
            (
                "lianzheng-node repair --home /var/lib/lianzheng/tax --journal-lost",
                Phrase(
                    "after the home was restored from an old backup",
                    "节点目录由旧备份恢复之后"
                )
            ),
        ]
    )

    static func run(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        let language = arguments.language
        let home = try arguments.required("home")
        let isDry = arguments.has("dry-run")
        let declaresLoss = arguments.has("journal-lost") && !isDry
        do throws(StartError) {
            let repair = try NodeRepair(home: home)
            if declaresLoss {
                guard arguments.has("yes") || isAlone(language) else { return .usage }
                try repair.declareJournalLost()
            }
            let screen = RepairScreen(language, printsJSON: arguments.wantsJSON)
            let report = try repair.run(isDry: isDry) { screen.show($0) }
            return screen.conclude(report, isDry: isDry)
        } catch { return NodeCommand.fail(error, language) }
    }

    /// Asks what only a person can know: two nodes with one key would contradict each other.
    private static func isAlone(_ language: Language) -> Bool {
        let question = Phrase(
            "Is another process or machine running with this node's vote key?",
            "是否有其他进程或机器正在使用本节点的投票密钥？"
        ).text(language)
        guard isatty(STDIN_FILENO) == 1 else {
            let advice = Phrase("If not, add --yes.", "如果没有，请加上 --yes。").text(language)
            StandardStream.error.write("lianzheng-node: \(question) \(advice)\n")
            return false
        }
        let choice = Phrase("[yes/no]", "[yes 有 / no 没有]").text(language)
        StandardStream.error.write("\(question) \(choice) ")
        return readLine() == "no"
    }
}
