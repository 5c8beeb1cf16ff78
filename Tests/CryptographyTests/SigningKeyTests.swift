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
}
