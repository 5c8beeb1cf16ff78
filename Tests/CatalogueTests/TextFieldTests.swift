import CBOR
import Catalogue
import TestSupport
import Testing

@Suite struct TextFieldTests {
    private let schema: Schema
    private let longest: Int

    /// The place of the field, which must be there; after it the others are missing.
    private static let position: UInt64 = 1

    init() throws {
        schema = try #require(try GenesisFiles.catalogue.get().category("LOAN-017")).schema
        let field = schema.fields[Int(Self.position)]
        #expect(field.pattern == nil)
        guard case .text(let most) = field.type else { throw CatalogueError.notCanonical }
        longest = most
    }

    /// What is found in a record of this one text.
    private func code(_ text: [UInt8]) -> String? {
        let head: [UInt8] =
            text.count < 24
            ? [0x60 | UInt8(text.count)]
            : text.count < 256
                ? [0x78, UInt8(text.count)]
                : [0x79, UInt8(text.count >> 8), UInt8(truncatingIfNeeded: text.count)]
        var validator = RecordValidator(schema)
        do throws(Finding) {
            _ = try validator.validate(([0xA1, UInt8(Self.position)] + head + text)[...])
            return nil
        } catch {
            guard case .malformed(let error) = error.reason else { return error.code }
            return error.code
        }
    }

    /// What ought to be found; a text that is cut within a character may have a second fault.
    private func expected(_ text: [UInt8]) -> Set<String> {
        let broken: Set = ["cbor.invalidText", "record.controlCharacter"]
        guard let whole = String(validating: text, as: UTF8.self) else { return broken }
        let scalars = whole.unicodeScalars
        if scalars.isEmpty { return ["record.empty"] }
        if scalars.contains(where: { $0.properties.generalCategory == .control }) {
            return ["record.controlCharacter"]
        }
        return [scalars.count > longest ? "record.tooLong" : "record.missing"]
    }

    @Test func `a text is judged as a whole, whatever characters it begins with`() {
        // The edges of every length of UTF-8, of the surrogates and of the control characters.
        let edges: [UInt32] = [
            0x1F, 0x20, 0x7E, 0x7F, 0x80, 0x9F, 0xA0, 0x7FF, 0x800, 0xFFF, 0x1000, 0x4E2D, 0xCFFF,
            0xD000, 0xD7FF, 0xE000, 0xFFFD, 0x1_0000, 0x10_FFFF,
        ]
        let ordinary: [UInt32] = [0x41, 0x4E2D]
        var outcomes: Set<String> = []
        withSeeds(0..<4_000) { generator in
            let count = Int(generator.next() % UInt64(longest + 2))
            // Texts are ordinary up to somewhere, and many to their end.
            let start = generator.next() % 2 == 0 ? count : Int(generator.next() % 50)
            var text = String.UnicodeScalarView()
            for place in 0..<count {
                let choice = Int(generator.next() % 38)
                let scalar = place < start ? ordinary[choice % 2] : edges[choice % edges.count]
                Unicode.Scalar(scalar).map { text.append($0) }
            }
            var bytes = Array(String(text).utf8)
            if generator.next() % 4 == 0 { bytes = bytes.dropLast() }
            guard let code = code(bytes) else { return false }
            outcomes.insert(code)
            return expected(bytes).contains(code)
        }
        #expect(outcomes.count == 5, "each outcome is seen, or this proves little: \(outcomes)")
    }
}
