import Catalogue
import Client
import Console
import Cryptography
import JSON
import Ledger
import NodeCore

extension ToolCommand {
    /// `lianzheng govern propose`.
    static let governPropose = ToolCommand(
        flags: Flags(
            "lianzheng govern propose",
            operands: "[FILE]",
            summary: Phrase(
                "Propose changes of members, validators, keys, catalogue or limits.",
                "提出变更成员、验证节点、密钥、目录或参数的提案。"
            ),
            flags: [.member, .administration, .node, .folder] + ProposalFlags.all,
            examples: [
                (
                    "lianzheng govern propose --limit heartbeatMs=10000 --reason '缩短心跳' --as TAX",
                    Phrase("another value of a limit", "调整一项参数")
                ),
                (
                    "lianzheng govern propose --remove-validator bank --few-validators "
                        + "--reason '节点停用' --as TAX",
                    Phrase("a validator less", "撤下一个验证节点")
                ),
            ]
        )
    ) { invocation in
        let (desk, view) = try invocation.desk()
        let changes = try ProposalFlags.changes(of: invocation, view)
        guard !changes.isEmpty else { throw UsageError.missingOperand("FILE") }
        return try invocation.propose(changes, at: desk, view)
    }
}

extension Invocation {
    /// Signs and records a proposal of these changes, and shows it.
    func propose(
        _ changes: [CharterChange],
        at desk: GovernanceDesk,
        _ view: GovernanceView,
        reason: String? = nil
    ) throws -> ExitCode {
        let days = UInt64(try arguments.integer("days", in: 1...89) ?? 7)
        let proposal = Proposal(
            changes: changes,
            reason: try reason ?? arguments.required("reason"),
            notAfterMs: WallClock.nowMs + days * 86_400_000,
            acceptsFewValidators: arguments.has("few-validators")
        )
        let signer = try administrator(in: view)
        let (entry, _) = try desk.propose(proposal, by: signer)
        let after = try desk.connection.governance()
        let read = try desk.read(try desk.item(named: entry.hexadecimal, in: after))
        let text = ProposalText(view: view, read: read, language: language)
        answer(text.json) { text.whole }
        return .good
    }
}

/// The flags that name changes.
enum ProposalFlags {
    static let days = Flag.option(
        "days",
        "N",
        Phrase("how long one may vote (default: 7)", "表决期天数（默认 7）")
    )
    static let reason = Flag.option(
        "reason",
        "TEXT",
        Phrase("why, for everybody to read", "理由（公开）")
    )

    static let all: [Flag] = [
        reason, days,
        .list("admit-member", "FILE", Phrase("a member, as JSON with its key", "接纳成员（JSON，含公钥）")),
        .list("remove-member", "CODE", Phrase("a member goes", "移除成员")),
        .list("add-validator", "FILE", Phrase("what govern seat printed", "新增验证节点（seat 文件）")),
        .list(
            "replace-validator",
            "NAME=FILE",
            Phrase("another node of the same member votes", "更换验证节点")
        ),
        .list("rekey-validator", "FILE", Phrase("another voting key", "更换投票密钥")),
        .list("remove-validator", "NAME", Phrase("a node votes no more", "撤下验证节点")),
        .list("limit", "NAME=VALUE", Phrase("another value of a limit", "调整参数")),
        .list("category", "FILE", Phrase("a row as in categories/*.json", "数据类别新版本（JSON）")),
        .list(
            "certificate-type",
            "FILE",
            Phrase("a row as in certificates.json", "证照类型新版本（JSON）")
        ),
        .option("rules", "N", Phrase("the next version of the rules", "下一版规则的版本号")),
        .option("at-height", "H", Phrase("from which height it holds", "规则生效高度")),
        .toggle(
            "few-validators",
            Phrase("fewer than four validators may be left", "允许验证节点少于四个")
        ),
    ]

    /// The changes that a file and flags name, in this order.
    static func changes(
        of invocation: Invocation,
        _ view: GovernanceView
    ) throws -> [CharterChange] {
        let arguments = invocation.arguments
        var changes: [CharterChange] = []
        for path in arguments.operands {
            let json = try NetworkFolder.document(path)
            changes += try ChangeFile(path).changes(json["changes"] ?? json)
        }
        for path in arguments.all("admit-member") {
            changes.append(try ChangeFile(path).admission(NetworkFolder.document(path)))
        }
        changes += try validatorChanges(arguments)
        changes += arguments.all("remove-member").map { .removeMember(code: $0) }
        for text in arguments.all("limit") {
            let (name, value) = try pair(text, flag: "limit")
            guard let number = UInt64(value) else {
                throw UsageError.badValue(flag: "limit", value: text, expected: "NAME=VALUE")
            }
            changes.append(.limit(name: name, value: number))
        }
        changes += try rows(invocation, view)
        if let version = try arguments.integer("rules", in: 1...Int64.max) {
            guard let height = try arguments.integer("at-height", in: 1...Int64.max) else {
                throw UsageError.missingFlag("at-height")
            }
            changes.append(.rules(version: UInt64(version), height: UInt64(height)))
        }
        return changes
    }

    private static func validatorChanges(_ arguments: Arguments) throws -> [CharterChange] {
        func seat(_ path: String) throws -> NodeSeat {
            try SeatFile.seat(try NetworkFolder.document(path), path: path)
        }
        var changes = try arguments.all("add-validator").map { path in
            CharterChange.addValidator(try seat(path))
        }
        for text in arguments.all("replace-validator") {
            let (name, path) = try pair(text, flag: "replace-validator")
            changes.append(.replaceValidator(name: name, try seat(path)))
        }
        changes += try arguments.all("rekey-validator").map { .rekeyValidator(try seat($0)) }
        changes += arguments.all("remove-validator").map { .removeValidator(name: $0) }
        return changes
    }

    /// Rows get the version that follows the one in force.
    private static func rows(
        _ invocation: Invocation,
        _ view: GovernanceView
    ) throws -> [CharterChange] {
        let arguments = invocation.arguments
        var changes: [CharterChange] = []
        for path in arguments.all("category") {
            let json = try NetworkFolder.document(path)
            let code = json["code"]?.string ?? ""
            let original = try invocation.network().catalogue().category(code) == nil ? 0 : 1
            let version = view.categories[code] ?? UInt64(original)
            changes.append(.category(row(code, version + 1, json)))
        }
        for path in arguments.all("certificate-type") {
            let json = try NetworkFolder.document(path)
            let code = json["code"]?.string ?? ""
            let version = view.certificateTypes[code] ?? 0
            changes.append(.certificateType(row(code, version + 1, json)))
        }
        return changes
    }

    private static func row(_ code: String, _ version: UInt64, _ json: JSONValue) -> CatalogueRow {
        CatalogueRow(code: code, version: version, json: JSONText.compact(json))
    }

    private static func pair(
        _ text: String,
        flag: String
    ) throws -> (name: String, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw UsageError.badValue(flag: flag, value: text, expected: "NAME=…")
        }
        return (parts[0], parts[1])
    }
}
