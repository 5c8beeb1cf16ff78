import Console

/// `lianzheng`: what people do with the ledger.
@main
struct Command {
    static func main() {
        lianzheng.run(Array(CommandLine.arguments.dropFirst())).exit()
    }

    private static let lianzheng = Tool(
        "lianzheng",
        summary: Phrase(
            "Record, read and certify on the district's ledger.",
            "在区级政企数据链上记录、查询与签发。"
        ),
        commands: [
            .submit, .query, .issue, .approve, .deposit, .grant, .status, .view, .refresh,
            .disclose, .examples, .doctor,
        ],
        groups: [
            Tool(
                "lianzheng network",
                summary: Phrase("Make and run a network on this machine.", "在本机建立并运行网络。"),
                commands: [
                    .networkInit, .networkAdd, .networkUp, .networkWait, .networkStatus,
                    .networkDown,
                ]
            ),
            Tool(
                "lianzheng govern",
                summary: Phrase(
                    "Propose and vote: members, validators, keys, catalogue, limits.",
                    "治理：对成员、验证节点、密钥、目录和参数提案与表决。"
                ),
                commands: [
                    .governPropose, .governVote, .governList, .governShow, .governSeat,
                    .governRotate, .governFound,
                ]
            ),
            Tool(
                "lianzheng key",
                summary: Phrase("Make and show keys.", "生成与查看密钥。"),
                commands: [.keyNew, .keyShow]
            ),
        ]
    )
}
