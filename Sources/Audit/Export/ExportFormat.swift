import JSON

/// The spelling of an export; each has one file a table, or one file for all.
package enum ExportFormat: String, Hashable, Sendable, CaseIterable {
    /// One JSON object a line.
    case jsonl
    /// Comma-separated values (RFC 4180) with a line of headings.
    case csv
    /// Statements for `sqlite3`, in one file.
    case sqliteSQL = "sqlite-sql"

    /// The name of the file that a table goes to.
    package func fileName(_ table: ExportTable) -> String {
        switch self {
        case .jsonl, .csv: "\(table.rawValue).\(rawValue)"
        case .sqliteSQL: "ledger.sql"
        }
    }

    /// What stands before the first row of a table.
    func heading(_ table: ExportTable) -> String {
        switch self {
        case .jsonl: ""
        case .csv: table.columns.joined(separator: ",") + "\r\n"
        case .sqliteSQL:
            "CREATE TABLE \(table.rawValue) (" + table.columns.joined(separator: ", ") + ");\n"
        }
    }

    /// One row of a table.
    package func row(_ table: ExportTable, _ cells: [ExportCell]) -> String {
        precondition(cells.count == table.columns.count, "one cell a column")
        switch self {
        case .jsonl:
            let members = zip(table.columns, cells).map { JSONMember($0, $1.json) }
            return JSONText.compact(.object(members)) + "\n"
        case .csv: return cells.map(\.csv).joined(separator: ",") + "\r\n"
        case .sqliteSQL:
            return "INSERT INTO \(table.rawValue) VALUES ("
                + cells.map(\.sql).joined(separator: ",") + ");\n"
        }
    }

    /// What stands before everything.
    var opening: String { self == .sqliteSQL ? "BEGIN;\n" : "" }
    /// What stands behind everything.
    var closing: String { self == .sqliteSQL ? "COMMIT;\n" : "" }
}

extension ExportCell {
    fileprivate var json: JSONValue {
        switch self {
        case .integer(let number): .integer(number)
        case .text(let text): .string(text)
        case .missing: .null
        }
    }

    /// RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe.
    fileprivate var csv: String {
        switch self {
        case .integer(let number): return String(number)
        case .missing: return ""
        case .text(let text):
            let isFormula = text.utf8.first.map(Self.formulaStarts.contains) ?? false
            let safe = isFormula ? "'" + text : text
            let isPlain = !safe.utf8.contains(where: Self.quotedBytes.contains)
            return isPlain ? safe : "\"" + safe.replacing(UInt8(ascii: "\""), by: "\"\"") + "\""
        }
    }

    /// Bytes of zero end a statement for sqlite3, so none is let through.
    fileprivate var sql: String {
        switch self {
        case .integer(let number): String(number)
        case .missing: "NULL"
        case .text(let text):
            "'" + text.replacing(UInt8(ascii: "'"), by: "''").replacing(0, by: "\u{FFFD}") + "'"
        }
    }

    private static let formulaStarts = Array("=+-@\t\r".utf8)
    private static let quotedBytes = Array(",\"\r\n".utf8)
}

extension String {
    /// The text with another one in place of each such ASCII byte; most texts have none.
    fileprivate func replacing(_ byte: UInt8, by other: String) -> String {
        guard utf8.contains(byte) else { return self }
        var bytes: [UInt8] = []
        for unit in utf8 {
            if unit == byte { bytes += other.utf8 } else { bytes.append(unit) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
