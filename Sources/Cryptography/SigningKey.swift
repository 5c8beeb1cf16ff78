import COpenSSL

/// A private key that signs on any thread; OpenSSL clears its memory when it goes.
package final class SigningKey: Sendable {
    /// The suite whose signatures it makes.
    package let suite: Suite
    /// The public half.
    package let publicKey: PublicKey
    /// The key's name: the digest of its SubjectPublicKeyInfo.
    package let identifier: Digest

    let handle: KeyHandle
    private let input: SignatureInput

    /// A new key from the system's randomness.
    package convenience init(generating suite: Suite) {
        // Safe: the new key is handed over to its only owner.
        let key =
            switch suite {
            case .p256: unsafe lianzheng_generate_ec_key(suite.curveName)
            case .sm2: unsafe lianzheng_generate_sm2_key()
            }
        unsafe self.init(owning: OpenSSL.demand(key, "generate key"), suite: suite)
    }

    /// Takes over the reference to `key`, which lies on the suite's curve.
    init(owning key: OpaquePointer, suite: Suite) {
        // Safe: the key is alive, and its coordinates are shorter than 256 bits.
        publicKey = unsafe PublicKey(
            x: Self.coordinate(OSSL_PKEY_PARAM_EC_PUB_X, of: key),
            y: Self.coordinate(OSSL_PKEY_PARAM_EC_PUB_Y, of: key)
        )
        unsafe handle = KeyHandle(owning: key, for: .sign)
        self.suite = suite
        identifier = suite.keyIdentifier(of: publicKey)
        input = SignatureInput(suite, signer: publicKey)
    }

    /// Signs the message; P-256 signatures get the lower s.
    package func sign(_ message: [UInt8]) -> Signature {
        let digest = input.digest(of: message)
        var der = [UInt8](repeating: 0, count: 80)
        var count = der.count
        let status = handle.withContext { context in
            // Safe: the context is lent to us alone; OpenSSL needs 72 bytes and is offered 80.
            unsafe digest.storage.withBytes { digest in
                unsafe EVP_PKEY_sign(
                    context.pointer,
                    &der,
                    &count,
                    digest.assumingMemoryBound(to: UInt8.self).baseAddress,
                    digest.count
                )
            }
        }
        OpenSSL.demand(status, "sign")
        guard let signature = Signature(der: Array(der.prefix(count))) else {
            preconditionFailure("OpenSSL: a signature that is not DER")
        }
        return signature.normalized(suite)
    }

    private static func coordinate(_ name: String, of key: OpaquePointer) -> Bytes32 {
        var number: OpaquePointer?
        // Safe: OpenSSL stores a new number, which is freed below.
        OpenSSL.demand(unsafe EVP_PKEY_get_bn_param(key, name, &number), "read coordinate")
        defer { unsafe BN_free(number) }
        return unsafe Bytes32 { destination in
            let address = unsafe destination.assumingMemoryBound(to: UInt8.self).baseAddress
            let count = unsafe BN_bn2binpad(number, address, Int32(destination.count))
            precondition(count == destination.count, "a coordinate of more than 256 bits")
        }
    }
}
