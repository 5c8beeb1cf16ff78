import Catalogue
import Client
import Console
import Ledger
import Testing

@Suite struct UploadTests {
    @Test func `lines keep their numbers, and empty ones count`() throws {
        let upload = try read(
            """
            {"category":"TAX-029","record":{"uscc":"x"}}

            {"category":"TAX-030","record":{},"op":"correct"}
            """
        )
        #expect(upload.lines.map(\.place.line) == [1, 3])
        #expect(upload.lines.map(\.operation) == [.add, .correct])
        #expect(upload.refused.isEmpty)
    }

    @Test(
        arguments: [
            ("{", "json.unexpectedEnd"),
            ("{\"category\":\"TAX-029\"}", "json.missing"),
            ("{\"category\":7,\"record\":{}}", "json.wrongType"),
            ("{\"category\":\"TAX-029\",\"record\":[]}", "json.wrongType"),
            ("{\"category\":\"TAX-029\",\"record\":{},\"op\":\"drop\"}", "json.notAllowed"),
            ("{\"category\":\"TAX-029\",\"record\":{},\"extra\":1}", "json.unknown"),
            ("{\"category\":\"TAX-029\",\"record\":{}} x", "json.trailingBytes"),
        ]
    )
    func `a line that cannot be read is refused alone`(text: String, code: String) throws {
        let good = "{\"category\":\"TAX-029\",\"record\":{}}"
        let upload = try read("\(good)\n\(text)\n\(good)")
        #expect(upload.lines.map(\.place.line) == [1, 3])
        #expect(upload.refused.map(\.rule) == [code])
        #expect(upload.refused.map(\.place.line) == [2])
    }

    @Test func `a CSV file is of the category that it is named after`() throws {
        let header = try names(of: "TAX-029").joined(separator: ",")
        let cells = try names(of: "TAX-029").map { _ in "1" }.joined(separator: ",")
        let upload = try read("\(header)\n\(cells)\n", path: "in/TAX-029.csv")
        #expect(upload.lines.map(\.category) == ["TAX-029"])
        #expect(upload.lines.map(\.place.line) == [2])
        #expect(upload.lines.first?.source == .spreadsheet)
    }

    @Test func `a CSV file without a required column is refused with the column's name`() throws {
        let header = try names(of: "TAX-029").dropFirst().joined(separator: ",")
        let upload = try read("\(header)\n", path: "TAX-029.csv")
        #expect(upload.refused.map(\.rule) == ["csv.columns"])
        #expect(upload.refused.first?.reason.english.contains("uscc") == true)
    }

    @Test func `a CSV file of an unknown category is refused`() throws {
        let upload = try read("a\n1\n", path: "TAX-999.csv")
        #expect(upload.refused.map(\.rule) == ["upload.unknownCategory"])
    }

    @Test func `a spreadsheet in GBK is told how to save it`() throws {
        let catalogue = try Demonstration.catalogue()
        let upload = Upload(
            path: "TAX-029.csv",
            bytes: [0xC4, 0xE3, 0xBA, 0xC3, 0x0A],
            category: nil,
            catalogue: catalogue
        )
        #expect(upload.refused.map(\.rule) == ["csv.notUTF8"])
    }

    private func read(_ text: String, path: String = "a.jsonl") throws -> Upload {
        Upload(
            path: path,
            bytes: [UInt8](text.utf8),
            category: nil,
            catalogue: try Demonstration.catalogue()
        )
    }

    private func names(of category: String) throws -> [String] {
        try #require(Demonstration.catalogue().category(category)).schema.fields.map(\.name)
    }
}
