import Audit
import Cryptography
import JSON
import Testing

@Suite struct ExportTests {
    private func export(
        _ ledger: AuditLedger,
        _ format: ExportFormat
    ) async throws -> [String: String] {
        var files: [String: String] = [:]
        let export = LedgerExport(
            format,
            catalogue: ledger.chain.catalogue,
            suite: ledger.chain.suite
        ) { files[$0, default: ""] += $1 }
        _ = try await ledger.audit(visitor: export)
        export.finish()
        return files
    }

    @Test func `every block, statement and record is one line of JSON`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let files = try await export(ledger, .jsonl)
        let lines = files.mapValues { $0.split(separator: "\n").map { Array($0.utf8) } }
        #expect(
            lines.mapValues(\.count) == [
                "blocks.jsonl": 5, "statements.jsonl": 6, "records.jsonl": 9,
            ]
        )
        let record = try JSONValue(parsing: try #require(lines["records.jsonl"]?.last))
        #expect(record["category"]?.string == "TAX-001")
        #expect(record["leaf_index"]?.integer == 10)
        let numbers = try #require(lines["records.jsonl"]).compactMap { line in
            try JSONValue(parsing: line)["record"]?.integer
        }
        #expect(numbers.min() == 1)
        let fields = try #require(record["fields"]?.string)
        #expect(try JSONValue(parsing: Array(fields.utf8))["uscc"] == record["subject"])
    }

    @Test func `every row of comma-separated values has all columns`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let files = try await export(ledger, .csv)
        let blocks = try #require(files["blocks.csv"]).split(separator: "\r\n")
        #expect(blocks.count == 6)
        #expect(blocks.allSatisfy { $0.split(separator: ",").count == 12 })
        #expect(blocks[0].hasPrefix("height,hash,parent"))
    }

    @Test func `a script for sqlite makes the tables and fills them in one transaction`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let script = try #require(try await export(ledger, .sqliteSQL)["ledger.sql"])
        #expect(script.hasPrefix("BEGIN;\nCREATE TABLE blocks"))
        #expect(script.hasSuffix("COMMIT;\n"))
        #expect(script.split(separator: "\n").count { $0.hasPrefix("INSERT INTO records") } == 9)
    }
}
