import Client
import Console
import JSON

extension ToolCommand {
    /// `lianzheng network up`.
    static let networkUp = ToolCommand(
        flags: Flags(
            "lianzheng network up",
            summary: Phrase(
                "Start the nodes that do not run, and wait until all are ready.",
                "启动尚未运行的节点，并等到全部就绪。"
            ),
            flags: [.folder, .waitSeconds],
            examples: [
                (
                    "lianzheng network up",
                    Phrase("start the network in .demo", "启动 .demo 中的网络")
                ),
                (
                    "lianzheng network up --dir /srv/lianzheng --seconds 60",
                    Phrase("another folder, with more patience", "指定文件夹，并多等一会儿")
                ),
            ]
        )
    ) { invocation in
        let runner = NetworkRunner(try invocation.network())
        let started = try runner.start(binary: try Executable.beside("lianzheng-node"))
        let reports = try runner.wait(seconds: try invocation.waitSeconds(), started: started)
        invocation.answer(
            ["started": .array(started.map(JSONValue.string)), "nodes": reports.json],
            people: { reports.table(invocation.language) }
        )
        return .good
    }

    /// `lianzheng network wait`.
    static let networkWait = ToolCommand(
        flags: Flags(
            "lianzheng network wait",
            summary: Phrase("Wait until all nodes are ready.", "等到全部节点就绪。"),
            flags: [
                .folder, .waitSeconds,
                .toggle(
                    "same-height",
                    Phrase("and stand at the same block", "且位于同一区块")
                ),
            ],
            examples: [
                (
                    "lianzheng network wait --same-height",
                    Phrase("until a restarted node has caught up", "直到重启的节点追上")
                )
            ]
        )
    ) { invocation in
        let reports = try NetworkRunner(try invocation.network()).wait(
            seconds: try invocation.waitSeconds(),
            sameHeight: invocation.arguments.has("same-height")
        )
        invocation.answer(["nodes": reports.json]) { reports.table(invocation.language) }
        return .good
    }
}

extension Flag {
    fileprivate static let waitSeconds = Flag.option(
        "seconds",
        "N",
        Phrase("how long to wait (default: 30)", "最多等多少秒（默认 30）")
    )
}

extension Invocation {
    fileprivate func waitSeconds() throws(UsageError) -> Int {
        Int(try arguments.integer("seconds", in: 1...3_600) ?? 30)
    }
}
