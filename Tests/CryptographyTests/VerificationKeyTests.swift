import CBOR
import Cryptography
import Synchronization
import Testing

@Suite struct VerificationKeyTests {
    private static func key(_ x: String, _ y: String, _ suite: Suite) throws -> VerificationKey {
        let point = try #require([UInt8](hexadecimal: "04" + x + y))
        return try VerificationKey(#require(PublicKey(point)), suite: suite)
    }

    private static func signature(_ r: String, _ s: String) throws -> Signature {
        let bytes = try #require([UInt8](hexadecimal: r + s))
        return try #require(Signature(bytes))
    }

    @Test func `of a P-256 signature's two forms only the one with low s is valid`() throws {
        // RFC 6979 Appendix A.2.5, SHA-256 of "sample"; its s is the high one.
        let key = try Self.key(
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
            .p256
        )
        let r = "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        let high = "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
        let low = "0834e36ad29a83bf2bc9385e491d6099c8fdf9d1ed67aa7ea5f51f93782857a9"
        let message = Array("sample".utf8)
        #expect(key.isValid(try Self.signature(r, low), for: message))
        #expect(!key.isValid(try Self.signature(r, high), for: message))
    }

    @Test func `an SM2 signature made by the openssl command is valid`() throws {
        let key = try Self.key(
            "6a8c043b5175b61cbb21d7a5ab3248d0452ab01eee85c063503417d1cd1c5dd1",
            "64de4c40ee156701c70ac6ad0645f4c03f90ae75c51b3f6b4d89a2c23bfa4d06",
            .sm2
        )
        let signature = try Self.signature(
            "2443f5ddbf1d160ecbcffde58d3350da2dbc3bbcd084d01356c819ab78e4b4e0",
            "f82167e8b36b79fdb78526afb4daa9527c4cf9218d74925c03d2c7ae114daba7"
        )
        #expect(key.isValid(signature, for: Array("hello".utf8)))
        #expect(!key.isValid(signature, for: Array("hallo".utf8)))
        #expect(
            key.suite.subjectPublicKeyInfo(of: key.publicKey).hexadecimal
                == "3059301306072a8648ce3d020106082a811ccf5501822d034200"
                + key.publicKey.bytes.hexadecimal
        )
    }

    @Test(arguments: Suite.allCases)
    func `numbers of zero, of the order or beyond are refused`(suite: Suite) throws {
        let key = SigningKey(generating: suite)
        let verifier = try VerificationKey(key.publicKey, suite: suite)
        let signature = key.sign([1]).bytes
        let order =
            switch suite {
            case .p256: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
            case .sm2: "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"
            }
        let zero = [UInt8](repeating: 0, count: 32)
        let all = [UInt8](repeating: 0xff, count: 32)
        for number in [zero, try #require([UInt8](hexadecimal: order)), all] {
            let (r, s) = (signature.prefix(32), signature.suffix(32))
            #expect(!verifier.isValid(try #require(Signature(number + s)), for: [1]))
            #expect(!verifier.isValid(try #require(Signature(r + number)), for: [1]))
        }
    }

    @Test(arguments: Suite.allCases)
    func `one flipped bit anywhere makes a signature invalid`(suite: Suite) throws {
        let key = SigningKey(generating: suite)
        let verifier = try VerificationKey(key.publicKey, suite: suite)
        let signature = key.sign([1, 2, 3]).bytes
        for place in signature.indices {
            var altered = signature
            altered[place] ^= 1 << UInt8(place % 8)
            #expect(!verifier.isValid(try #require(Signature(altered)), for: [1, 2, 3]))
        }
    }

    @Test(arguments: Suite.allCases)
    func `one key serves many threads at once`(suite: Suite) async throws {
        let key = SigningKey(generating: suite)
        let verifier = try VerificationKey(key.publicKey, suite: suite)
        let allHold = await withTaskGroup(of: Bool.self) { group in
            for task in 0..<32 as Range<UInt8> {
                group.addTask {
                    (0..<20 as Range<UInt8>).allSatisfy { round in
                        let signature = key.sign([task, round])
                        return verifier.isValid(signature, for: [task, round])
                            && !verifier.isValid(signature, for: [round, task, 1])
                    }
                }
            }
            return await group.allSatisfy { $0 }
        }
        #expect(allHold)
    }

    @Test func `a key of the other suite is refused`() throws {
        let point = SigningKey(generating: .p256).publicKey
        #expect(throws: CryptographyError.pointNotOnCurve) {
            try VerificationKey(point, suite: .sm2)
        }
    }

    @Test func `only uncompressed points of 65 bytes are public keys`() {
        let point = SigningKey(generating: .p256).publicKey.bytes
        #expect(PublicKey(point) != nil)
        #expect(PublicKey([2] + point.dropFirst()) == nil)
        #expect(PublicKey(point.dropLast()) == nil)
        #expect(PublicKey(point + [0]) == nil)
        #expect(PublicKey([]) == nil)
    }
}
