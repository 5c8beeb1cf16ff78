import CBOR
import TestSupport
import Testing

@Suite struct CBORValueTests {
    @Test(
        arguments: [
            "00", "17", "1818", "18ff", "190100", "1a00010000", "1b0000000100000000",
            "1bffffffffffffffff", "20", "3bffffffffffffffff", "40", "4401020304", "60",
            "62c3bc", "80", "83010203", "a0", "a201020304", "c001", "d28440a04040",
            "f4", "f5", "f6", "f7", "f0", "f820", "f8ff",
        ]
    )
    func `a deterministic item re-encodes to itself`(hexadecimal: String) throws {
        let bytes = try #require([UInt8](hexadecimal: hexadecimal))
        #expect(try CBORValue(decoding: bytes).encoded == bytes)
    }

    @Test func `map keys are written in bytewise order of their encodings`() throws {
        // RFC 8949 §4.2.1 gives this order as its example.
        let keys: [CBORValue] = [
            .text("aa"), .boolean(false), .array([.unsigned(100)]), .text("z"), .unsigned(100),
            .array([CBORValue(-1)]), .unsigned(10), CBORValue(-1),
        ]
        let map = CBORValue.map(keys.map { CBORPair($0, .null) })
        let decoded = try CBORValue(decoding: map.encoded)
        guard case .map(let pairs) = decoded else {
            Issue.record("not a map")
            return
        }
        #expect(
            pairs.map(\.key) == [
                .unsigned(10), .unsigned(100), CBORValue(-1), .text("z"), .text("aa"),
                .array([.unsigned(100)]), .array([CBORValue(-1)]), .boolean(false),
            ]
        )
    }

    @Test(arguments: [
        (Int64.min, "3b7fffffffffffffff"), (-1, "20"), (0, "00"), (Int64.max, "1b7fffffffffffffff"),
    ])
    func `an integer keeps its sign`(number: Int64, hexadecimal: String) {
        #expect(CBORValue(number).encoded.hexadecimal == hexadecimal)
    }
}
