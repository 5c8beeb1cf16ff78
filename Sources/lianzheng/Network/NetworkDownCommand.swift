import Client
import Console
import JSON

extension ToolCommand {
    /// `lianzheng network down`.
    static let networkDown = ToolCommand(
        flags: Flags(
            "lianzheng network down",
            summary: Phrase(
                "Stop all nodes of the network, gracefully.",
                "平稳停止网络的全部节点。"
            ),
            flags: [.folder],
            examples: [
                (
                    "lianzheng network down",
                    Phrase("stop the network in .demo", "停止 .demo 中的网络")
                )
            ]
        )
    ) { invocation in
        let result = NetworkRunner(try invocation.network()).stop()
        invocation.answer(
            [
                "stopped": .array(result.stopped.map(JSONValue.string)),
                "ended": .array(result.ended.map(JSONValue.string)),
            ]
        ) {
            let names = result.stopped.joined(separator: ", ")
            guard !names.isEmpty else {
                return Phrase("no node was running", "没有正在运行的节点").text(invocation.language)
            }
            guard result.ended.isEmpty else {
                let ended = result.ended.joined(separator: ", ")
                return Phrase(
                    "stopped: \(names); did not stop when asked: \(ended)",
                    "已停止：\(names)；未按要求停止而被结束：\(ended)"
                ).text(invocation.language)
            }
            return Phrase("stopped: \(names)", "已停止：\(names)").text(invocation.language)
        }
        return result.ended.isEmpty ? .good : .bad
    }
}
