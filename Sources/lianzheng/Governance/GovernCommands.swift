import Client
import Console
import Cryptography
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng govern list`.
    static let governList = ToolCommand(
        flags: Flags(
            "lianzheng govern list",
            summary: Phrase(
                "List what is being voted on, and what was decided.",
                "列出正在表决和已有结果的提案。"
            ),
            flags: [
                .node, .folder,
                .toggle("all", Phrase("decided ones too", "包括已有结果的提案")),
            ],
            examples: [
                ("lianzheng govern list", Phrase("what waits for voices", "等待表决的提案")),
                ("lianzheng govern list --all --json", Phrase("for programs", "供程序读取")),
            ]
        )
    ) { invocation in
        let (desk, view) = try invocation.desk()
        let items = view.items.filter { invocation.arguments.has("all") || $0.state == "open" }
        let shown = try items.map { item in
            ProposalText(view: view, read: try desk.read(item), language: invocation.language)
        }
        invocation.answer(["epoch": .integer(view.epoch), "proposals": .array(shown.map(\.json))]) {
            guard !shown.isEmpty else {
                return Phrase("Nothing is being voted on.", "目前没有待表决的提案。")
                    .text(invocation.language)
            }
            return shown.map { text in
                let name = text.read.item.entry.hexadecimal.prefix(12)
                return ([name + "  " + text.state] + text.sentences.map { "    " + $0 })
                    .joined(separator: "\n")
            }.joined(separator: "\n")
        }
        return .good
    }

    /// `lianzheng govern show`.
    static let governShow = ToolCommand(
        flags: Flags(
            "lianzheng govern show",
            operands: "PROPOSAL",
            summary: Phrase(
                "Show a proposal whole: what would change, who has voted, until when.",
                "查看一份提案：变更内容、表决情况与期限。"
            ),
            flags: [.node, .folder],
            examples: [
                (
                    "lianzheng govern show \"$(lianzheng govern list --json | "
                        + "grep -o '[0-9a-f]\\{64\\}' | head -1)\"",
                    Phrase("the first one of the list", "列表中的第一份")
                )
            ]
        )
    ) { invocation in
        let (desk, view) = try invocation.desk()
        let name = try invocation.arguments.onlyOperand("PROPOSAL")
        let read = try desk.read(try desk.item(named: name, in: view))
        let text = ProposalText(view: view, read: read, language: invocation.language)
        invocation.answer(text.json) { text.whole }
        return .good
    }

    /// `lianzheng govern vote`.
    static let governVote = ToolCommand(
        flags: Flags(
            "lianzheng govern vote",
            operands: "PROPOSAL yes|no",
            summary: Phrase(
                "Vote for or against a proposal; the voice may be changed until it is decided.",
                "对提案投赞成或反对票，在有结果之前可以改票。"
            ),
            flags: [.member, .administration, .node, .folder],
            examples: [
                (
                    "lianzheng govern vote \"$(lianzheng govern list --json | "
                        + "grep -o '[0-9a-f]\\{64\\}' | head -1)\" yes --as STAT",
                    Phrase("the statistics bureau is for it", "统计局投赞成票")
                )
            ]
        )
    ) { invocation in
        let words = invocation.arguments.operands
        guard words.count == 2 else { throw UsageError.missingOperand("PROPOSAL yes|no") }
        guard ["yes", "no"].contains(words[1]) else {
            throw UsageError.badValue(flag: "vote", value: words[1], expected: "yes|no")
        }
        let (desk, view) = try invocation.desk()
        let item = try desk.item(named: words[0], in: view)
        let read = try desk.read(item)
        let signer = try invocation.administrator(in: view)
        _ = try desk.vote(on: item.entry, approves: words[1] == "yes", by: signer)
        return try invocation.tellOutcome(of: read, at: desk)
    }
}

extension Invocation {
    /// The node that is asked, and how governance stands there.
    func desk() throws -> (GovernanceDesk, GovernanceView) {
        let network = try network()
        let connection = try network.connect(to: arguments["node"], for: arguments["as"])
        let desk = GovernanceDesk(connection, genesis: network.genesis)
        return (desk, try connection.governance())
    }

    /// The member that acts, with the key that it governs with.
    func administrator(in view: GovernanceView) throws -> Signer {
        let code = try arguments.required("as")
        guard let member = view.member(code) else {
            throw ClientError.unknown(kind: Phrase("member", "成员"), name: code)
        }
        return try network().administrator(member, key: arguments["key"])
    }

    /// Shows a proposal as it stands after a voice.
    func tellOutcome(of read: GovernanceDesk.Read, at desk: GovernanceDesk) throws -> ExitCode {
        let view = try desk.connection.governance()
        let item = try desk.item(named: read.item.entry.hexadecimal, in: view)
        let text = ProposalText(
            view: view,
            read: GovernanceDesk.Read(
                item: item,
                statement: read.statement,
                proposal: read.proposal
            ),
            language: language
        )
        answer(text.json) { text.whole }
        return .good
    }
}

extension Flag {
    /// The key of a member's administration.
    static let administration = Flag.option(
        "key",
        "PEM",
        Phrase(
            "the administration's key (default: agencies/CODE/admin.pem)",
            "管理密钥（默认 agencies/CODE/admin.pem）"
        )
    )
}
