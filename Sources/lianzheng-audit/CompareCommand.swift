import Audit
import CBOR
import Console
import Cryptography
import JSON
import Ledger
import Merkle

/// `lianzheng-audit compare`: do two agencies hold the same history.
struct CompareCommand: AuditCommand {
    static let flags = Flags(
        "lianzheng-audit compare",
        operands: "LEDGER-FOLDER LEDGER-FOLDER",
        summary: Phrase(
            "Say whether two ledgers are one history, and where they part.",
            "比对两份账本是否为同一历史，并指出分歧之处。"
        ),
        flags: AuditInput.flags + [
            .option(
                "proof",
                "FILE",
                Phrase(
                    "write the proof that the longer history continues the shorter one",
                    "输出“较长历史延续较短历史”的一致性证明"
                )
            )
        ],
        examples: [
            (
                "lianzheng-audit compare nodes/tax/ledger nodes/amr/ledger",
                Phrase("the ledgers of two agencies", "两个部门的账本")
            )
        ]
    )

    let arguments: Arguments
    private let folders: (first: String, second: String)

    init(_ arguments: Arguments) throws(UsageError) {
        guard arguments.operands.count >= 2 else { throw .missingOperand("LEDGER-FOLDER") }
        guard arguments.operands.count == 2 else {
            throw .unexpectedOperand(arguments.operands[2])
        }
        folders = (arguments.operands[0], arguments.operands[1])
        self.arguments = arguments
    }

    func work() async throws -> ExitCode {
        let (one, other) = (
            try AuditInput(folder: folders.first, arguments),
            try AuditInput(folder: folders.second, arguments)
        )
        let bar = ReplayBar(language)
        let audit = try LedgerAudit(genesis: one.genesis, catalogue: one.catalogue)
        let comparison = try await audit.compare(
            (one.folder, one.fileSystem),
            (other.folder, other.fileSystem)
        ) { bar.update($0) }
        bar.finish()
        if let path = arguments["proof"], let proof = comparison.consistency {
            try ResultFile.write(encoded(proof, comparison), to: path)
        }
        let text = ComparisonText(comparison: comparison, folders: folders, language: language)
        StandardStream.output.write(
            arguments.wantsJSON ? JSONText.pretty(text.json) + "\n" : text.text
        )
        return comparison.isOneHistory ? .good : .bad
    }

    /// `[ shorter's header, longer's header, consistency proof ]`, headers as they were signed.
    private func encoded(_ proof: ConsistencyProof, _ comparison: LedgerComparison) -> [UInt8] {
        let tips = [comparison.firstTip, comparison.secondTip]
            .sorted { $0.header.height < $1.header.height }
        var writer = CBORWriter()
        writer.array(3)
        for tip in tips { tip.encode(into: &writer) }
        proof.encode(into: &writer)
        return writer.bytes
    }
}
