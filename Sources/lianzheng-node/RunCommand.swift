import Console
import NodeRuntime

/// `lianzheng-node run`.
enum RunCommand {
    static let flags = Flags(
        "lianzheng-node run",
        summary: Phrase(
            "Run one node until SIGTERM; log lines go to standard error.",
            "运行一个账本节点，直到收到 SIGTERM；日志写到标准错误。"
        ),
        flags: [
            .home,
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

    static func run(_ arguments: Arguments) throws(UsageError) -> ExitCode {
        let home = try arguments.required("home")
        do throws(StartError) {
            let process = try NodeProcess(home: home, trace: arguments["trace"])
            return process.run() == 0 ? .good : .bad
        } catch { return NodeCommand.fail(error, arguments.language) }
    }
}

extension Flag {
    /// The home that every command is about.
    static let home = Flag.option(
        "home",
        "FOLDER",
        Phrase(
            "the node's home, with node.json, genesis.json and keys",
            "节点目录，内有 node.json、genesis.json 与密钥"
        )
    )
}
