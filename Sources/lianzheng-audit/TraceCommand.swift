import Audit
import Console
import Cryptography
import Glibc
import JSON
import Ledger
import Merkle

/// `lianzheng-audit trace`: everything about one record, certificate or enterprise (一键穿透).
struct TraceCommand: AuditCommand {
    static let flags = Flags(
        "lianzheng-audit trace",
        operands: "LEDGER-FOLDER ID",
        summary: Phrase(
            "Tell the whole story of one record, certificate, enterprise or key.",
            "一键穿透：一条记录、一份证照、一家企业或一把密钥的全部经过。"
        ),
        flags: AuditInput.flags,
        examples: [
            (
                "lianzheng-audit trace nodes/observer/ledger 91440300MA5DA1234X",
                Phrase("an enterprise by its credit code", "按统一社会信用代码查企业")
            ),
            (
                "lianzheng-audit trace nodes/observer/ledger 1.2.156.3005.2…",
                Phrase("a certificate by its identifier", "按证照标识查证照")
            ),
            (
                "lianzheng-audit trace nodes/observer/ledger 42.3",
                Phrase(
                    "all versions of the third record of the statement at leaf 42",
                    "第 42 号声明第 3 条记录的历次版本"
                )
            ),
        ]
    )

    let arguments: Arguments
    private let operands: TraceOperands

    init(_ arguments: Arguments) throws(UsageError) {
        operands = try TraceOperands(arguments.operands, isFolder: Self.isFolder)
        self.arguments = arguments
    }

    private static func isFolder(_ path: String) -> Bool {
        // Safe: the path becomes a terminated string for the length of the call.
        unsafe access(path + "/.", F_OK) == 0
    }

    func work() async throws -> ExitCode {
        let input = try AuditInput(folder: operands.folder, arguments)
        let trace = LedgerTrace(try await target(input), genesis: input.genesis)
        let report = try await input.replay(language, visitor: trace)
        guard !trace.events.isEmpty else { throw OutputError.notFound(what: operands.identifier) }
        let text = TraceText(trace: trace, report: report, language: language)
        StandardStream.output.write(
            arguments.wantsJSON ? JSONText.pretty(text.json) + "\n" : text.text
        )
        return report.isGood ? .good : .bad
    }

    private func target(_ input: AuditInput) async throws -> LedgerTrace.Target {
        guard let record = operands.record else { return .identifier(operands.identifier) }
        let pick = RecordPick(leafIndex: record.leafIndex, record: record.index)
        _ = try await input.replay(language, visitor: pick)
        guard let found = pick.found else {
            throw OutputError.notFound(what: operands.identifier)
        }
        return .record(category: found.category, key: found.key)
    }
}
