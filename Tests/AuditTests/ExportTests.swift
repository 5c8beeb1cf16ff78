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

    @Test func `whatever a text holds stays in its cell`() throws {
        let filler = Array(repeating: ExportCell.missing, count: 10)
        func row(_ format: ExportFormat, _ text: String) -> String {
            format.row(.records, [.text(text)] + filler)
        }
        let commas = String(repeating: ",", count: 10)
        for (text, cell) in [
            ("税务", "税务"), ("a,b", "\"a,b\""), ("a\"b\"", "\"a\"\"b\"\"\""),
            ("a\r\nb", "\"a\r\nb\""), ("=1+1", "'=1+1"), ("@a,b", "\"'@a,b\""), ("", ""),
        ] {
            #expect(row(.csv, text) == cell + commas + "\r\n")
        }
        let nulls = String(repeating: ",NULL", count: 10)
        for (text, cell) in [
            ("税务", "税务"), ("it's", "it''s"), ("''", "''''"), ("a\0b", "a\u{FFFD}b"),
        ] {
            let line = "INSERT INTO records VALUES ('\(cell)'\(nulls));\n"
            #expect(row(.sqliteSQL, text) == line)
        }
        for text in ["税务", "a\"\\b", "a\u{2028}b", "\u{7F}\0", "\u{1F}"] {
            let line = row(.jsonl, text)
            let value = try JSONValue(parsing: Array(line.dropLast().utf8))
            #expect(value["leaf_index"]?.string == text)
            #expect(line.contains(text) == (text == "税务"))
        }
    }
}
