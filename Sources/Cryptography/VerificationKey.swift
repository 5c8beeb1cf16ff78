import COpenSSL

/// A public key on its suite's curve, ready to check signatures on any thread.
package final class VerificationKey: Sendable {
    /// The key as it travels.
    package let publicKey: PublicKey
    /// The suite whose signatures it checks.
    package let suite: Suite
    /// The key's name: the digest of its SubjectPublicKeyInfo.
    package let identifier: Digest

    private let input: SignatureInput
    private let handle: KeyHandle

    /// Refuses a point that is not on the curve of the suite.
    package init(_ publicKey: PublicKey, suite: Suite) throws(CryptographyError) {
        handle = try CheckedPoints.handle(of: publicKey, on: suite)
        self.publicKey = publicKey
        self.suite = suite
        identifier = suite.keyIdentifier(of: publicKey)
        input = SignatureInput(suite, signer: publicKey)
    }

    /// Whether the signature is canonical and this key made it for this message.
    ///
    /// P-256 signatures with the higher s are refused. Takes about 75 µs.
    package func isValid(_ signature: Signature, for message: [UInt8]) -> Bool {
        guard signature.isCanonical(suite) else { return false }
        let digest = input.digest(of: message)
        let der = signature.der
        let status = handle.withContext { context in
            // Safe: the context is lent to us alone; both buffers are valid during the call.
            unsafe digest.storage.withBytes { digest in
                unsafe EVP_PKEY_verify(
                    context.pointer,
                    der,
                    der.count,
                    digest.assumingMemoryBound(to: UInt8.self).baseAddress,
                    digest.count
                )
            }
        }
        if status != 1 { OpenSSL.forgetErrors() }
        return status == 1
    }
}
