import Console
import Testing

@Suite struct CSVReaderTests {
    private func rows(_ text: String) throws -> [Result<CSVRow, CSVError>] {
        var reader = try CSVReader(Array(text.utf8))
        var rows: [Result<CSVRow, CSVError>] = []
        while let row = reader.next() { rows.append(row) }
        return rows
    }

    private func refusal(_ bytes: [UInt8]) -> CSVError? {
        do {
            _ = try CSVReader(bytes)
            return nil
        } catch { return error }
    }

    @Test func `quotes, line ends and the byte order mark follow RFC 4180`() throws {
        let text = "\u{FEFF} uscc ,名称\r\n91,\"甲,\"\"乙\"\"\n丙\"\r\n\r\n92,\r\n,x"
        var reader = try CSVReader(Array(text.utf8))
        #expect(reader.header == ["uscc", "名称"])
        #expect(try reader.next()?.get().cells == ["91", "甲,\"乙\"\n丙"])
        let second = try reader.next()?.get()
        #expect(second?.cells == ["92", ""])
        #expect(second?.line == 5)
        #expect(try reader.next()?.get().cells == ["", "x"])
        #expect(reader.next() == nil)
    }

    @Test func `a row with the wrong number of cells is named and the next one is read`() throws {
        let rows = try rows("a,b\n1\n1,2,3\n4,5\n")
        #expect(rows.count == 3)
        #expect(rows[0] == .failure(.cellCount(line: 2, expected: 2, found: 1)))
        #expect(rows[1] == .failure(.cellCount(line: 3, expected: 2, found: 3)))
        #expect(try rows[2].get().cells == ["4", "5"])
        #expect(CSVError.cellCount(line: 2, expected: 2, found: 1).chinese == "第 2 行：应有 2 列，实有 1 列")
    }

    @Test func `GBK from a spreadsheet is recognised and the line is named`() {
        let gbk: [UInt8] = Array("name\nabc\n".utf8) + [0xCB, 0xB0, 0xCE, 0xF1, 0x0A]
        #expect(refusal(gbk) == .notUTF8(line: 3, looksLikeGBK: true))
        #expect(refusal(gbk)?.english.contains("GBK") == true)
        #expect(refusal([0x61, 0x0A, 0xFF, 0x20]) == .notUTF8(line: 2, looksLikeGBK: false))
    }

    @Test func `quotation marks in the wrong place are refused`() throws {
        #expect(try rows("a\n\"x").first == .failure(.openQuote(line: 2)))
        #expect(try rows("a\nx\"y\n").first == .failure(.strayQuote(line: 2)))
        #expect(try rows("a\n\"x\"y\n").first == .failure(.strayQuote(line: 2)))
    }

    @Test func `the header must be there and name each column once`() throws {
        #expect(refusal([]) == .noHeader)
        #expect(refusal(Array("a,,b".utf8)) == .unnamedColumn(number: 2))
        #expect(refusal(Array("a,b,a".utf8)) == .duplicateColumn("a"))
        let reader = try CSVReader(Array("a,c\n".utf8))
        #expect(throws: CSVError.columns(missing: ["b"], extra: ["c"])) {
            try reader.check(known: ["a", "b"], required: ["a", "b"])
        }
        try reader.check(known: ["a", "b", "c"], required: ["a"])
    }
}
