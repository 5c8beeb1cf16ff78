import CBOR
import COSE
import Cryptography
import FoundationEssentials
import TestSupport
import Testing

/// The COSE working group's examples of COSE_Sign1; those with `fail` must not verify.
@Suite(.enabled(if: Vectors.areAvailable, "shared/vectors is not there"))
struct ForeignSign1Tests {
    @Test(arguments: ["01", "02"])
    func `a message that others signed verifies`(number: String) throws {
        let vector = try load("sign-pass-" + number)
        let toBeSigned = try #require(vector.toBeSigned(of: vector.message()))
        #expect(toBeSigned == [UInt8](hexadecimal: vector.intermediates.ToBeSign_hex))
        #expect(try vector.verifies())
    }

    @Test(arguments: ["01", "02", "03", "04", "06", "07"])
    func `a message that others broke does not verify`(number: String) throws {
        let vector = try load("sign-fail-" + number)
        #expect(vector.fail == true)
        #expect(try !vector.verifies())
    }

    @Test func `a message without its tag is refused, though the RFC allows it`() throws {
        let vector = try load("sign-pass-03")
        #expect(throws: COSEError.encoding(.unexpectedType(at: 0))) { try vector.message() }
    }

    private func load(_ name: String) throws -> Vector {
        try Vectors.decode(Vector.self, from: "cose/sign1-tests/\(name).json")
    }
}

private struct Vector: Decodable {
    struct Input: Decodable { var sign0: Signer }
    struct Signer: Decodable {
        var key: Key
        var external: String?
    }
    struct Key: Decodable { var x, y: String }
    struct Intermediates: Decodable { var ToBeSign_hex: String }
    struct Output: Decodable { var cbor: String }

    var fail: Bool?
    var input: Input
    var intermediates: Intermediates
    var output: Output

    func message() throws -> Sign1 {
        try Sign1(decoding: #require([UInt8](hexadecimal: output.cbor))[...])
    }

    func toBeSigned(of message: Sign1) -> [UInt8]? {
        message.payload.map { payload in
            SignatureStructure.encode(
                protected: message.protected,
                external: [UInt8](hexadecimal: input.sign0.external ?? "") ?? [],
                payload: payload
            )
        }
    }

    /// Whether the message decodes, names ES256 if it names an algorithm, and is signed.
    func verifies() throws -> Bool {
        guard let message = try? message(), let toBeSigned = toBeSigned(of: message) else {
            return false
        }
        let point = try [4] + coordinate(input.sign0.key.x) + coordinate(input.sign0.key.y)
        let key = try VerificationKey(#require(PublicKey(point)), suite: .p256)
        let algorithm = try CBORValue(decoding: Array(message.protected)).map
            .first { $0.key == .unsigned(1) }?.value
        guard algorithm == nil || algorithm == CBORValue(-7) else { return false }
        return try key.isValid(lowered(message.signature), for: toBeSigned)
    }

    private func coordinate(_ base64URL: String) throws -> [UInt8] {
        let text = base64URL.map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 } + "="
        return try Array(#require(Data(base64Encoded: String(text))))
    }
}

/// The same signature with the lower of the two values that s can have, the only one we take.
private func lowered(_ signature: Signature) throws -> Signature {
    let order = try #require(
        [UInt8](
            hexadecimal: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
        )
    )
    let s = Array(signature.bytes[32...])
    guard s[0] & 0x80 != 0 else { return signature }
    var negated = [UInt8](repeating: 0, count: 32)
    var borrow = 0
    for place in (0..<32).reversed() {
        let difference = Int(order[place]) - Int(s[place]) - borrow
        borrow = difference < 0 ? 1 : 0
        negated[place] = UInt8(truncatingIfNeeded: difference)
    }
    return try #require(Signature(signature.bytes[..<32] + negated))
}

extension CBORValue {
    fileprivate var map: [CBORPair] {
        guard case .map(let pairs) = self else { return [] }
        return pairs
    }
}
