import CBOR
import Cryptography
import TestSupport
import Testing

/// Project Wycheproof's known attacks on the algorithms of both suites.
@Suite(.enabled(if: Vectors.areAvailable, "needs shared/vectors"))
struct WycheproofTests {
    private struct File<Group: Decodable>: Decodable {
        let testGroups: [Group]
    }

    private enum Verdict: String, Decodable {
        case valid, invalid, acceptable
    }

    private static func bytes(_ hexadecimal: String) throws -> [UInt8] {
        try #require([UInt8](hexadecimal: hexadecimal))
    }

    // MARK: - ECDSA

    private struct SignatureGroup: Decodable {
        struct Key: Decodable { let uncompressed: String }
        struct Case: Decodable {
            let tcId: Int
            let msg: String
            let sig: String
            let result: Verdict
        }
        let publicKey: Key
        let tests: [Case]
    }

    /// n of P-256 (SEC 2 §2.4.2), halved.
    private static let halfOrder: [UInt8] =
        [0x7f, 0xff, 0xff, 0xff, 0x80, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
        + [
            0xde, 0x73, 0x7d, 0x56, 0xd3, 0x8b, 0xcf, 0x42, 0x79, 0xdc, 0xe5, 0x61, 0x7e, 0x31,
            0x92,
        ]
        + [0xa8]

    @Test func `ECDSA accepts every valid signature with low s and nothing else`() throws {
        let file = try Vectors.decode(
            File<SignatureGroup>.self,
            from: "wycheproof/ecdsa_secp256r1_sha256_p1363_test.json"
        )
        var accepted = 0
        var refusedForHighS = 0
        for group in file.testGroups {
            let point = try #require(PublicKey(Self.bytes(group.publicKey.uncompressed)))
            let key = try VerificationKey(point, suite: .p256)
            for test in group.tests {
                let (message, encoded) = (try Self.bytes(test.msg), try Self.bytes(test.sig))
                let isValid = Signature(encoded).map { key.isValid($0, for: message) } ?? false
                let isHigh =
                    encoded.count == 64
                    && Self.halfOrder.lexicographicallyPrecedes(encoded.suffix(32))
                #expect(isValid == (test.result == .valid && !isHigh), "case \(test.tcId)")
                if isValid { accepted += 1 }
                if test.result == .valid && isHigh { refusedForHighS += 1 }
            }
        }
        #expect(accepted > 50)
        #expect(refusedForHighS > 50)
    }

    // MARK: - AES-GCM

    private struct SealingGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key: String
            let iv: String
            let aad: String
            let msg: String
            let ct: String
            let tag: String
            let result: Verdict
        }
        let ivSize: Int
        let keySize: Int
        let tagSize: Int
        let tests: [Case]
    }

    @Test func `AES-256-GCM seals and opens as the vectors say`() throws {
        let file = try Vectors.decode(
            File<SealingGroup>.self,
            from: "wycheproof/aes_gcm_test.json"
        )
        let groups = file.testGroups.filter {
            $0.keySize == 256 && $0.ivSize == 96 && $0.tagSize == 128
        }
        let tests = groups.flatMap(\.tests)
        #expect(tests.count > 40)
        for test in tests {
            let (key, nonce) = (try Self.bytes(test.key), try Self.bytes(test.iv))
            let associated = try Self.bytes(test.aad)
            let sealed = try Self.bytes(test.ct + test.tag)
            let message = try Self.bytes(test.msg)
            let opened = try? Suite.p256.open(
                sealed,
                key: key,
                nonce: nonce,
                associated: associated
            )
            #expect(opened == (test.result == .valid ? message : nil), "case \(test.tcId)")
            guard test.result == .valid else { continue }
            let ours = try Suite.p256.seal(
                message,
                key: key,
                nonce: nonce,
                associated: associated
            )
            #expect(ours == sealed, "case \(test.tcId)")
        }
    }

    // MARK: - HKDF and HMAC

    private struct DerivationGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let ikm: String
            let salt: String
            let info: String
            let size: Int
            let okm: String
            let result: Verdict
        }
        let tests: [Case]
    }

    @Test func `HKDF derives what the vectors say`() throws {
        let file = try Vectors.decode(
            File<DerivationGroup>.self,
            from: "wycheproof/hkdf_sha256_test.json"
        )
        // The invalid ones ask for more than 255 blocks, which is a programming error here.
        let tests = file.testGroups.flatMap(\.tests).filter { $0.result == .valid }
        #expect(tests.count > 50)
        for test in tests {
            let output = Suite.p256.hkdf(
                secret: try Self.bytes(test.ikm),
                salt: try Self.bytes(test.salt),
                info: try Self.bytes(test.info),
                count: test.size
            )
            #expect(output.hexadecimal == test.okm, "case \(test.tcId)")
        }
    }

    private struct MACGroup: Decodable {
        struct Case: Decodable {
            let tcId: Int
            let key: String
            let msg: String
            let tag: String
            let result: Verdict
        }
        let tests: [Case]
    }

    @Test(arguments: [
        (Suite.p256, "wycheproof/hmac_sha256_test.json"),
        (Suite.sm2, "wycheproof/hmac_sm3_test.json"),
    ])
    func `HMAC gives the valid tags and not the invalid ones`(suite: Suite, path: String) throws {
        let tests = try Vectors.decode(File<MACGroup>.self, from: path).testGroups
            .flatMap(\.tests)
        #expect(tests.count == 174)
        for test in tests {
            let code = suite.hmac(key: try Self.bytes(test.key), try Self.bytes(test.msg))
            // Some tags are cut to half their length.
            let isEqual = code.hexadecimal.hasPrefix(test.tag)
            #expect(isEqual == (test.result == .valid), "case \(test.tcId)")
        }
    }
}
