import CBOR
import COSE
import Cryptography
import TestSupport
import Testing

@Suite struct SignedStatementTests {
    @Test(arguments: Suite.allCases)
    func `a signed statement reads back and verifies under its key alone`(suite: Suite) throws {
        let key = SigningKey(generating: suite)
        let statement = sample(with: key)
        let decoded = try SignedStatement(decoding: statement.bytes)
        #expect(decoded == statement)
        #expect(decoded.header.suite == suite)
        #expect(decoded.entry(suite) == suite.digest(statement.bytes))
        #expect(decoded.signedDigest(suite) == suite.digest(decoded.toBeSigned()))

        let verifying = try VerificationKey(key.publicKey, suite: suite)
        #expect(decoded.isSigned(by: verifying))
        #expect(throws: Never.self) { try VerifiedStatement(decoded, by: verifying) }

        let other = SigningKey(generating: suite)
        let stranger = try VerificationKey(other.publicKey, suite: suite)
        #expect(!decoded.isSigned(by: stranger))
        #expect(
            throws: COSEError.wrongKey(expected: other.identifier, found: key.identifier)
        ) {
            try VerifiedStatement(decoded, by: stranger)
        }
    }

    @Test func `a statement begins with the bytes that the standards give it`() throws {
        let statement = sample(with: SigningKey(generating: .p256))
        // Tag 18, four items, the protected header as a byte string of a map.
        #expect(statement.bytes.prefix(2).elementsEqual([0xd2, 0x84]))
        let header = statement.protected.hexadecimal
        #expect(header.hasPrefix("a60126045820"))
        #expect(header.contains("0fa301781b75726e3a75736363"))
        #expect(header.contains(Array("application/lianzheng-certificate".utf8).hexadecimal))
        #expect(header.contains("3a0001116f5820"))
    }

    @Test func `a signature by the right key over other bytes is refused`() throws {
        let key = SigningKey(generating: .p256)
        let (first, second) = (sample(with: key), sample(payload: [9], with: key))
        let mixed = Sign1(
            protected: first.protected,
            unprotected: Sign1.emptyMap[...],
            payload: second.payload,
            signature: first.signature
        )
        let statement = try SignedStatement(decoding: mixed.encoded)
        let verifying = try VerificationKey(key.publicKey, suite: .p256)
        #expect(throws: COSEError.badSignature) { try VerifiedStatement(statement, by: verifying) }
    }

    @Test func `an algorithm of the other suite is refused`() throws {
        let statement = sample(with: SigningKey(generating: .p256))
        let other = SigningKey(generating: .sm2)
        let verifying = try VerificationKey(other.publicKey, suite: .sm2)
        #expect(throws: COSEError.wrongAlgorithm(expected: -70010, found: -7)) {
            try VerifiedStatement(statement, by: verifying)
        }
    }

    @Test func `what a holder adds to a file is left behind and changes no entry`() throws {
        let statement = sample(with: SigningKey(generating: .p256))
        let file = Sign1(
            protected: statement.protected,
            unprotected: [0xa1, 0x11, 0x80],
            payload: statement.payload,
            signature: statement.signature
        )
        #expect(throws: COSEError.unprotectedNotEmpty) {
            try SignedStatement(decoding: file.encoded)
        }
        #expect(try SignedStatement(emptying: file).entry(.p256) == statement.entry(.p256))
    }

    @Test func `a statement without payload is refused`() throws {
        let statement = sample(with: SigningKey(generating: .p256))
        let bare = Sign1(
            protected: statement.protected,
            unprotected: Sign1.emptyMap[...],
            payload: nil,
            signature: statement.signature
        )
        #expect(throws: COSEError.payloadMisplaced) { try SignedStatement(decoding: bare.encoded) }
    }

    @Test(arguments: Suite.allCases)
    func `no mutated statement traps or verifies`(suite: Suite) throws {
        let key = SigningKey(generating: suite)
        let verifying = try VerificationKey(key.publicKey, suite: suite)
        let bytes = sample(with: key).bytes
        withSeeds(0..<4_000) { generator in
            let mutant = generator.mutated(bytes)
            guard mutant != bytes, let decoded = try? SignedStatement(decoding: mutant) else {
                return true
            }
            return !decoded.isSigned(by: verifying)
        }
    }

    private func sample(payload: [UInt8] = [1, 2, 3], with key: SigningKey) -> SignedStatement {
        .sign(
            kind: .certificate,
            issuer: "urn:uscc:91440300MA5EXAMPLE",
            subject: "1.2.156.3005.2.1",
            issuedAt: 1_795_000_000,
            chainID: key.suite.digest([1]),
            extra: [CBORPair(HeaderLabel.redactionAlgorithm, CBORValue(-16))],
            payload: payload,
            with: key
        )
    }
}
