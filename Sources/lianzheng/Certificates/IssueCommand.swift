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
        return try invocation.issueOne(to: try arguments.required("out"))
    }
}

extension Invocation {
    /// `lianzheng issue` without a table: one form, one file.
    fileprivate func issueOne(to out: String) throws -> ExitCode {
        if arguments.has("draft") || !Folder.exists(out + SingleIssue.ending) {
            try OutputFile.check(out)
        }
        let network = try network()
        let member = try network.member(try arguments.required("as"))
        let connection = try network.connect(to: arguments["node"], for: member.code)
        let edition = try network.edition(connection)
        let code = try arguments.required("type")
        guard let type = edition.current.certificateType(code) else {
            throw ClientError.unknown(kind: Phrase("certificate type", "证照类型"), name: code)
        }
        let isDraft = arguments.has("draft")
        let plan = BatchPlan(
            type: type,
            typeVersion: edition.typeVersion(code),
            issuer: member,
            signer: try officer(of: network),
            approver: isDraft ? nil : try approver(of: type, in: network),
            isRefusal: arguments.has("refuse"),
            source: .json,
            identifier: arguments["id"]
        )
        let row = try form(in: network)
        doubt(row, plan)
        if isDraft {
            let draft = try plan.draft(row, timeMs: WallClock.nowMs)
            return try writeDraft(draft, by: plan.signer, to: out)
        }
        return try issue(
            plan,
            row,
            called: type.title(isRefusal: plan.isRefusal),
            to: out,
            in: network,
            connection
        )
    }

    /// Tells people what is doubtful in a row and no reason to refuse it.
    func doubt(_ row: CertificateRow, _ plan: BatchPlan) {
        let draft = try? plan.draft(row, timeMs: WallClock.nowMs)
        guard let draft, !arguments.wantsJSON else { return }
        for warning in draft.warnings {
            let place = plan.source == .json ? row.place.file : row.place.text
            let text = Phrase(warning.english, warning.chinese).text(language)
            StandardStream.error.write("\(place): \(text) [\(warning.code)]\n")
        }
    }

    /// The form that an officer filled in, with its documents.
    private func form(in network: Network) throws -> CertificateRow {
        let path = try arguments.onlyOperand("FIELDS.json")
        var documents: [DocumentDigest] = []
        for document in arguments.all("document") {
            do throws(InputFileError) { documents += try DocumentDigest.read(document) } catch {
                throw ClientError.input(error)
            }
        }
        return CertificateRow(
            path,
            members: try NetworkFolder.document(path).object ?? [],
            documents: documents,
            holderKey: try holderKey(network),
            identifier: arguments["id"],
            suite: network.genesis.suite
        )
    }

    /// Records a certificate, writes the holder's file, and leaves the fields at the node.
    func issue(
        _ plan: any CertificatePlan,
        _ row: CertificateRow,
        called title: Phrase,
        to out: String,
        in network: Network,
        _ connection: NodeConnection
    ) throws -> ExitCode {
        let single = try SingleIssue(plan, row, to: out)
        try single.issue(
            genesis: network.genesis,
            link: connection,
            reconnection: reconnection(to: connection.node)
        ) { certificate in
            let deposit = HolderDeposit(of: certificate, at: connection.node.name)
            let header = certificate.file.recordedHeader
            let time = CalendarTime(ms: header.timeMs)
            answer(
                .object(
                    [
                        JSONMember("identifier", .string(certificate.identifier)),
                        JSONMember("file", .string(out)),
                        JSONMember("height", .integer(header.height)),
                        JSONMember("leaf_index", .integer(certificate.file.leafIndex)),
                        JSONMember("resumed", .boolean(single.isResumed)),
                    ] + deposit.json
                )
            ) {
                Phrase(
                    """
                    \(title.english) \(certificate.identifier)
                    recorded at height \(header.height), \(time); file \(out)
                    """,
                    """
                    \(title.chinese) \(certificate.identifier)
                    已上链，区块高度 \(header.height)，\(time)；文件 \(out)
                    """
                ).text(language) + "\n" + deposit.text(language, file: out)
            }
        }
        return .good
    }
}
