import CBOR
import Cryptography
import Evidence
import TestSupport
import Testing

@Suite struct DisclosureTests {
    private let disclosure = Disclosure(
        salt: [UInt8](repeating: 7, count: 16),
        key: .text("holder_name"),
        value: .text("示范制造有限公司")
    )

    @Test func `a disclosure reads back as it was written`() throws {
        #expect(try Disclosure(decoding: disclosure.encoded[...]) == disclosure)
    }

    /// A disclosure of draft-ietf-spice-sd-cwt's example, with the digest in the token there.
    @Test func `the digest is over the array as a byte string, as in the draft's example`() throws {
        let encoded = try #require(
            [UInt8](
                hexadecimal: "8350bae611067bb823486797da1ebbb52f83"
                    + "6b414243442d3132333435361901f5"
            )
        )
        let example = try Disclosure(decoding: encoded[...])
        #expect(example.value == .text("ABCD-123456"))
        #expect(example.key == .unsigned(501))
        #expect(
            example.digest(.p256).hexadecimal
                == "af375dc3fba1d082448642c00be7b2f7bb05c9d8fb61cfc230ddfdfb4616a693"
        )
    }

    @Test func `a salt of another length is refused`() {
        var writer = CBORWriter()
        writer.array(3)
        writer.byteString([UInt8](repeating: 7, count: 15))
        writer.text("v")
        writer.text("k")
        #expect(throws: CBORError.outOfRange(at: 1)) {
            try Disclosure(decoding: writer.bytes[...])
        }
    }

    @Test func `a key that is neither text nor number is refused`() {
        var writer = CBORWriter()
        writer.array(3)
        writer.byteString([UInt8](repeating: 7, count: 16))
        writer.text("v")
        writer.boolean(true)
        #expect(throws: CBORError.unexpectedType(at: 20)) {
            try Disclosure(decoding: writer.bytes[...])
        }
    }

    @Test func `digests are sorted, so that their order says nothing`() {
        let disclosures = Disclosure.make(
            fields: (0..<20).map { ("field\($0)", .unsigned($0)) },
            salts: (0..<20).map { [UInt8](repeating: $0, count: 16) }
        )
        let digests = Disclosure.digests(of: disclosures, suite: .sm2)
        #expect(digests == digests.sorted())
        #expect(Set(digests) == Set(disclosures.map { $0.digest(.sm2) }))
    }
}
