import CBOR
import Cryptography
import TestSupport
import Testing

@Suite struct WrappedKeyTests {
    private static let secret = [UInt8](0..<32)
    private static let context = Array("context".utf8)

    @Test(arguments: Suite.allCases)
    func `only the recipient reads a wrapped secret, in its context`(suite: Suite) throws {
        let recipient = SigningKey(generating: suite)
        let stranger = SigningKey(generating: suite)
        let wrapped = try suite.wrap(
            Self.secret,
            to: recipient.publicKey,
            context: Self.context
        )
        let unwrapped = try suite.unwrap(wrapped, with: recipient, context: Self.context)
        #expect(unwrapped == Self.secret)
        #expect(throws: CryptographyError.notAuthentic) {
            try suite.unwrap(wrapped, with: recipient, context: [])
        }
        #expect(
            throws: CryptographyError.notTheRecipient(
                expected: recipient.identifier,
                found: stranger.identifier
            )
        ) {
            try suite.unwrap(wrapped, with: stranger, context: Self.context)
        }
        let redirected = WrappedKey(
            recipient: stranger.identifier,
            ephemeral: wrapped.ephemeral,
            ciphertext: wrapped.ciphertext
        )
        #expect(throws: CryptographyError.notAuthentic) {
            try suite.unwrap(redirected, with: stranger, context: Self.context)
        }
        let again = try suite.wrap(Self.secret, to: recipient.publicKey, context: Self.context)
        #expect(again.ephemeral != wrapped.ephemeral && again.ciphertext != wrapped.ciphertext)
    }

    /// Wrapped by an independent program from the construction's description.
    @Test func `a P-256 secret wrapped elsewhere is read`() throws {
        try Self.readsForeign(
            .p256,
            pem: """
                -----BEGIN PRIVATE KEY-----
                MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgOUUgj3shRLE/NuOK
                xtOflYiTk2koYLUaQvuB7033xbihRANCAARb3eNS6u313N0iWQwkDQFZjMQTSavk
                MvWTLJygsxHz5tx5VHO1HoSTekZdVth2PmxaXVszTlbPgdufRheLtn5U
                -----END PRIVATE KEY-----
                """,
            ephemeral: "04471c3e758c4904285bba7e53118ed0f524adeb0757d25bd2f8e7b0d76dfa714c"
                + "dd520f7aca8a8b917acc37f51de8f0c9bbe3ad858382e702dc25a12d09f7a858",
            ciphertext: "db8da5fd711eb1ec5b57e1b0aeede79d65dcf05bf7ad0f172178b50a7a843a9b"
                + "9059bbda6368cd9beb4ad588570aae3a"
        )
    }

    /// Wrapped by an independent program from the construction's description.
    @Test func `an SM2 secret wrapped elsewhere is read`() throws {
        try Self.readsForeign(
            .sm2,
            pem: """
                -----BEGIN PRIVATE KEY-----
                MIGHAgEAMBMGByqGSM49AgEGCCqBHM9VAYItBG0wawIBAQQgOUUgj3shRLE/NuOK
                xtOflYiTk2koYLUaQvuB7033xbihRANCAAQJ+d8xHlQhoVDdfRYeS8XGchefrRgz
                /AdrsI/zVvNQIMzqSQziZ3WlLcbqcYzBqmAK7QX7814ISmYy9gctqa0T
                -----END PRIVATE KEY-----
                """,
            ephemeral: "043cbb3d1177ffa1a21bb054ae613455eb409a77593d17221808977ecbfb058647"
                + "9cf75393c8d257997f3fc1df9e952449746fd75ed1307e4dd493ae3dd0a800bd",
            ciphertext: "145ff55c2c6deb0661f27bfcca0c9cab9ac6198c6867da0080bbe33b8967504a"
                + "85e21b352e4e4130d672a825d294d88e4132636a2d2af392de8730a9d1ee1add"
        )
    }

    private static func readsForeign(
        _ suite: Suite,
        pem: String,
        ephemeral: String,
        ciphertext: String
    ) throws {
        let recipient = try SigningKey(pem: pem)
        #expect(recipient.suite == suite)
        let point = try #require([UInt8](hexadecimal: ephemeral))
        let wrapped = WrappedKey(
            recipient: recipient.identifier,
            ephemeral: try #require(PublicKey(point)),
            ciphertext: try #require([UInt8](hexadecimal: ciphertext))
        )
        #expect(try suite.unwrap(wrapped, with: recipient, context: context) == secret)
    }

    @Test(arguments: Suite.allCases)
    func `an ephemeral point off the curve is refused`(suite: Suite) throws {
        let recipient = SigningKey(generating: suite)
        let wrapped = try suite.wrap(Self.secret, to: recipient.publicKey, context: [])
        var point = wrapped.ephemeral.bytes
        point[40] ^= 1
        let altered = WrappedKey(
            recipient: wrapped.recipient,
            ephemeral: try #require(PublicKey(point)),
            ciphertext: wrapped.ciphertext
        )
        #expect(throws: CryptographyError.pointNotOnCurve) {
            try suite.unwrap(altered, with: recipient, context: [])
        }
        #expect(throws: CryptographyError.pointNotOnCurve) {
            try suite.wrap(Self.secret, to: altered.ephemeral, context: [])
        }
    }

    @Test func `a private key of the other suite is refused`() throws {
        let recipient = SigningKey(generating: .p256)
        let wrapped = try Suite.p256.wrap([1], to: recipient.publicKey, context: [])
        #expect(throws: CryptographyError.unsupportedKey) {
            try Suite.sm2.unwrap(wrapped, with: recipient, context: [])
        }
    }

    @Test func `the encoding reads back, and mutants are refused or encode to themselves`() throws {
        let wrapped = try Suite.sm2.wrap(
            Self.secret,
            to: SigningKey(generating: .sm2).publicKey,
            context: []
        )
        var writer = CBORWriter()
        wrapped.encode(into: &writer)
        let encoded = writer.bytes
        var reader = CBORReader(encoded)
        #expect(try WrappedKey(from: &reader) == wrapped)
        try reader.finish()
        withSeeds(0..<5_000) { generator in
            let mutant = generator.mutated(encoded)
            var reader = CBORReader(mutant)
            guard let decoded = try? WrappedKey(from: &reader) else { return true }
            var writer = CBORWriter()
            decoded.encode(into: &writer)
            return writer.bytes.elementsEqual(mutant.prefix(reader.position))
        }
    }
}
