import COpenSSL

extension SigningKey {
    /// What PBKDF2 repeats to slow down guessing, about a fifth of a second.
    private static let passphraseRounds: Int32 = 600_000

    /// Reads a PEM private key, PKCS#8 (RFC 5958) or the older EC form; the curve tells the suite.
    /// - Throws: `wrongPassphrase`, `malformedPEM`, `unsupportedKey` or `keyMismatch`.
    package convenience init(pem: [UInt8], passphrase: [UInt8]? = nil) throws(CryptographyError) {
        // Safe: the key is ours alone; it is freed on each way out or handed over to its owner.
        let key = unsafe try Self.readKey(pem, passphrase: passphrase)
        guard let suite = unsafe Self.suite(of: key) else {
            unsafe EVP_PKEY_free(key)
            throw .unsupportedKey
        }
        guard unsafe Self.isConsistent(key) else {
            unsafe EVP_PKEY_free(key)
            throw .keyMismatch
        }
        unsafe self.init(owning: key, suite: suite)
    }

    /// Reads a PEM private key held as text.
    package convenience init(pem: String, passphrase: [UInt8]? = nil) throws(CryptographyError) {
        try self.init(pem: Array(pem.utf8), passphrase: passphrase)
    }

    /// The private key as PKCS#8 PEM.
    ///
    /// With a passphrase it is encrypted by AES-256-CBC (PBES2, RFC 8018).
    package func pem(passphrase: [UInt8]? = nil) -> [UInt8] {
        // Safe: every pointer comes from OpenSSL, is checked, and is freed in this function.
        guard let plain = unsafe EVP_PKEY2PKCS8(handle.key) else {
            preconditionFailure("OpenSSL: encode key")
        }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(plain) }
        let output = MemoryBIO()
        guard let passphrase else {
            OpenSSL.demand(
                unsafe PEM_write_bio_PKCS8_PRIV_KEY_INFO(output.pointer, plain),
                "write key"
            )
            return output.contents()
        }
        let encrypted = unsafe passphrase.withUnsafeBytes { passphrase in
            unsafe PKCS8_encrypt(
                -1,
                EVP_aes_256_cbc(),
                passphrase.assumingMemoryBound(to: CChar.self).baseAddress,
                Int32(passphrase.count),
                nil,
                0,
                Self.passphraseRounds,
                plain
            )
        }
        // Safe: the encrypted key lives until its `defer`, after it was written.
        guard let encrypted = unsafe encrypted else { preconditionFailure("OpenSSL: encrypt key") }
        defer { unsafe X509_SIG_free(encrypted) }
        OpenSSL.demand(unsafe PEM_write_bio_PKCS8(output.pointer, encrypted), "write key")
        return output.contents()
    }

    private static func readKey(
        _ pem: [UInt8],
        passphrase: [UInt8]?
    ) throws(CryptographyError) -> OpaquePointer {
        let input = MemoryBIO(pem)
        var request = PassphraseRequest(passphrase: passphrase)
        // Safe: OpenSSL hands the request back to the callback during this call only.
        let key = unsafe withUnsafeMutablePointer(to: &request) { request in
            unsafe PEM_read_bio_PrivateKey(input.pointer, nil, answer, request)
        }
        guard let key = unsafe key else {
            OpenSSL.forgetErrors()
            throw request.wasMade ? .wrongPassphrase : .malformedPEM
        }
        return unsafe key
    }

    private static func suite(of key: OpaquePointer) -> Suite? {
        // Safe: the key is alive; OpenSSL writes at most the count of the buffer.
        Suite.allCases.first { suite in
            guard unsafe EVP_PKEY_is_a(key, suite.keyType) == 1 else { return false }
            var name = [CChar](repeating: 0, count: 64)
            var count = 0
            guard unsafe EVP_PKEY_get_group_name(key, &name, name.count, &count) == 1 else {
                return false
            }
            return name.prefix(count).elementsEqual(suite.curveName.utf8.map(CChar.init))
        }
    }

    /// Whether the public key in the file is the one of its private key.
    private static func isConsistent(_ key: OpaquePointer) -> Bool {
        // Safe: the key is alive and the context freed here.
        let context = unsafe OpenSSL.demand(
            EVP_PKEY_CTX_new_from_pkey(nil, key, nil),
            "new key context"
        )
        defer { unsafe EVP_PKEY_CTX_free(context) }
        let status = unsafe EVP_PKEY_pairwise_check(context)
        if status != 1 { OpenSSL.forgetErrors() }
        return status == 1
    }
}

/// What is handed through OpenSSL to the callback that supplies the passphrase.
private struct PassphraseRequest {
    let passphrase: [UInt8]?
    var wasMade = false
}

/// Copies the passphrase into OpenSSL's buffer, or refuses; it never asks at a terminal.
private func answer(
    buffer: UnsafeMutablePointer<CChar>?,
    capacity: Int32,
    isWriting: Int32,
    userData: UnsafeMutableRawPointer?
) -> Int32 {
    // Safe: OpenSSL passes back our own request, and a buffer of `capacity` bytes.
    guard let buffer = unsafe buffer,
        let request = unsafe userData?.assumingMemoryBound(to: PassphraseRequest.self)
    else { return -1 }
    unsafe request.pointee.wasMade = true
    guard let passphrase = unsafe request.pointee.passphrase, passphrase.count <= capacity else {
        return -1
    }
    for (place, byte) in passphrase.enumerated() {
        unsafe buffer[place] = CChar(bitPattern: byte)
    }
    return Int32(passphrase.count)
}
