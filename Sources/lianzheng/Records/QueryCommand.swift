import Catalogue
import Client
import Console
import Cryptography
import JSON
import Ledger

extension ToolCommand {
    /// `lianzheng query`.
    static let query = ToolCommand(
        flags: Flags(
            "lianzheng query",
            summary: Phrase(
                "Read records; each is proven against its source's signature.",
                "查询记录，并逐条核验数源部门的签名。"
            ),
            flags: [
                .member, .node, .folder,
                .option(
                    "key",
                    "PEM",
                    Phrase("ask with this key instead of a member's", "改用此密钥查询")
                ),
                .option("category", "CODE", Phrase("records of one category", "只查一类")),
                .option(
                    "subject",
                    "USCC",
                    Phrase("records about one enterprise", "只查一家企业（统一社会信用代码）")
                ),
                .option("purpose", "TEXT", Phrase("why it is asked", "查询用途")),
                .option("limit", "N", Phrase("at most so many (default: 100)", "最多条数（默认 100）")),
            ],
            examples: [
                (
                    "lianzheng query --as FIN --category TAX-029",
                    Phrase("one category, sealed records opened", "查一类，密封记录自动解封")
                ),
                (
                    "lianzheng query --as GOV --subject 91440399000000377R --lang zh",
                    Phrase("all open records of an enterprise", "一企一档：企业的全部公开记录")
                ),
            ]
        )
    ) { invocation in
        let arguments = invocation.arguments
        let network = try invocation.network()
        let signer = try invocation.signer(in: network)
        let connection = try network.connect(to: arguments["node"], for: arguments["as"])
        let edition = try network.edition(connection)
        let reader = RecordsReader(
            connection,
            network: network,
            edition: edition,
            signer: signer
        )
        let category = arguments["category"]
        let subject = arguments["subject"].map { $0.filter { $0 != " " }.uppercased() }
        let records = try reader.read(
            category: category,
            subject: subject.map { Array($0.utf8) },
            purpose: arguments["purpose"] ?? "",
            limit: Int(try arguments.integer("limit", in: 1...100_000) ?? 100)
        )
        let shown = RecordTable(records, edition: edition)
        invocation.answer(shown.json) { shown.text(invocation.language) }
        return .good
    }
}

extension Invocation {
    /// Who asks: the member's officer, or a key that stands for itself.
    func signer(in network: Network) throws -> Signer {
        if let path = arguments["key"] {
            let key = try KeyFile.signingKey(at: path, for: network.genesis.suite)
            return Signer(stranger: key, chain: network.genesis.chain)
        }
        return try network.signer(try arguments.required("as"))
    }
}
