import CBOR
import Catalogue
import JSON
import TestSupport
import Testing

@Suite struct RecordValidatorTests {
    private let schema: Schema
    private let valid: [UInt8]

    init() throws {
        let catalogue = try GenesisFiles.catalogue.get()
        schema = try #require(catalogue.category("LOAN-017")).schema
        let example = try #require(try GenesisFiles.json("examples/valid.json")["LOAN-017"])
        let members = try #require(example.object)
        valid = try #require(schema.read(members, from: .json).fields).encoded()
    }

    private func code(_ encoded: [UInt8]) -> String? {
        var validator = RecordValidator(schema)
        do throws(Finding) {
            _ = try validator.validate(encoded[...])
            return nil
        } catch {
            guard case .malformed(let error) = error.reason else { return error.code }
            return error.code
        }
    }

    private func map(_ items: [(UInt64, CBORValue)]) -> [UInt8] {
        CBORValue.map(items.map { CBORPair(.unsigned($0.0), $0.1) }).encoded
    }

    @Test func `key and subject come out of a checked record, also out of a slice`() throws {
        var validator = RecordValidator(schema)
        let padded = [0xFF] + valid + [0xFF]
        let record = try validator.validate(padded[1..<padded.count - 1])
        let fields = try RecordFields(decoding: record.encoded, schema)
        var reader = CBORReader(record.key)
        try reader.array(count: 2)
        #expect(.text(try reader.text()) == fields[try #require(schema.position(of: "iou_no"))])
        let sequence = fields[try #require(schema.position(of: "repayment_seq"))]
        #expect(.integer(try reader.integer()) == sequence)
        try reader.finish()
        #expect(record.subject.count == 18)
    }

    @Test func `encodings that are not deterministic are refused`() throws {
        let cases: [([UInt8], String)] = [
            ([], "cbor.truncated"), ([0x80], "cbor.unexpectedType"), ([0xA1], "cbor.truncated"),
            ([0xBF, 0xFF], "cbor.indefiniteLength"),
            ([0xB8, 0x01, 0x00, 0x60], "cbor.notShortest"),
            ([0xA1, 0x18, 0x00, 0x60], "cbor.notShortest"),
            ([0xA1, 0x60, 0x00], "cbor.unexpectedType"),
            (valid + [0x00], "cbor.trailingBytes"), ([0xA1, 0x00, 0x78, 0x05], "cbor.notShortest"),
            ([0xA1, 0x00, 0x1C], "cbor.unsupported"), ([0xA1, 0x00, 0x72, 0x39], "cbor.truncated"),
            ([0xBB, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "cbor.truncated"),
            ([0xA2, 0x03, 0x01, 0x03, 0x01], "cbor.keyOrder"),
            ([0xA2, 0x03, 0x01, 0x02, 0x61, 0x41], "cbor.keyOrder"),
            ([0xA1, 0x03, 0x1B, 0xFF, 0, 0, 0, 0, 0, 0, 0], "record.outOfRange"),
            ([0xA1, 0x18, 0x63, 0x01], "record.unknownField"),
            ([0xA1, 0x00, 0xF6], "record.wrongType"),
            ([0xA1, 0x03, 0x61, 0x31], "record.wrongType"),
            ([0xA1, 0x01, 0x62, 0xC3, 0x28], "cbor.invalidText"), ([0xA0], "record.missing"),
        ]
        for (encoded, expected) in cases {
            #expect(code(encoded) == expected, "\(encoded.hexadecimal)")
        }
    }

    @Test func `a CBOR error is told in both languages`() throws {
        var validator = RecordValidator(schema)
        let finding = try #require(validator.findings(in: [0x80]).first)
        #expect(finding.code == "record.malformed")
        #expect(finding.english.hasPrefix("not a record: "))
        #expect(finding.chinese.hasPrefix("不是有效记录："))
    }

    @Test func `whatever passes is read back and encoded to the same bytes`() throws {
        let schema = schema
        let valid = valid
        var validator = RecordValidator(schema)
        #expect(try validator.validate(valid[...]).encoded == valid[...])
        var passed = 0
        withSeeds(0..<20_000) { generator in
            let mutant = generator.mutated(valid)
            guard let record = try? validator.validate(mutant[...]) else {
                return !validator.findings(in: mutant[...]).isEmpty
            }
            passed += 1
            let fields = try RecordFields(decoding: record.encoded, schema)
            return fields.encoded() == mutant && validator.findings(in: mutant[...]).isEmpty
        }
        #expect(passed > 100, "some mutants stay valid, or the fuzzer proves nothing")
    }

    @Test func `mutants of all categories never do worse than a finding`() throws {
        let catalogue = try GenesisFiles.catalogue.get()
        for (index, example) in (try GenesisFiles.json("examples/valid.json").object ?? [])
            .enumerated()
        {
            let schema = try #require(catalogue.category(example.name)).schema
            let members = try #require(example.value.object)
            let encoded = try #require(schema.read(members, from: .json).fields).encoded()
            var validator = RecordValidator(schema)
            withSeeds(UInt64(index) * 1000..<UInt64(index) * 1000 + 200) { generator in
                let mutant = generator.mutated(encoded)
                guard let record = try? validator.validate(mutant[...]) else { return true }
                return try RecordFields(decoding: record.encoded, schema).encoded() == mutant
            }
        }
    }
}
