import Catalogue
import Client
import Console
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng submit`.
    static let submit = ToolCommand(
        flags: Flags(
            "lianzheng submit",
            operands: "FILE...",
            summary: Phrase(
                "Put records on the ledger from JSON lines or CSV; report every refused line.",
                "将 JSON 行或 CSV 文件中的记录上链，并逐行报告退回原因。"
            ),
            flags: [
                .member, .node, .folder,
                .option(
                    "category",
                    "CODE",
                    Phrase(
                        "category of CSV files (default: the file's name)",
                        "CSV 文件的类别（默认取文件名）"
                    )
                ),
            ],
            examples: [
                (
                    "lianzheng submit today.jsonl --as TAX",
                    Phrase(
                        "one {\"category\":…,\"record\":{…}} a line",
                        "每行一个 {\"category\":…,\"record\":{…}}"
                    )
                ),
                (
                    "lianzheng submit payments.csv --category TAX-029 --as TAX --lang zh",
                    Phrase("a spreadsheet; its first line names the fields", "表格，首行为字段名")
                ),
            ]
        )
    ) { invocation in
        let paths = invocation.arguments.operands
        guard !paths.isEmpty else { throw UsageError.missingOperand("FILE") }
        let member = try invocation.arguments.required("as")
        let network = try invocation.network()
        let edition = try invocation.edition(of: network, for: member)
        let catalogue = edition.current
        var checker = UploadChecker(catalogue: catalogue, nowMs: WallClock.nowMs)
        for path in paths {
            checker.check(try invocation.upload(path, catalogue))
        }
        let signer = BatchSigner(
            edition: edition,
            genesis: network.genesis,
            signer: try network.signer(member),
            tagSecret: try network.tagSecret(of: member)
        )
        let start = ContinuousClock.now
        let outcome = try invocation.submit(checker.checked, as: member, signer, network)
        let report = SubmissionReport(
            member: member,
            outcome: outcome,
            refused: checker.refused + outcome.refused,
            elapsed: ContinuousClock.now - start
        )
        invocation.answer(report.json) { report.text(invocation.language) }
        return report.refused.isEmpty ? .good : .bad
    }
}

extension Invocation {
    fileprivate func upload(
        _ path: String,
        _ catalogue: Catalogue
    ) throws(ClientError) -> Upload {
        do {
            let bytes = try InputFile.read(path)
            return Upload(
                path: path,
                bytes: bytes,
                category: arguments["category"],
                catalogue: catalogue
            )
        } catch {
            throw .input(error)
        }
    }

    /// The catalogue in force; the genesis's when no node answers, so that lines are still checked.
    fileprivate func edition(
        of network: Network,
        for member: String
    ) throws(ClientError) -> CatalogueEdition {
        let connection: NodeConnection
        do {
            connection = try network.connect(to: arguments["node"], for: member)
        } catch { return CatalogueEdition(try network.catalogue()) }
        return try network.edition(connection)
    }

    /// Sends what may be sent; a node is needed only when there is something.
    fileprivate func submit(
        _ lines: [CheckedLine],
        as member: String,
        _ signer: BatchSigner,
        _ network: Network
    ) throws(ClientError) -> SubmissionOutcome {
        guard !lines.isEmpty else { return SubmissionOutcome() }
        let connection = try network.connect(to: arguments["node"], for: member)
        let submitter = Submitter(to: connection) { batch throws(ClientError) in
            try signer.sign(batch)
        }
        var progress = Progress(member, total: UInt64(lines.count), language: language)
        let outcome = try submitter.submit(UploadBatch.group(lines)) { settled in
            progress.update(UInt64(settled))
        }
        progress.finish(UInt64(lines.count))
        return outcome
    }
}
