import Console
import NodeCore
import NodeRuntime

/// `lianzheng-node join`: follows the chain from genesis until nothing is missing.
enum JoinCommand {
    static let flags = Flags(
        "lianzheng-node join",
        summary: Phrase(
            "Fetch the whole ledger from the others, then stop; only the genesis is trusted.",
            "从其他节点追赶整条账本后退出；除创世文件外不信任任何一方。"
        ),
        flags: [
            .home,
            .option(
                "wait",
                "MINUTES",
                Phrase(
                    "give up when nothing new came for so long (default: 5)",
                    "连续多少分钟没有进展即放弃（默认 5）"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-node join --home .demo/nodes/fin",
                Phrase("catch up with the chain", "追赶到链的末端")
            ),
            (
                "lianzheng-node run --home .demo/nodes/fin",
                Phrase("then serve", "随后提供服务")
            ),
        ]
    )

    static func run(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        let home = try arguments.required("home")
        let minutes = try arguments.integer("wait", in: 1...1_440) ?? 5
        let language = arguments.language
        do throws(StartError) {
            let process = try NodeProcess(home: home)
            let watch = JoinWatch(patience: .seconds(60 * minutes), language: language)
            guard process.run(watch: watch.isOver) == 0 else { return .bad }
            return watch.conclude(home)
        } catch { return NodeCommand.fail(error, language) }
    }
}

/// What a person hears while a node catches up.
private final class JoinWatch {
    private let patience: Duration
    private let language: Language
    private let start = ContinuousClock.now
    private var lastGain = ContinuousClock.now
    private var latest: CatchUpProgress?
    /// Since when nothing was missing; peers tell where they stand once a second.
    private var completeSince: ContinuousClock.Instant?
    private var firstHeight: UInt64 = 0
    private var hasHinted = false
    private var lastSaid = ContinuousClock.now

    init(patience: Duration, language: Language) {
        self.patience = patience
        self.language = language
    }

    /// Takes in how far the node is; true when it is done, or when waiting is pointless.
    func isOver(_ progress: CatchUpProgress) -> Bool {
        let now = ContinuousClock.now
        if latest == nil { firstHeight = progress.height }
        if latest?.height != progress.height { lastGain = now }
        latest = progress
        show(progress, at: now)
        guard progress.isComplete else {
            completeSince = nil
            return now - lastGain > patience
        }
        let since = completeSince ?? now
        completeSince = since
        return now - since > .seconds(3)
    }

    private func show(_ progress: CatchUpProgress, at now: ContinuousClock.Instant) {
        if progress.peerCount == 0, !hasHinted, now - start > .seconds(5) {
            hasHinted = true
            say(
                progress.isRegistered
                    ? Phrase(
                        "no other node answers yet: check node.json, the network and the firewall",
                        "尚无其他节点应答：请检查 node.json、网络与防火墙"
                    )
                    : Phrase(
                        "no other node lets this one in yet: governance has to admit it first "
                            + "(lianzheng govern seat, propose, vote)",
                        "其他节点尚不接纳本节点：须先经治理批准"
                            + "（lianzheng govern seat、propose、vote）"
                    )
            )
        }
        let isTerminal = StandardStream.error.isTerminal
        guard now - lastSaid > (isTerminal ? .milliseconds(200) : .seconds(5)) else { return }
        lastSaid = now
        let line = ProgressLine(
            done: progress.height - min(firstHeight, progress.height),
            total: progress.provenHeight - min(firstHeight, progress.provenHeight),
            elapsed: now - start
        )
        let text = Phrase("height", "高度").text(language)
        let place = "\(text) \(progress.height)/\(progress.provenHeight)"
        StandardStream.error.write(
            isTerminal
                ? "\r\(place)  \(line.text(language))\u{1B}[K"
                : "\(place)  \(line.text(language))\n"
        )
    }

    private func say(_ phrase: Phrase) {
        let isTerminal = StandardStream.error.isTerminal
        StandardStream.error.write((isTerminal ? "\r\u{1B}[K" : "") + phrase.text(language) + "\n")
    }

    /// Says how it ended.
    func conclude(_ home: String) -> ExitCode {
        guard let latest, latest.isComplete else {
            let height = latest?.height ?? 0
            let minutes = (latest?.ageMs ?? 0) / 60_000
            say(
                Phrase(
                    "not at the end: height \(height), whose block is \(minutes) min old, and "
                        + "nothing newer came; run the same command again to go on from there",
                    "未追到末端：高度 \(height)，该区块已是 \(minutes) 分钟前；"
                        + "再次运行同一命令即可从此处继续"
                )
            )
            return .cannotTell
        }
        say(
            Phrase(
                "caught up at height \(latest.height), block time \(latest.ageMs / 1_000) s ago; "
                    + "now: lianzheng-node run --home \(home)",
                "已追到高度 \(latest.height)，区块时间在 \(latest.ageMs / 1_000) 秒前；"
                    + "下一步：lianzheng-node run --home \(home)"
            )
        )
        return .good
    }
}
