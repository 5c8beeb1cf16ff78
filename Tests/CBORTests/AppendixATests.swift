import CBOR
import TestSupport
import Testing

/// RFC 8949 Appendix A, read from cbor/test-vectors.
@Suite(.enabled(if: Vectors.areAvailable, "needs shared/vectors"))
struct AppendixATests {
    private struct Example: Decodable {
        let hex: String
        let roundtrip: Bool
    }

    /// Floats, and `f818`, which RFC 7049 allowed and RFC 8949 §3.3 does not.
    private static func isOutsideTheProfile(_ hexadecimal: String) -> Bool {
        ["f9", "fa", "fb", "c1fb", "f818"].contains { hexadecimal.hasPrefix($0) }
    }

    @Test func `examples of our profile re-encode to themselves and all others are refused`()
        throws
    {
        let examples = try Vectors.decode([Example].self, from: "cbor/appendix_a.json")
        var accepted = 0
        for example in examples {
            let bytes = try #require([UInt8](hexadecimal: example.hex))
            if example.roundtrip && !Self.isOutsideTheProfile(example.hex) {
                #expect(try CBORValue(decoding: bytes).encoded == bytes, "\(example.hex)")
                accepted += 1
            } else {
                #expect(throws: CBORError.self, "\(example.hex)") {
                    try CBORValue(decoding: bytes)
                }
            }
        }
        #expect(examples.count == 82)
        #expect(accepted == 47)
    }
}
