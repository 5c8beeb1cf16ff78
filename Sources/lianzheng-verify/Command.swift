import Console
import Evidence
import Glibc
import JSON

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
                "max-age",
                "24h",
                Phrase(
                    "how old the proof of the status may be: 30m, 24h, 7d or any (default: 24h)",
                    "状态证明的最长时效：30m、24h、7d 或 any（默认 24h）"
                )
            ),
            .option(
                "at",
                "TIME",
                Phrase(
                    "ask about another moment, such as 2026-06-30 or 2026-06-30T12:00+08:00",
                    "按另一时刻判定，如 2026-06-30 或 2026-06-30T12:00+08:00"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-verify licence.cose",
                Phrase("is it genuine, and valid now?", "是否真实，现在是否有效?")
            ),
            (
                "lianzheng-verify --at 2026-06-30 --max-age any licence.cose",
                Phrase("was it valid on that day?", "当日是否有效?")
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
            let policy = try Policy.read(arguments, nowMs: wallClockMs())
            var session = Session(genesis: arguments["genesis"], policy: policy)
            return arguments.operands.map { path in
                let outcome = session.verify(path)
                StandardStream.output.write(
                    arguments.wantsJSON
                        ? JSONText.compact(outcome.json) + "\n" : outcome.text(language)
                )
                return outcome.exitCode
            }.worst
        } catch {
            StandardStream.error.write("lianzheng-verify: \(error.message(.ofEnvironment))\n")
            return .usage
        }
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
