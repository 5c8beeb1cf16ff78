import Console
import Evidence
import Glibc

/// `lianzheng-verify`: checks certificate files offline, against nothing but a genesis file.
@main
struct Command {
    static func main() {
        run(Array(CommandLine.arguments.dropFirst())).exit()
    }

    private static let flags = Flags(
        "lianzheng-verify",
        operands: "FILE…",
        summary: Phrase(
            "Checks e-certificates and approval results offline: genuine, and still valid?",
            "离线核验电子证照与审批结果：是否真实，是否仍然有效。"
        ),
        flags: [
            .option(
                "genesis",
                "FILE",
                Phrase(
                    "the ledger to trust (default: ~/.config or /etc, lianzheng/genesis.json)",
                    "所信任的创世文件（默认：~/.config 或 /etc 下 lianzheng/genesis.json）"
                )
            ),
            .option(
                "document",
                "FILE",
                Phrase(
                    "the PDF or OFD that came with it: is it the one that was signed?",
                    "随证照提供的 PDF 或 OFD：是否为签发时的原件"
                )
            ),
            .option(
                "max-age",
                "24h",
                Phrase(
                    "how old the proof of the status may be: 90s, 30m, 24h, 7d or any "
                        + "(default: 24h)",
                    "状态证明的最长时效：90s、30m、24h、7d 或 any（默认 24h）"
                )
            ),
            .option(
                "at",
                "TIME",
                Phrase(
                    "ask about another moment: 2026-06-30 (the end of that day) or "
                        + "2026-06-30T12:00+08:00",
                    "按另一时刻判定：2026-06-30（当日终了）或 2026-06-30T12:00+08:00"
                )
            ),
            .option(
                "refresh",
                "HOST:PORT",
                Phrase(
                    "first ask this node for newer evidence, by lianzheng refresh",
                    "先经 lianzheng refresh 向该节点索取最新状态证明"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-verify licence.cose",
                Phrase("is it genuine, and valid now?", "是否真实，现在是否有效？")
            ),
            (
                "lianzheng-verify --at 2026-06-30 --max-age any licence.cose",
                Phrase("was it valid on that day?", "当日是否有效？")
            ),
            (
                "lianzheng-verify --document licence.pdf licence.cose",
                Phrase("is this the document that was signed?", "是否为签发时的文件？")
            ),
            (
                "lianzheng-verify --json - < licence.cose",
                Phrase("from standard input, for programs", "从标准输入读取，供程序使用")
            ),
        ]
    )

    private static func run(_ words: [String]) -> ExitCode {
        do throws(UsageError) {
            let arguments = try flags.parse(words)
            let language = arguments.language
            guard !arguments.wantsHelp else {
                StandardStream.output.write(flags.help(language))
                return .good
            }
            guard !arguments.operands.isEmpty else { throw UsageError.missingOperand("FILE") }
            guard arguments.operands.count(where: { $0 == "-" }) <= 1 else {
                throw UsageError.unexpectedOperand("-")
            }
            let session = Session(
                genesis: arguments["genesis"],
                document: arguments["document"],
                refresher: try arguments["refresh"].map { (node) throws(UsageError) in
                    try Refresher(node: node, language: language)
                },
                policy: try Policy.read(arguments, nowMs: wallClockMs())
            )
            return arguments.operands.map { path in
                let outcome = session.verify(path)
                StandardStream.output.write(
                    arguments.wantsJSON ? outcome.json : outcome.text(language)
                )
                return outcome.exitCode
            }.worst
        } catch {
            let language = language(of: words)
            let gap = Phrase("; ", "；").text(language)
            let hint = Phrase("try lianzheng-verify --help", "请看 lianzheng-verify --help")
            StandardStream.error.write(
                "lianzheng-verify: \(error.message(language))\(gap)\(hint.text(language))\n"
            )
            return .usage
        }
    }

    /// The language asked for, when the rest was not understood.
    private static func language(of words: [String]) -> Language {
        let named = zip(words, words.dropFirst()).first { $0.0 == "--lang" }?.1
        return named.flatMap(Language.init(rawValue:)) ?? .ofEnvironment
    }

    private static func wallClockMs() -> UInt64 {
        var time = timespec()
        // Safe: the kernel fills the structure during the call.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(max(0, time.tv_sec)) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}

extension [ExitCode] {
    /// Bad before cannot tell before good.
    fileprivate var worst: ExitCode {
        contains(.bad) ? .bad : contains(.cannotTell) ? .cannotTell : .good
    }
}
