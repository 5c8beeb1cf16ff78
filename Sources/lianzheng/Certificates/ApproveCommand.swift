import COSE
import Catalogue
import Client
import Console
import Cryptography
import Evidence
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng approve`.
    static let approve = ToolCommand(
        flags: Flags(
            "lianzheng approve",
            operands: "DRAFT.cose",
            summary: Phrase(
                "Show an officer's draft; with --out, countersign, record and write the file.",
                "查看经办人拟稿；加 --out 则审批复签、上链并生成持证人文件。"
            ),
            flags: [
                .member, .officerKey, .node, .folder,
                .option("out", "FILE", Phrase("approve; the holder's file", "审批通过；持证人文件")),
                .holderKey,
            ],
            examples: [
                (
                    "lianzheng approve draft.cose --as HOUS",
                    Phrase("read what would be signed", "先看将要签署的内容")
                ),
                (
                    """
                    lianzheng approve draft.cose --as HOUS --key head.pem --out permit.cose
                    """,
                    Phrase("by another key than the officer's", "须用经办人以外的密钥")
                ),
            ]
        )
    ) { invocation in
        let arguments = invocation.arguments
        let path = try arguments.onlyOperand("DRAFT.cose")
        let code = try arguments.required("as")
        let draft = try DraftFile(path)
        let out = arguments["out"]
        if let out, !Folder.exists(out + SingleIssue.ending) { try OutputFile.check(out) }
        let network = try invocation.network()
        let member = try network.member(code)
        let approver = try invocation.officer(of: network)
        try draft.check(for: approver, path: path)
        let connection = try network.connect(to: arguments["node"], for: member.code)
        let content = try draft.content(
            for: approver,
            try network.edition(connection),
            path: path
        )
        let view = DraftView(content, of: draft, issuer: member)
        guard let out else {
            invocation.answer(content.json) { view.text(invocation.language) }
            return .good
        }
        guard draft.statement.header.keyIdentifier != approver.key.identifier else {
            let violation = CertificateViolation.sameApprover
            invocation.fail(code: violation.code, Phrase(violation.english, violation.chinese))
            return .bad
        }
        if !arguments.wantsJSON { StandardStream.output.write(view.text(invocation.language)) }
        let plan = ApprovalPlan(of: draft, type: content.type, issuer: member, approver: approver)
        return try invocation.issue(
            plan,
            plan.row(from: path, holderKey: try invocation.holderKey(network)),
            called: content.type.title(isRefusal: content.claims.isRefusal),
            to: out,
            in: network,
            connection
        )
    }
}

extension Invocation {
    /// Writes what an officer drafted; nothing is sent.
    func writeDraft(
        _ draft: CertificateDraft,
        by officer: Signer,
        to out: String
    ) throws -> ExitCode {
        let file = draft.file(draftedBy: officer, at: WallClock.nowSeconds)
        try OutputFile.write(file.encoded, to: out, permissions: 0o600)
        let identifier = draft.identifier.text
        let title = draft.type.title(isRefusal: draft.isRefusal)
        answer(["identifier": .string(identifier), "draft": .string(out)]) {
            Phrase(
                "\(title.english) \(identifier)\ndrafted, not sent; approve it with "
                    + "lianzheng approve \(out)",
                "\(title.chinese) \(identifier)\n已拟稿，尚未上链；审批："
                    + "lianzheng approve \(out)"
            ).text(language)
        }
        return .good
    }

    /// Who approves at once what is issued; an error where the type takes two persons and only one
    /// is there.
    func approver(
        of type: CatalogueCertificateType,
        in network: Network
    ) throws -> Signer? {
        let member = try network.member(try arguments.required("as"))
        guard let path = arguments["approver"] else {
            guard !type.needsTwoPersons else {
                throw ClientError.needsApproval(type: type.code, member: member.code)
            }
            return nil
        }
        return try network.administrator(member, key: path)
    }
}

extension DraftContent {
    fileprivate var json: JSONValue {
        let shown = fields.map { field, value in
            JSONMember(field.name, .string(CertificateDefinition.Field(field).text(of: value)))
        }
        return [
            "identifier": .string(claims.subject), "type": .string(claims.type),
            "refusal": .boolean(claims.isRefusal), "drafted_at": .integer(claims.issuedAt),
            "fields": .object(shown),
        ]
    }
}

extension Flag {
    /// The key of the second person, where one command has both.
    static let approver = Flag.option(
        "approver",
        "PEM",
        Phrase(
            "the approver's key, to draft and approve at once; for a batch, every row",
            "审批人密钥，拟稿审批一次完成；批量时适用于每一行"
        )
    )
}
