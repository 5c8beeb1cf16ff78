import Console
import JSON
import NodeCore
import NodeRuntime

/// What is shown of a repair: to a person a line for each finding, and progress while it works; to
/// a program one JSON object at the end.
final class RepairScreen {
    private let language: Language
    private let printsJSON: Bool
    private var findings: [JSONValue] = []
    private var progress: Progress?
    private var progressEnd: UInt64 = 0

    init(_ language: Language, printsJSON: Bool) {
        self.language = language
        self.printsJSON = printsJSON
    }

    func show(_ news: RepairNews) {
        if printsJSON, let code = news.code {
            let text = Phrase(news.english, news.chinese).text(language)
            findings.append(["code": .string(code), "text": .string(text)])
        }
        switch news {
        case .read(let done, let all):
            advance(Phrase("reading bytes", "读取字节"), done, of: all)
        case .tried(let done, let all):
            guard all > 0 else { return }
            advance(Phrase("fetching blocks", "取回区块"), UInt64(done), of: UInt64(all))
        default:
            say(Phrase(news.english, news.chinese))
        }
    }

    /// Says how it ended; good when the node can start.
    func conclude(_ report: NodeRepair.Report, isDry: Bool) -> ExitCode {
        say(Phrase(report.journal.english, report.journal.chinese))
        let ledger = report.ledger
        if printsJSON { write(report) }
        say(
            Phrase(
                "ledger: \(ledger.byteCount) bytes read, \(ledger.damageCount) places damaged, "
                    + "\(ledger.mendedCount) frames fetched, \(ledger.clearedCount) given up, "
                    + "\(ledger.indexCount) indexes written",
                "账本：读取 \(ledger.byteCount) 字节，损坏 \(ledger.damageCount) 处，"
                    + "取回 \(ledger.mendedCount) 帧，作空白 \(ledger.clearedCount) 处，"
                    + "重写索引 \(ledger.indexCount) 个"
            )
        )
        guard ledger.isWhole else {
            say(isDry ? Self.adviceAfterLook : Self.advice(ledger.leftCount))
            return .bad
        }
        if Self.isSilenced(report) { return .bad }
        say(Phrase("The node can start.", "节点可以启动。"))
        return .good
    }

    private static let adviceAfterLook = Phrase(
        "Nothing was changed. Run it again without --dry-run while other nodes are up.",
        "未作任何更改。请在其他节点运行时去掉 --dry-run 再次执行。"
    )

    private static func advice(_ count: Int) -> Phrase {
        Phrase(
            "\(count) places are damaged still. Run it again when more nodes are up; or move "
                + "ledger/ away, keep journal/, and run lianzheng-node join: it fetches everything "
                + "again.",
            "仍有 \(count) 处损坏。请在更多节点运行后再次执行；或移走 ledger/、保留 journal/，"
                + "再运行 lianzheng-node join 重新取回全部区块。"
        )
    }

    private static func isSilenced(_ report: NodeRepair.Report) -> Bool {
        if case .silenced = report.journal { true } else { false }
    }

    private func write(_ report: NodeRepair.Report) {
        let ledger = report.ledger
        let document: JSONValue = [
            "good": .boolean(ledger.isWhole && !Self.isSilenced(report)),
            "journal": .string(report.journal.code),
            "ledger": [
                "bytes": .integer(ledger.byteCount), "damaged": .integer(ledger.damageCount),
                "fetched": .integer(ledger.mendedCount),
                "given_up": .integer(ledger.clearedCount),
                "indexes": .integer(ledger.indexCount), "left": .integer(ledger.leftCount),
            ],
            "findings": .array(findings),
        ]
        StandardStream.output.write(JSONText.pretty(document) + "\n")
    }

    private func advance(_ label: Phrase, _ done: UInt64, of all: UInt64) {
        if progress == nil {
            progress = Progress(label.text(language), total: all, language: language)
        }
        progressEnd = done
        progress?.update(done)
        if done == all { finishProgress() }
    }

    private func finishProgress() {
        progress?.finish(progressEnd)
        progress = nil
    }

    private func say(_ phrase: Phrase) {
        if progress != nil { finishProgress() }
        if printsJSON { return }
        StandardStream.output.write(phrase.text(language) + "\n")
    }
}
