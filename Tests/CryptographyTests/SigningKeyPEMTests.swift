import CBOR
import Cryptography
import TestSupport
import Testing

@Suite struct SigningKeyPEMTests {
    @Test(arguments: Suite.allCases)
    func `a key written as PEM reads back`(suite: Suite) throws {
        let key = SigningKey(generating: suite)
        let read = try SigningKey(pem: key.pem())
        #expect(read.publicKey == key.publicKey && read.suite == suite)
        let verifier = try VerificationKey(key.publicKey, suite: suite)
        #expect(verifier.isValid(read.sign([5]), for: [5]))
    }

    @Test func `an encrypted key opens with its passphrase only`() throws {
        let key = SigningKey(generating: .sm2)
        let passphrase = Array("口令 with\u{0}zero".utf8)
        let pem = key.pem(passphrase: passphrase)
        #expect(String(decoding: pem, as: UTF8.self).contains("BEGIN ENCRYPTED PRIVATE KEY"))
        #expect(try SigningKey(pem: pem, passphrase: passphrase).publicKey == key.publicKey)
        #expect(throws: CryptographyError.wrongPassphrase) {
            try SigningKey(pem: pem, passphrase: Array("口令 with".utf8))
        }
        #expect(throws: CryptographyError.wrongPassphrase) { try SigningKey(pem: pem) }
        #expect(throws: CryptographyError.wrongPassphrase) {
            try SigningKey(pem: pem, passphrase: [UInt8](repeating: 1, count: 5_000))
        }
    }

    /// `openssl ecparam -genkey` writes this older form, and `openssl genpkey` keys of other kinds.
    @Test func `keys of the older form are read and other kinds refused`() throws {
        let older = """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEINksE/TlBzSreXPAA1aYihr/Yr7ujdhStdF0g2GP/t5YoAoGCCqBHM9V
            AYItoUQDQgAEaowEO1F1thy7IdelqzJI0EUqsB7uhcBjUDQX0c0cXdFk3kxA7hVn
            AccKxq0GRfTAP5CudcUbP2tNiaLCO/pNBg==
            -----END EC PRIVATE KEY-----
            """
        #expect(try SigningKey(pem: older).suite == .sm2)
        let ed25519 = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """
        #expect(throws: CryptographyError.unsupportedKey) { try SigningKey(pem: ed25519) }
    }

    @Test func `a file whose public key is not its private key's is refused`() throws {
        let left = SigningKey(generating: .p256)
        let right = SigningKey(generating: .p256)
        let mixed = try Self.replacingPoint(in: left.pem(), left.publicKey, by: right.publicKey)
        #expect(throws: CryptographyError.keyMismatch) { try SigningKey(pem: mixed) }
    }

    @Test func `what is no PEM key is refused, and mutants never trap`() throws {
        for text in ["", "hello", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"] {
            #expect(throws: CryptographyError.malformedPEM) { try SigningKey(pem: text) }
        }
        let pem = SigningKey(generating: .p256).pem()
        withSeeds(0..<300) { generator in
            let mutant = generator.mutated(pem)
            guard let key = try? SigningKey(pem: mutant) else { return true }
            return try VerificationKey(key.publicKey, suite: key.suite)
                .isValid(key.sign([1]), for: [1])
        }
    }

    private static func replacingPoint(
        in pem: [UInt8],
        _ old: PublicKey,
        by new: PublicKey
    ) throws -> [UInt8] {
        let lines = String(decoding: pem, as: UTF8.self).split(separator: "\n")
        var der = try #require(PEMBody.decode(lines.dropFirst().dropLast().joined()))
        let place = try #require(
            der.indices.first { der[$0...].starts(with: old.bytes) }
        )
        der.replaceSubrange(place..<(place + PublicKey.byteCount), with: new.bytes)
        return Array(
            """
            -----BEGIN PRIVATE KEY-----
            \(PEMBody.encode(der))
            -----END PRIVATE KEY-----

            """.utf8
        )
    }
}
