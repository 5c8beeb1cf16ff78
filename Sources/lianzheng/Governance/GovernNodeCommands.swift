import COSE
import Client
import Console
import Cryptography
import JSON
import Ledger
import NodeCore

extension ToolCommand {
    /// `lianzheng govern seat`.
    static let governSeat = ToolCommand(
        flags: Flags(
            "lianzheng govern seat",
            operands: "HOME",
            summary: Phrase(
                "At a node: make a voting key and print what a proposal needs to know of the node.",
                "在节点上生成投票密钥，并输出提案所需的节点信息。"
            ),
            flags: [
                .member, .folder,
                .toggle("own-key", Phrase("use keys/vote.pem as it is", "使用现有的 keys/vote.pem")),
            ],
            examples: [
                (
                    "lianzheng govern seat .demo/nodes/audit --as AUDIT > audit-seat.json",
                    Phrase("a node that follows is to vote", "让跟随节点成为验证节点")
                )
            ]
        )
    ) { invocation in
        let home = NodeHome(try invocation.arguments.onlyOperand("HOME"))
        let genesis = try Network.genesis(at: home.genesis)
        let keys = NodeKeys(home, suite: genesis.suite)
        let key =
            invocation.arguments.has("own-key") ? try keys.voteKey() : try keys.makeVoteKey().key
        let seat = try keys.seat(
            voteKey: key,
            member: try invocation.arguments.required("as"),
            chain: genesis.chain
        )
        StandardStream.output.write(JSONText.pretty(SeatFile.json(seat)) + "\n")
        return .good
    }

    /// `lianzheng govern rotate`.
    static let governRotate = ToolCommand(
        flags: Flags(
            "lianzheng govern rotate",
            operands: "HOME",
            summary: Phrase(
                "At a node: make its next voting key beside the old one, and propose it.",
                "在节点上生成下一个投票密钥并提交更换提案，旧密钥继续使用到生效为止。"
            ),
            flags: [
                .member, .administration, .node, .folder, ProposalFlags.reason, ProposalFlags.days,
            ],
            examples: [
                (
                    "lianzheng govern rotate .demo/nodes/tax --as TAX",
                    Phrase("the node votes on with the old key until then", "生效前仍用旧密钥投票")
                )
            ]
        )
    ) { invocation in
        let home = NodeHome(try invocation.arguments.onlyOperand("HOME"))
        let genesis = try invocation.network().genesis
        let (desk, view) = try invocation.desk()
        // Whoever may not propose makes no key.
        _ = try invocation.administrator(in: view)
        let keys = NodeKeys(home, suite: genesis.suite)
        let (key, path) = try keys.makeVoteKey()
        let seat = try keys.seat(
            voteKey: key,
            member: try invocation.arguments.required("as"),
            chain: genesis.chain
        )
        do {
            let reason = invocation.arguments["reason"] ?? "投票密钥轮换 voting key rotation"
            let answer = try invocation.propose(
                [.rekeyValidator(seat)],
                at: desk,
                view,
                reason: reason
            )
            invocation.tell(Phrase("new voting key: \(path)", "新投票密钥：\(path)"))
            return answer
        } catch let error as ClientError {
            if case .refused = error { keys.remove(path) }
            throw error
        }
    }

    /// `lianzheng govern found`.
    static let governFound = ToolCommand(
        flags: Flags(
            "lianzheng govern found",
            summary: Phrase(
                "As an admitted member: grant itself its first key, the one it was admitted with.",
                "新成员以接纳时登记的密钥为自己签发首个授权。"
            ),
            flags: [.member, .administration, .node, .folder],
            examples: [
                (
                    "lianzheng govern found --as NEWBANK --key newbank.pem",
                    Phrase("then it grants keys to its officers", "此后即可为经办人员授权")
                )
            ]
        )
    ) { invocation in
        let (desk, view) = try invocation.desk()
        let signer = try invocation.administrator(in: view)
        let grant = KeyGrant(
            member: try invocation.arguments.required("as"),
            key: signer.key.publicKey,
            scope: .everything
        )
        let statement = signer.sign(
            .grant,
            about: signer.key.identifier.hexadecimal,
            payload: grant.encoded
        )
        let place = try desk.connection.record(statement.bytes)
        invocation.answer(
            [
                "key": .string(signer.key.identifier.hexadecimal),
                "leaf_index": .integer(place.leafIndex), "height": .integer(place.height),
            ]
        ) {
            Phrase(
                "granted at height \(place.height), leaf \(place.leafIndex)",
                "已授权，区块高度 \(place.height)，条目 \(place.leafIndex)"
            ).text(invocation.language)
        }
        return .good
    }
}
