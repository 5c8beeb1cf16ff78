import COSE
import Catalogue
import Client
import Console
import Evidence
import JSON
import Ledger
import NodeCore

extension ToolCommand {
    /// `lianzheng issue`.
    static let issue = ToolCommand(
        flags: Flags(
            "lianzheng issue",
            operands: "[FIELDS.json]",
            summary: Phrase(
                "Issue an e-certificate: sign, record, write the holder's file and a claim code. "
                    + "Amounts are whole fen: 100 is CNY 1.00.",
                "一键上链签发电子证照，生成持证人文件与领取码。金额以分为单位填写：100 即 1.00 元。"
            ),
            flags: [
                .member, .officerKey, .node, .folder,
                .option("type", "CODE", Phrase("certificate type", "证照类型")),
                .option(
                    "out",
                    "FILE",
                    Phrase("the holder's file; a folder for a batch", "持证人文件；批量时为文件夹")
                ),
                .option(
                    "batch",
                    "ROWS.csv",
                    Phrase(
                        "issue a row each; a broken line is mended; the same command goes on",
                        "按表批量签发；节点短暂离线会自动重连；重复同一命令即可续签"
                    )
                ),
                .option(
                    "id",
                    "IDENTIFIER",
                    Phrase("certificate identifier (default: a new one)", "电子证照标识（默认新编）")
                ),
                .approver,
                .toggle(
                    "draft",
                    Phrase(
                        "sign a draft for another person to approve; nothing is sent",
                        "只签拟稿供另一人审批，不上链"
                    )
                ),
                .toggle(
                    "refuse",
                    Phrase("issue the decision to refuse it", "签发不予许可决定书")
                ),
                .holderKey,
                .list("document", "FILE", Phrase("PDF or OFD that goes with it", "所附 PDF 或 OFD")),
            ],
            examples: [
                (
                    "lianzheng issue --type CERT-04 fields.json --as TAX --out no-arrears.cose",
                    Phrase("a no-tax-arrears certificate", "签发无欠税证明")
                ),
                (
                    "lianzheng issue --type CERT-09 fields.json --as HOUS --draft --out draft.cose",
                    Phrase(
                        "for lianzheng approve, where the type takes two persons",
                        "须双人办理的类型：拟稿后由 lianzheng approve 审批"
                    )
                ),
                (
                    "lianzheng issue --type CERT-04 --batch rows.csv --as TAX --out issued",
                    Phrase(
                        "columns document (each row's PDF or OFD) and holder_key may be there too",
                        "document 列为各行所附 PDF 或 OFD，holder_key 列为持证人公钥"
                    )
                ),
            ]
        )
    ) { invocation in
        let arguments = invocation.arguments
        for other in ["approver", "batch"] where arguments[other] != nil && arguments.has("draft") {
            throw UsageError.excluded("draft", by: other)
        }
        if let batch = arguments["batch"] { return try invocation.issueBatch(batch) }
        let out = try arguments.required("out")
        try OutputFile.check(out)
        let network = try invocation.network()
        let connection = try network.connect(to: arguments["node"], for: arguments["as"])
        let draft = try invocation.certificateDraft(in: network, network.edition(connection))
        let signer = try invocation.officer(of: network)
        if arguments.has("draft") {
            return try invocation.writeDraft(draft, by: signer, to: out)
        }
        let approver = try invocation.approver(of: draft.type, in: network)
        let signed = draft.sign(by: signer, approvedBy: approver, at: WallClock.nowSeconds)
        return try invocation.issue(
            signed.statement,
            signed.disclosures,
            called: draft.type.title(isRefusal: draft.isRefusal),
            by: signer,
            in: network,
            connection
        )
    }
}

extension Invocation {
    /// Records a signed certificate, writes the holder's file, and leaves the fields at the node.
    func issue(
        _ statement: SignedStatement,
        _ disclosures: [Disclosure],
        called title: Phrase,
        by signer: Signer,
        in network: Network,
        _ connection: NodeConnection
    ) throws -> ExitCode {
        let out = try arguments.required("out")
        let holder = try holderKey(network)
        let identifier = statement.header.subject
        var link: any NodeLink = connection
        var line = reconnection(to: connection.node)
        let (place, parts): (Recorded, EvidenceParts)
        do throws(ClientError) {
            place = try line.ask(over: &link) { (link) throws(ClientError) in
                try link.record(statement.bytes)
            }
            parts = try line.ask(over: &link) { (link) throws(ClientError) in
                try link.evidence(leafIndex: place.leafIndex)
            }
        } catch .unreachable(let address, let reason) {
            let cause = ClientError.unreachable(address: address, reason)
            throw ClientError.uncertain(certificate: identifier, cause)
        }
        let file = try CertificateFile.assemble(parts, disclosures: disclosures)
        try CertificateFile.check(file, genesis: network.genesis)
        try OutputFile.write(file.encoded, to: out)
        let deposit = HolderDeposit(of: file, holder: holder, by: signer, at: link)
        answer(
            .object(
                [
                    JSONMember("identifier", .string(identifier)),
                    JSONMember("file", .string(out)),
                    JSONMember("height", .integer(place.height)),
                    JSONMember("leaf_index", .integer(place.leafIndex)),
                ] + deposit.json
            )
        ) {
            Phrase(
                """
                \(title.english) \(identifier)
                recorded at height \(place.height), \(CalendarTime(ms: place.timeMs)); file \(out)
                """,
                """
                \(title.chinese) \(identifier)
                已上链，区块高度 \(place.height)，\(CalendarTime(ms: place.timeMs))；文件 \(out)
                """
            ).text(language) + "\n" + deposit.text(language, file: out)
        }
        return .good
    }

    fileprivate func certificateDraft(
        in network: Network,
        _ edition: CatalogueEdition
    ) throws -> CertificateDraft {
        let code = try arguments.required("type")
        guard let type = edition.current.certificateType(code) else {
            throw ClientError.unknown(kind: Phrase("certificate type", "证照类型"), name: code)
        }
        let path = try arguments.onlyOperand("FIELDS.json")
        var draft = try CertificateDraft(
            type: type,
            members: try NetworkFolder.document(path).object ?? [],
            issuer: try network.member(try arguments.required("as")),
            isRefusal: arguments.has("refuse"),
            identifier: arguments["id"],
            nowMs: WallClock.nowMs,
            name: path
        )
        draft.typeVersion = edition.typeVersion(code)
        for document in arguments.all("document") {
            do throws(InputFileError) {
                let type = document.hasSuffix(".ofd") ? "application/ofd" : "application/pdf"
                draft.attach(try InputFile.read(document), mediaType: type)
            } catch {
                throw ClientError.input(error)
            }
        }
        return draft
    }
}
