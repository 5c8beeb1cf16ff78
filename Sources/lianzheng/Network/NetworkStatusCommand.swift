import Client
import Console
import JSON

extension ToolCommand {
    /// `lianzheng network status`.
    static let networkStatus = ToolCommand(
        flags: Flags(
            "lianzheng network status",
            summary: Phrase("Show where every node stands.", "显示每个节点的状态。"),
            flags: [.folder],
            examples: [
                (
                    "lianzheng network status --json",
                    Phrase("the same for programs", "供程序读取")
                )
            ]
        )
    ) { invocation in
        let network = try invocation.network()
        var reports: [NodeReport] = []
        for node in network.nodes {
            if let report = try? NodeReport(of: NodeConnection(to: node, timeoutMs: 2_000)) {
                reports.append(report)
            }
        }
        let silent = network.nodes.map(\.name).filter { name in
            !reports.contains { $0.name == name }
        }
        invocation.answer(
            ["nodes": reports.json, "silent": .array(silent.map(JSONValue.string))]
        ) {
            reports.table(invocation.language)
                + silent.map { name in
                    Phrase("\(name) does not answer", "\(name) 无应答").text(invocation.language)
                }.joined(separator: "\n")
        }
        return silent.isEmpty ? .good : .cannotTell
    }
}

extension [NodeReport] {
    /// The reports as a table.
    func table(_ language: Language) -> String {
        var table = Table([
            (Phrase("node", "节点").text(language), .leading),
            (Phrase("role", "角色").text(language), .leading),
            (Phrase("ready", "就绪").text(language), .leading),
            (Phrase("epoch", "纪元").text(language), .trailing),
            (Phrase("height", "区块高度").text(language), .trailing),
            (Phrase("block", "区块").text(language), .leading),
            (Phrase("records", "记录数").text(language), .trailing),
            (Phrase("accused", "自相矛盾者").text(language), .leading),
        ])
        for report in self {
            let role =
                report.role == "validator"
                ? Phrase("validator", "共识节点") : Phrase("observer", "观察节点")
            let ready = report.isReady ? Phrase("yes", "是") : Phrase("no", "否")
            table.add([
                report.name, role.text(language), ready.text(language), "\(report.epoch)",
                "\(report.height)", String(report.block.prefix(16)), "\(report.records)",
                report.accused.isEmpty ? "–" : report.accused.joined(separator: ", "),
            ])
        }
        return table.text
    }

    /// The reports as the nodes gave them.
    var json: JSONValue { .array(map(\.json)) }
}
