import CBOR
import TestSupport
import Testing

@Suite struct CBORReaderTests {
    private static let refused: [(String, CBORError)] = [
        ("", .truncated(at: 0)), ("18", .truncated(at: 0)), ("1a0001", .truncated(at: 0)),
        ("42ff", .truncated(at: 0)), ("8201", .truncated(at: 0)), ("a101", .truncated(at: 0)),
        ("0000", .trailingBytes(at: 1)),
        ("1817", .notShortest(at: 0)), ("1900ff", .notShortest(at: 0)),
        ("1a0000ffff", .notShortest(at: 0)), ("1b00000000ffffffff", .notShortest(at: 0)),
        ("5800", .notShortest(at: 0)), ("d817f6", .notShortest(at: 0)),
        ("f818", .notShortest(at: 0)), ("f81f", .notShortest(at: 0)),
        ("5fff", .indefiniteLength(at: 0)), ("7fff", .indefiniteLength(at: 0)),
        ("9fff", .indefiniteLength(at: 0)), ("bfff", .indefiniteLength(at: 0)),
        ("ff", .indefiniteLength(at: 0)),
        ("1c", .unsupported(at: 0)), ("fe", .unsupported(at: 0)),
        ("f93c00", .unsupported(at: 0)), ("fa47c35000", .unsupported(at: 0)),
        ("fb3ff199999999999a", .unsupported(at: 0)),
        ("61ff", .invalidText(at: 0)), ("63eda080", .invalidText(at: 0)),
        ("62c080", .invalidText(at: 0)),
        ("a201000100", .keyOrder(at: 3)), ("a202000100", .keyOrder(at: 3)),
        ("a2616100" + "1000", .keyOrder(at: 4)),
    ]

    @Test(arguments: refused)
    func `what is not deterministic is refused at its place`(
        hexadecimal: String,
        error: CBORError
    ) throws {
        let bytes = try #require([UInt8](hexadecimal: hexadecimal))
        #expect(throws: error) { try CBORValue(decoding: bytes) }
        #expect(throws: error) {
            var reader = CBORReader(bytes)
            _ = try reader.encodedItem()
            try reader.finish()
        }
    }

    @Test func `every method reads what the writer wrote`() throws {
        var writer = CBORWriter()
        writer.array(12)
        writer.unsigned(.max)
        writer.integer(-500)
        writer.integer(500)
        writer.byteString([1, 2, 3])
        writer.text("链证")
        writer.boolean(true)
        writer.null()
        writer.tag(18)
        writer.byteString([7][...])
        writer.map(1)
        writer.unsigned(1)
        writer.simple(59)
        writer.encoded([0x80])
        writer.array(0)
        writer.value(.text("end"))

        var reader = CBORReader([0xff] + writer.bytes + [0xff])
        reader = CBORReader(([0xff] + writer.bytes + [0xff])[1...writer.bytes.count])
        #expect(try reader.array() == 12)
        #expect(try reader.unsigned() == .max)
        #expect(try reader.integer() == -500)
        #expect(try reader.integer() == 500)
        #expect(try Array(reader.byteString(count: 3)) == [1, 2, 3])
        #expect(try reader.text() == "链证")
        #expect(try reader.boolean())
        #expect(reader.nextIsNull)
        try reader.null()
        #expect(try reader.peekType() == .tag)
        #expect(try reader.tag() == 18)
        #expect(try Array(reader.byteString()) == [7])
        let entries = try reader.mapEntries()
        #expect(entries.map(\.key) == [.unsigned(1)])
        #expect(entries.map { Array($0.value) } == [[0xf8, 59]])
        try reader.array(count: 0)
        #expect(try Array(reader.encodedItem()) == [0x80])
        #expect(try reader.value() == .text("end"))
        try reader.finish()
        #expect(reader.position == writer.bytes.count)
    }

    @Test func `a method that throws leaves the position where it was`() throws {
        var reader = CBORReader([0x82, 0x01, 0x61, 0xff])
        #expect(throws: CBORError.invalidText(at: 2)) { try reader.value() }
        #expect(throws: CBORError.invalidText(at: 2)) { try reader.encodedItem() }
        #expect(throws: CBORError.unexpectedType(at: 0)) { try reader.unsigned() }
        #expect(reader.position == 0)
    }

    @Test func `another type or value than expected is refused`() {
        func refuses<Value>(
            _ bytes: [UInt8],
            _ error: CBORError,
            _ read: (inout CBORReader) throws(CBORError) -> Value
        ) {
            #expect(throws: error) {
                var reader = CBORReader(bytes)
                _ = try read(&reader)
            }
        }
        refuses([0x20], .unexpectedType(at: 0)) { (reader) throws(CBORError) in
            try reader.unsigned()
        }
        refuses([0x40], .unexpectedType(at: 0)) { (reader) throws(CBORError) in
            try reader.integer()
        }
        refuses([0xf6], .unexpectedType(at: 0)) { (reader) throws(CBORError) in
            try reader.boolean()
        }
        refuses([0xf4], .unexpectedType(at: 0)) { (reader) throws(CBORError) in
            try reader.null()
        }
        refuses([0x41, 0], .outOfRange(at: 0)) { (reader) throws(CBORError) in
            try reader.byteString(count: 2)
        }
        refuses([0x80], .outOfRange(at: 0)) { (reader) throws(CBORError) in
            try reader.array(count: 1)
        }
        refuses([0x1b, 0x80, 0, 0, 0, 0, 0, 0, 0], .outOfRange(at: 0)) {
            (reader) throws(CBORError) in try reader.integer()
        }
    }

    @Test func `limits on depth, strings and counts hold`() throws {
        let limits = CBORLimits(maximumDepth: 2, maximumStringBytes: 3, maximumItems: 2)
        func decode(_ bytes: [UInt8]) throws { _ = try CBORValue(decoding: bytes, limits: limits) }
        try decode([0x81, 0x81, 0x00])
        #expect(throws: CBORError.tooDeep(at: 2)) { try decode([0x81, 0x81, 0x81, 0x00]) }
        #expect(throws: CBORError.tooDeep(at: 2)) { try decode([0xc1, 0xc1, 0xc1, 0x00]) }
        try decode([0x43, 1, 2, 3])
        #expect(throws: CBORError.tooLong(at: 0)) { try decode([0x44, 1, 2, 3, 4]) }
        #expect(throws: CBORError.tooLong(at: 0)) { try decode([0x64, 1, 2, 3, 4]) }
        try decode([0x82, 1, 2])
        #expect(throws: CBORError.tooLong(at: 0)) { try decode([0x83, 1, 2, 3]) }
        #expect(throws: CBORError.tooLong(at: 0)) { try decode([0xa3, 1, 2, 3, 4, 5, 6]) }
    }

    @Test func `a count that the remaining bytes cannot hold is refused at once`() {
        #expect(throws: CBORError.truncated(at: 0)) {
            var reader = CBORReader([0x99, 0xff, 0xff, 0x00])
            _ = try reader.array()
        }
    }
}
