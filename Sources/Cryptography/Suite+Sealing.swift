extension Suite {
    /// Bytes of a content key.
    package static let contentKeyByteCount = 32
    /// Bytes of a nonce.
    package static let nonceByteCount = 12

    /// How many bytes longer a sealed text is than its plain text: 16 (GCM) or 32 (HMAC-SM3).
    package var sealingOverhead: Int {
        switch self {
        case .p256: AESGCM.tagByteCount
        case .sm2: SM4WithHMAC.tagByteCount
        }
    }

    /// Encrypts and authenticates `plaintext`, and authenticates `associated` with it.
    ///
    /// AES-256-GCM, or SM4-CTR with HMAC-SM3. A nonce must never serve twice under one key.
    /// - Throws: `wrongLength` unless the key has 32 bytes and the nonce 12.
    package func seal(
        _ plaintext: [UInt8],
        key: [UInt8],
        nonce: [UInt8],
        associated: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try Self.checkLengths(key: key, nonce: nonce)
        switch self {
        case .p256:
            return AESGCM.seal(plaintext, key: key, nonce: nonce, associated: associated)
        case .sm2:
            let cipher = SM4WithHMAC(key: key)
            return cipher.seal(plaintext, nonce: nonce, associated: associated)
        }
    }

    /// Undoes `seal`; gives nothing unless every bit is as it was sealed.
    /// - Throws: `notAuthentic`, or `wrongLength` unless the key has 32 bytes and the nonce 12.
    package func open(
        _ sealed: [UInt8],
        key: [UInt8],
        nonce: [UInt8],
        associated: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        try Self.checkLengths(key: key, nonce: nonce)
        let plaintext =
            switch self {
            case .p256:
                AESGCM.open(sealed, key: key, nonce: nonce, associated: associated)
            case .sm2:
                SM4WithHMAC(key: key).open(sealed, nonce: nonce, associated: associated)
            }
        guard let plaintext else { throw .notAuthentic }
        return plaintext
    }

    private static func checkLengths(key: [UInt8], nonce: [UInt8]) throws(CryptographyError) {
        guard key.count == contentKeyByteCount else {
            throw .wrongLength(expected: contentKeyByteCount, found: key.count)
        }
        guard nonce.count == nonceByteCount else {
            throw .wrongLength(expected: nonceByteCount, found: nonce.count)
        }
    }
}
