import Audit
import Console
import Cryptography
import JSON
import Ledger
import Storage

/// `lianzheng-audit export`: the final chain as tables for the auditor's own tools.
struct ExportCommand: AuditCommand {
    static let flags = Flags(
        "lianzheng-audit export",
        operands: "LEDGER-FOLDER",
        summary: Phrase(
            "Write blocks, statements and records as tables, with the digest of each file.",
            "将区块、声明、记录导出为表，并附各文件摘要。"
        ),
        flags: AuditInput.flags + [
            .option(
                "format",
                ExportFormat.allCases.map(\.rawValue).joined(separator: "|"),
                Phrase("the spelling (default: jsonl)", "格式（默认 jsonl）")
            ),
            .option("out", "FOLDER", Phrase("where the files go", "输出文件夹")),
        ],
        examples: [
            (
                "lianzheng-audit export nodes/observer/ledger --format csv --out tables",
                Phrase("three tables for a spreadsheet", "三张表，供电子表格使用")
            ),
            (
                "lianzheng-audit export copy/ledger --format sqlite-sql --out tables",
                Phrase("then: sqlite3 ledger.db < tables/ledger.sql", "再执行 sqlite3 导入")
            ),
        ]
    )

    let arguments: Arguments
    private let folder: String
    private let out: String
    private let format: ExportFormat

    init(_ arguments: Arguments) throws(UsageError) {
        folder = try arguments.onlyOperand("LEDGER-FOLDER")
        out = try arguments.required("out")
        let name = arguments["format"] ?? ExportFormat.jsonl.rawValue
        guard let format = ExportFormat(rawValue: name) else {
            let all = ExportFormat.allCases.map(\.rawValue).joined(separator: "|")
            throw .badValue(flag: "format", value: name, expected: all)
        }
        self.format = format
        self.arguments = arguments
    }

    func work() async throws -> ExitCode {
        let input = try AuditInput(folder: folder, arguments)
        let files = try ExportFiles(out, format)
        let export = LedgerExport(
            format,
            catalogue: input.catalogue,
            suite: input.genesis.suite
        ) { files.append($1, to: $0) }
        let report = try await input.replay(language, visitor: export)
        export.finish()
        let digests = try files.finish()
        if arguments.wantsJSON {
            let answer: JSONValue = [
                "verdict": .string(report.isGood ? "good" : "bad"),
                "files": .object(digests.map { JSONMember($0.name, .string($0.digest)) }),
            ]
            StandardStream.output.write(JSONText.pretty(answer) + "\n")
        } else {
            for (name, digest) in digests { StandardStream.output.write("\(digest)  \(name)\n") }
            if !report.isGood {
                let count = report.findings.count
                let warning = Phrase(
                    "the ledger has \(count.counting("finding")); see replay",
                    "账本发现问题 \(count) 项，请看 replay"
                )
                StandardStream.error.write("lianzheng-audit: \(warning.text(language))\n")
            }
        }
        return report.isGood ? .good : .bad
    }
}

/// The files of an export and their digests, which `sha256sum -c digests.txt` checks.
private final class ExportFiles {
    private let folder: String
    private var files: [(name: String, file: ResultFile, hasher: Suite.Hasher)] = []
    private var failure: (any Error)?

    init(_ folder: String, _ format: ExportFormat) throws {
        self.folder = folder
        try PosixFileSystem().createFolder(folder)
        var names: [String] = []
        for name in ExportTable.allCases.map(format.fileName) where !names.contains(name) {
            names.append(name)
        }
        for name in names {
            files.append((name, try ResultFile(folder + "/" + name), Suite.p256.makeHasher()))
        }
    }

    func append(_ text: String, to name: String) {
        guard failure == nil, let entry = files.first(where: { $0.name == name }) else { return }
        let bytes = Array(text.utf8)
        entry.hasher.update(bytes)
        do { try entry.file.append(bytes) } catch { failure = error }
    }

    func finish() throws -> [(name: String, digest: String)] {
        if let failure { throw failure }
        let digests = files.map { ($0.name, $0.hasher.finalize().hexadecimal) }
        let lines = digests.map { "\($0.1)  \($0.0)\n" }.joined()
        try ResultFile.write(Array(lines.utf8), to: folder + "/digests.txt")
        return digests
    }
}
