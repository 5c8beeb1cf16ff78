import COpenSSL

/// AES-256-GCM (NIST SP 800-38D): ciphertext ‖ 16-byte tag.
enum AESGCM {
    static let tagByteCount = 16

    static func seal(
        _ plaintext: [UInt8],
        key: [UInt8],
        nonce: [UInt8],
        associated: [UInt8]
    ) -> [UInt8] {
        // Safe: the method is immutable and lives as long as the process.
        let context = unsafe CipherContext(cipher, key: key, nonce: nonce, .encrypt)
        context.authenticate(associated)
        let ciphertext = context.update(plaintext)
        precondition(context.finish(), "encryption cannot fail to authenticate")
        return ciphertext + context.tag(count: tagByteCount)
    }

    static func open(
        _ sealed: [UInt8],
        key: [UInt8],
        nonce: [UInt8],
        associated: [UInt8]
    ) -> [UInt8]? {
        guard sealed.count >= tagByteCount else { return nil }
        // Safe: the method is immutable and lives as long as the process.
        let context = unsafe CipherContext(cipher, key: key, nonce: nonce, .decrypt)
        context.expect(tag: sealed.suffix(tagByteCount))
        context.authenticate(associated)
        var plaintext = context.update(sealed.dropLast(tagByteCount))
        guard context.finish() else {
            plaintext.cleanse()
            OpenSSL.forgetErrors()
            return nil
        }
        return plaintext
    }

    // Safe: fetched methods are immutable and OpenSSL counts references to them atomically.
    nonisolated(unsafe) private static let cipher = unsafe OpenSSL.demand(
        EVP_CIPHER_fetch(nil, "AES-256-GCM", nil),
        "fetch AES-256-GCM"
    )
}
