import Client
import Console
import Cryptography
import JSON

/// `lianzheng-bench`: measures a network of four validators on this machine.
@main
struct BenchCommand {
    private static let flags = Flags(
        "lianzheng-bench",
        summary: Phrase(
            "Measure four validators on this machine, and the machine's own limits beside them.",
            "在本机测量四个共识节点的性能，并列出本机极限。"
        ),
        flags: [
            .option("dir", "FOLDER", Phrase("made anew (default: .bench)", "新建的文件夹（默认 .bench）")),
            .option("genesis-data", "FOLDER", Phrase("default: Genesis", "默认 Genesis")),
            .option("nodes-data", "FOLDER", Phrase("default: Nodes", "默认 Nodes")),
            .option("suite", "p256|sm2", Phrase("default: p256", "默认 p256")),
            .option("batches", "N", Phrase("statements of 1,000 records", "每份 1,000 条的声明数")),
            .option("singles", "N", Phrase("statements of one record", "单条声明数")),
            .option("samples", "N", Phrase("latency samples", "时延样本数")),
        ],
        examples: [
            ("lianzheng-bench", Phrase("all figures as text", "输出全部指标")),
            ("lianzheng-bench --json", Phrase("one JSON object", "输出一个 JSON 对象")),
        ]
    )

    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do throws(UsageError) {
            let arguments = try flags.parse(words)
            if arguments.wantsHelp {
                StandardStream.output.write(flags.help(arguments.language))
                ExitCode.good.exit()
            }
            measure(try run(arguments), arguments).exit()
        } catch {
            StandardStream.error.write("lianzheng-bench: \(error.message(.ofEnvironment))\n")
            ExitCode.usage.exit()
        }
    }

    private static func run(_ arguments: Arguments) throws(UsageError) -> BenchRun {
        let name = arguments["suite"] ?? Suite.p256.rawValue
        guard let suite = Suite(rawValue: name) else {
            throw .badValue(flag: "suite", value: name, expected: "p256, sm2")
        }
        let language = arguments.language
        return BenchRun(
            suite: suite,
            folder: NetworkFolder(arguments["dir"] ?? ".bench"),
            data: GenesisData(arguments["genesis-data"] ?? GenesisData.standardPath),
            nodes: arguments["nodes-data"] ?? "Nodes",
            batches: Int(try arguments.integer("batches", in: 1...100_000) ?? 400),
            singles: Int(try arguments.integer("singles", in: 1...1_000_000) ?? 20_000),
            samples: Int(try arguments.integer("samples", in: 10...100_000) ?? 500),
            tell: { StandardStream.error.write($0.text(language) + "\n") }
        )
    }

    private static func measure(_ run: BenchRun, _ arguments: Arguments) -> ExitCode {
        do {
            let report = try run.run()
            let text =
                arguments.wantsJSON
                ? JSONText.compact(report.json) + "\n" : report.text(arguments.language)
            StandardStream.output.write(text)
            return .good
        } catch let error as ClientError {
            let reason = error.phrase.text(arguments.language)
            StandardStream.error.write("lianzheng-bench: \(reason) [\(error.code)]\n")
        } catch {
            StandardStream.error.write("lianzheng-bench: \(error)\n")
        }
        return .bad
    }
}
