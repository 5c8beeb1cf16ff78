/// One data row of a CSV file.
package struct CSVRow: Hashable, Sendable {
    /// The line on which the row begins, from one; the header is on line 1.
    package let line: Int
    /// The cells, as many as the header has.
    package let cells: [String]
}

/// Reads comma-separated values as RFC 4180 has them, in UTF-8 with or without a byte order mark.
///
/// Lines end in CRLF or LF, quoted cells may hold both, empty lines are skipped. A row with too few
/// or too many cells is reported and reading goes on, so that one slip does not hide the others.
package struct CSVReader: Sendable {
    /// The names of the columns, trimmed of spaces.
    package private(set) var header: [String]
    private let bytes: [UInt8]
    private var position: Int
    private var line: Int

    /// Checks the encoding of the whole file and reads the header.
    package init(_ bytes: [UInt8]) throws(CSVError) {
        self.bytes = bytes
        try TextEncoding.requireUTF8(bytes)
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        line = 1
        header = []
        guard let names = try nextCells() else { throw .noHeader }
        let trimmed = names.cells.map(CSVReader.trimmed)
        for (index, name) in trimmed.enumerated() {
            if name.isEmpty { throw .unnamedColumn(number: index + 1) }
            if trimmed[..<index].contains(name) { throw .duplicateColumn(name) }
        }
        header = trimmed
    }

    /// Compares the header with the columns a reader knows.
    package func check(known: [String], required: [String]) throws(CSVError) {
        let missing = required.filter { !header.contains($0) }
        let extra = header.filter { !known.contains($0) }
        guard missing.isEmpty, extra.isEmpty else {
            throw .columns(missing: missing, extra: extra)
        }
    }

    /// The next row or why it cannot be used; nil at the end of the file.
    package mutating func next() -> Result<CSVRow, CSVError>? {
        do {
            guard let row = try nextCells() else { return nil }
            guard row.cells.count == header.count else {
                return .failure(
                    .cellCount(line: row.line, expected: header.count, found: row.cells.count)
                )
            }
            return .success(row)
        } catch {
            position = bytes.count
            return .failure(error)
        }
    }

    // MARK: Cells

    private mutating func nextCells() throws(CSVError) -> CSVRow? {
        skipEmptyLines()
        guard position < bytes.count else { return nil }
        let start = line
        var cells = [try cell()]
        while position < bytes.count, bytes[position] == UInt8(ascii: ",") {
            position += 1
            cells.append(try cell())
        }
        skipLineEnd()
        return CSVRow(line: start, cells: cells)
    }

    private mutating func cell() throws(CSVError) -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            return try plainCell()
        }
        let start = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == byte else {
                    guard atCellEnd else { throw .strayQuote(line: line) }
                    return String(decoding: content, as: UTF8.self)
                }
                position += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            content.append(byte)
        }
        throw .openQuote(line: start)
    }

    private mutating func plainCell() throws(CSVError) -> String {
        let start = position
        while !atCellEnd {
            guard bytes[position] != UInt8(ascii: "\"") else { throw .strayQuote(line: line) }
            position += 1
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private var atCellEnd: Bool {
        guard position < bytes.count else { return true }
        switch bytes[position] {
        case UInt8(ascii: ","), UInt8(ascii: "\n"): return true
        case UInt8(ascii: "\r"):
            return position + 1 == bytes.count || bytes[position + 1] == UInt8(ascii: "\n")
        default: return false
        }
    }

    private mutating func skipLineEnd() {
        if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\n") {
            position += 1
            line += 1
        }
    }

    private mutating func skipEmptyLines() {
        while position < bytes.count,
            bytes[position] == UInt8(ascii: "\n")
                || (bytes[position] == UInt8(ascii: "\r") && atCellEnd)
        {
            skipLineEnd()
        }
    }

    private static func trimmed(_ name: String) -> String {
        let body = name.drop { $0 == " " || $0 == "\u{3000}" }
        let end = body.lastIndex { $0 != " " && $0 != "\u{3000}" }
        return end.map { String(body[...$0]) } ?? ""
    }
}
