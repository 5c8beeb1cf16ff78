import Client
import Console
import JSON
import Ledger
import NodeCore

extension ToolCommand {
    /// `lianzheng network add`.
    static let networkAdd = ToolCommand(
        flags: Flags(
            "lianzheng network add",
            operands: "NAME",
            summary: Phrase(
                "Make the home of a node that is to join; governance lets it in.",
                "为准备加入的节点建立目录；须经治理批准方可接入。"
            ),
            flags: [
                .member, .folder,
                .option("peer-port", "PORT", Phrase("the port for nodes", "节点间端口")),
                .option("client-port", "PORT", Phrase("the port for clients", "客户端端口")),
                .option(
                    "host",
                    "HOST",
                    Phrase("where it listens (default: 127.0.0.1)", "监听地址（默认 127.0.0.1）")
                ),
            ],
            examples: [
                (
                    "lianzheng network add fin --as FIN --peer-port 7190 --client-port 7290",
                    Phrase("a node of the finance bureau", "区财政局的节点")
                ),
                (
                    "lianzheng govern seat .demo/nodes/fin --own-key --as FIN > fin-seat.json",
                    Phrase("then describe it …", "随后生成节点信息……")
                ),
                (
                    "lianzheng govern propose --add-validator fin-seat.json "
                        + "--reason '财政局加入' --as TAX",
                    Phrase("… and propose it", "……并提交提案")
                ),
            ]
        )
    ) { invocation in
        let arguments = invocation.arguments
        let network = try invocation.network()
        let plan = NodePlan(
            name: try arguments.onlyOperand("NAME"),
            member: try network.member(try arguments.required("as")).code,
            host: arguments["host"] ?? "127.0.0.1",
            peerPort: try invocation.port("peer-port"),
            clientPort: try invocation.port("client-port")
        )
        let maker = HomeMaker(network.folder, suite: network.genesis.suite)
        let home = try maker.add(plan)
        invocation.answer(["home": .string(home.path)]) {
            Phrase(
                """
                \(home.path): keys and configuration; next
                  lianzheng govern seat \(home.path) --own-key --as \(plan.member) > \
                \(plan.name)-seat.json
                """,
                """
                \(home.path)：已生成密钥与配置；下一步
                  lianzheng govern seat \(home.path) --own-key --as \(plan.member) > \
                \(plan.name)-seat.json
                """
            ).text(invocation.language)
        }
        return .good
    }
}

extension Invocation {
    fileprivate func port(_ name: String) throws(UsageError) -> UInt16 {
        guard let port = try arguments.integer(name, in: 1...65_535) else {
            throw .missingFlag(name)
        }
        return UInt16(port)
    }
}
