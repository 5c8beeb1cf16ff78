import Audit
import Console
import Testing

@Suite struct TraceOperandsTests {
    private static let folder = "nodes/audit/ledger"
    private static let enterprise = "91440300MA5DA1234X"

    private func read(_ words: [String]) throws(UsageError) -> TraceOperands {
        let flags = Flags(
            "lianzheng-audit trace",
            operands: "LEDGER-FOLDER ID",
            summary: Phrase("x", "x"),
            flags: [.list("archive", "FOLDER", Phrase("x", "x"))]
        )
        return try TraceOperands(try flags.parse(words).operands) { $0 == Self.folder }
    }

    private func error(_ words: [String]) -> UsageError? {
        do {
            _ = try read(words)
            return nil
        } catch { return error }
    }

    @Test(arguments: [
        [folder, enterprise], [enterprise, folder],
        ["--json", folder, enterprise], [folder, enterprise, "--json"],
        [folder, "--archive", "/mnt/2025", enterprise],
        ["--lang=zh", enterprise, "--json", folder],
    ])
    func `folder and thing are understood in either order, with flags anywhere`(
        _ words: [String]
    ) throws {
        let operands = try read(words)
        #expect(operands.folder == Self.folder)
        #expect(operands.identifier == Self.enterprise)
        #expect(operands.record == nil)
    }

    @Test func `the word that is missing is named`() {
        #expect(error([]) == .missingOperand("LEDGER-FOLDER"))
        #expect(error([Self.enterprise, "--json"]) == .missingOperand("LEDGER-FOLDER"))
        #expect(error([Self.folder]) == .missingOperand("ID"))
        #expect(error([Self.folder, "a", "b"]) == .unexpectedOperand("b"))
    }

    @Test func `a record is named by its leaf, and its number counted from one`() throws {
        let record = try #require(try read([Self.folder, "42.3"]).record)
        #expect(record == (leafIndex: 42, index: 2))
        for word in ["42.0", "42", "42.3.1", ".3", "42.", "1.2.156.3005"] {
            #expect(try read([Self.folder, word]).record == nil)
        }
    }
}
