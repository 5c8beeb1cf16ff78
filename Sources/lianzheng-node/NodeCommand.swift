import Console
import NodeRuntime

/// `lianzheng-node`: one permissioned node of the ledger, as a service.
@main
struct NodeCommand {
    private static let flags = Flags(
        "lianzheng-node run",
        summary: Phrase(
            "Run one node until SIGTERM; log lines go to standard error.",
            "运行一个账本节点，直到收到 SIGTERM；日志写到标准错误。"
        ),
        flags: [
            .option(
                "home",
                "FOLDER",
                Phrase(
                    "the node's home, with node.json, genesis.json and keys",
                    "节点目录，内有 node.json、genesis.json 与密钥"
                )
            ),
            .option(
                "trace",
                "FILE",
                Phrase(
                    "append a trace for `lianzheng-sim check-trace`",
                    "把投票过程追加到文件，供 `lianzheng-sim check-trace` 检查"
                )
            ),
        ],
        examples: [
            (
                "lianzheng-node run --home .demo/nodes/tax",
                Phrase("run the tax bureau's node", "运行区税务局的节点")
            )
        ]
    )

    private static let list = CommandList(
        "lianzheng-node",
        summary: Phrase("A node of the Lianzheng ledger.", "链证账本节点。"),
        commands: [flags]
    )

    static func main() {
        run(Array(CommandLine.arguments.dropFirst())).exit()
    }

    private static func run(_ words: [String]) -> ExitCode {
        do throws(UsageError) {
            guard case .command(_, let rest) = try list.choose(words) else {
                StandardStream.output.write(list.help(.ofEnvironment))
                return .good
            }
            let arguments = try flags.parse(rest)
            if arguments.wantsHelp {
                StandardStream.output.write(flags.help(arguments.language))
                return .good
            }
            return serve(
                try arguments.required("home"),
                trace: arguments["trace"],
                arguments.language
            )
        } catch {
            StandardStream.error.write("lianzheng-node: \(error.message(.ofEnvironment))\n")
            return .usage
        }
    }

    private static func serve(
        _ home: String,
        trace: String?,
        _ language: Language
    ) -> ExitCode {
        do throws(StartError) {
            return try NodeProcess(home: home, trace: trace).run() == 0 ? .good : .bad
        } catch {
            let reason = Phrase(error.english, error.chinese).text(language)
            StandardStream.error.write("lianzheng-node: \(reason) [\(error.code)]\n")
            return error.isInterruption ? .good : .bad
        }
    }
}
