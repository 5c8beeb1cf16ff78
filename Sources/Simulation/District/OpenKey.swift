import COSE
import Cryptography

/// A P-256 key that everybody knows, for statements whose bytes must be the same in every run.
///
/// The private number is small and the nonce of every signature is 1, so a signature is
/// (Gx, z + Gx·d) and needs no randomness (FIPS 186-5 §6.4 with k = 1). It verifies like any other
/// and protects nothing.
struct OpenKey: Sendable {
    /// The private number d.
    let number: UInt32
    /// The same key as the ledger knows it.
    let key: SigningKey

    /// The key of a private number, which must not be 0.
    init(_ number: UInt32) {
        self.number = number
        guard let key = try? SigningKey(pem: Self.pem(number)) else {
            preconditionFailure("a small number is a private key")
        }
        self.key = key
    }

    /// Signs a statement; equal arguments give equal bytes.
    func sign(
        _ kind: StatementKind,
        issuer: String,
        subject: String,
        issuedAt: UInt64,
        chainID: Digest,
        payload: [UInt8]
    ) -> [UInt8] {
        let header = StatementHeader(
            algorithm: Suite.p256.signatureAlgorithm,
            keyIdentifier: key.identifier,
            issuer: issuer,
            subject: subject,
            issuedAt: issuedAt,
            kind: kind,
            chainID: chainID,
            extra: []
        )
        let protected = header.encoded[...]
        let message = SignatureStructure.encode(protected: protected, payload: payload[...])
        return Sign1(
            protected: protected,
            unprotected: Sign1.emptyMap[...],
            payload: payload[...],
            signature: sign(message)
        ).encoded
    }

    /// Signs any message; equal messages give equal signatures.
    func sign(_ message: [UInt8]) -> Signature {
        let digest = CurveNumber(Suite.p256.digest(message).bytes)
        let s = CurveNumber.baseX.multiplied(by: number, adding: digest).lower
        guard let signature = Signature(CurveNumber.baseX.bytes + s.bytes) else {
            preconditionFailure("two numbers of 32 bytes make a signature")
        }
        return signature
    }

    /// The key as an EC private key without its public half (RFC 5915), in PEM.
    private static func pem(_ number: UInt32) -> String {
        let digits = (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        let der: [UInt8] =
            [0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20] + Array(repeating: 0, count: 28) + digits
            + [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
        let name = "EC PRIVATE KEY"
        return "-----BEGIN \(name)-----\n\(base64(der))\n-----END \(name)-----\n"
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        precondition(bytes.count % 3 == 0, "51 bytes need no padding")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<start + 3].reduce(0) { $0 << 8 | Int($1) }
            for shift in [18, 12, 6, 0] { text.append(alphabet[group >> shift & 63]) }
        }
        return text
    }
}
