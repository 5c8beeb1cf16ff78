import CBOR
import COSE
import Cryptography
import TestSupport
import Testing

@Suite struct ReceiptTests {
    private let key = SigningKey(generating: .p256)
    private let root = Suite.p256.digest([7])

    /// A finalize vote's header: `{1: −7, 395: 1}`.
    private let protected: [UInt8] = [0xa2, 0x01, 0x26, 0x19, 0x01, 0x8b, 0x01]

    private func receipt() -> Receipt {
        let toBeSigned = SignatureStructure.encode(
            protected: protected[...],
            payload: root.bytes[...]
        )
        return Receipt(
            protected: protected[...],
            keyIdentifier: key.identifier,
            inclusion: [0x83, 0x02, 0x00, 0x80],
            signature: key.sign(toBeSigned)
        )
    }

    @Test func `a receipt reads back and is signed by its validator over the root alone`() throws {
        let receipt = receipt()
        #expect(try Receipt(decoding: receipt.encoded[...]) == receipt)
        let validator = try VerificationKey(key.publicKey, suite: .p256)
        #expect(receipt.isSigned(by: validator, root: root))
        #expect(!receipt.isSigned(by: validator, root: .zero))
        let other = try VerificationKey(SigningKey(generating: .p256).publicKey, suite: .p256)
        #expect(!receipt.isSigned(by: other, root: root))
    }

    @Test func `its bytes are those of RFC 9942`() {
        let receipt = receipt()
        let expected =
            "d28447a2012619018b01" + "a2045820" + key.identifier.hexadecimal
            + "19018ca12081" + "4483020080" + "f65840" + receipt.signature.bytes.hexadecimal
        #expect(receipt.encoded.hexadecimal == expected)
    }

    @Test func `an attached payload is refused`() throws {
        let detached = try Sign1(decoding: receipt().encoded[...])
        let attached = Sign1(
            protected: detached.protected,
            unprotected: detached.unprotected,
            payload: root.bytes[...],
            signature: detached.signature
        )
        #expect(throws: COSEError.payloadMisplaced) {
            try Receipt(decoding: attached.encoded[...])
        }
    }

    @Test func `no mutated receipt traps, and none that decodes has other bytes`() {
        let bytes = receipt().encoded
        withSeeds(0..<4_000) { generator in
            let mutant = generator.mutated(bytes)
            guard let decoded = try? Receipt(decoding: mutant[...]) else { return true }
            return decoded.encoded == mutant
        }
    }
}
