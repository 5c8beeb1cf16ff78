import CBOR
import Cryptography
import TestSupport
import Testing

/// Published examples of SM3, HMAC-SM3 and SM2.
@Suite(.enabled(if: Vectors.areAvailable, "needs shared/vectors"))
struct ChineseAlgorithmTests {
    private struct File: Decodable {
        struct DigestExample: Decodable {
            let input: String
            let output: String
        }
        struct CodeExample: Decodable {
            let key: String?
            let key_text: String?
            let input: String?
            let input_text: String?
            let output: String
        }
        struct SignatureExample: Decodable {
            let op: String
            let x: String?
            let y: String?
            let msg: String?
            let r: String?
            let s: String?
        }
        let sm3: [DigestExample]
        let hmac: [CodeExample]
        let sm2: [SignatureExample]

        enum CodingKeys: String, CodingKey {
            case sm3 = "SM3"
            case hmac = "HMAC-SM3"
            case sm2 = "SM2"
        }
    }

    private let file: File

    init() throws {
        file = try Vectors.decode(File.self, from: "sm/sm2_sm3_sm4.json")
    }

    private static func bytes(_ hexadecimal: String?, _ text: String? = nil) throws -> [UInt8] {
        if let text { return Array(text.utf8) }
        let digits = try #require(hexadecimal)
        return try #require([UInt8](hexadecimal: digits))
    }

    @Test func `SM3 digests the examples`() throws {
        #expect(!file.sm3.isEmpty)
        for example in file.sm3 {
            let digest = Suite.sm2.digest(try Self.bytes(example.input))
            #expect(digest == Digest(hexadecimal: example.output))
        }
    }

    @Test func `HMAC-SM3 gives the examples' codes`() throws {
        #expect(!file.hmac.isEmpty)
        for example in file.hmac {
            let code = Suite.sm2.hmac(
                key: try Self.bytes(example.key, example.key_text),
                try Self.bytes(example.input, example.input_text)
            )
            #expect(code == Digest(hexadecimal: example.output))
        }
    }

    @Test func `SM2 verifies the standard's example, GBT 32918_5 Annex A_2`() throws {
        let examples = file.sm2.filter { $0.op == "verify-with-ZA" }
        #expect(examples.count == 1)
        for example in examples {
            let point = try [4] + Self.bytes(example.x) + Self.bytes(example.y)
            let key = try VerificationKey(#require(PublicKey(point)), suite: .sm2)
            let signature = try #require(
                Signature(Self.bytes(example.r) + Self.bytes(example.s))
            )
            let message = try Self.bytes(example.msg)
            #expect(key.isValid(signature, for: message))
            #expect(!key.isValid(signature, for: message + [0]))
        }
    }
}
