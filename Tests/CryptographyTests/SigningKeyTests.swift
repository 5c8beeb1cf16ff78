import CBOR
import Cryptography
import Testing

@Suite struct SigningKeyTests {
    @Test(arguments: Suite.allCases)
    func `a signature is valid for its message and key only`(suite: Suite) throws {
        let key = SigningKey(generating: suite)
        let verifier = try VerificationKey(key.publicKey, suite: suite)
        let other = try VerificationKey(SigningKey(generating: suite).publicKey, suite: suite)
        #expect(verifier.identifier == key.identifier)
        for count in 0..<20 {
            let message = [UInt8](repeating: 7, count: count)
            let signature = key.sign(message)
            #expect(verifier.isValid(signature, for: message))
            #expect(!verifier.isValid(signature, for: message + [0]))
            #expect(!other.isValid(signature, for: message))
            #expect(Signature(signature.bytes) == signature)
        }
    }

    @Test(arguments: Suite.allCases)
    func `a point off the curve is refused`(suite: Suite) throws {
        var point = SigningKey(generating: suite).publicKey.bytes
        point[64] ^= 1
        let publicKey = try #require(PublicKey(point))
        #expect(throws: CryptographyError.pointNotOnCurve) {
            try VerificationKey(publicKey, suite: suite)
        }
    }

    @Test func `a point that is on one suite's curve counts for that suite only`() throws {
        let publicKey = SigningKey(generating: .p256).publicKey
        for _ in 0..<2 {
            _ = try VerificationKey(publicKey, suite: .p256)
            #expect(throws: CryptographyError.pointNotOnCurve) {
                try VerificationKey(publicKey, suite: .sm2)
            }
        }
    }

    @Test func `keys work on when more were met than are remembered`() throws {
        let first = SigningKey(generating: .p256)
        let verifier = try VerificationKey(first.publicKey, suite: .p256)
        for _ in 0..<1_100 {
            let other = SigningKey(generating: .p256)
            let key = try VerificationKey(other.publicKey, suite: .p256)
            #expect(
                key.isValid(other.sign([1]), for: [1]) && !key.isValid(first.sign([1]), for: [1])
            )
        }
        #expect(verifier.isValid(first.sign([2]), for: [2]))
        let again = try VerificationKey(first.publicKey, suite: .p256)
        #expect(again.isValid(first.sign([3]), for: [3]))
    }
}
