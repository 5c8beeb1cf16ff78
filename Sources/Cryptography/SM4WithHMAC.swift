import COpenSSL

/// SM4-CTR (GB/T 32907) and then HMAC-SM3 over the ciphertext: ciphertext ‖ 32-byte tag.
///
/// OpenSSL 3.0 offers no SM4-GCM. Encrypt-then-MAC with independent keys is sound by construction
/// (Bellare, Namprempre 2000, §4.3). From the 32-byte content key HKDF-SM3 derives 16 bytes for SM4
/// and 32 for HMAC. The first counter block is nonce ‖ 00000000. The tag covers
/// u64be(count of associated) ‖ associated ‖ nonce ‖ ciphertext, so that no two inputs share it.
final class SM4WithHMAC {
    static let tagByteCount = 32
    private static let label = Array("lianzheng SM4-CTR HMAC-SM3 v1".utf8)
    private static let cipherKeyByteCount = 16

    private var cipherKey: [UInt8]
    private var tagKey: [UInt8]

    init(key: [UInt8]) {
        var keys = Suite.sm2.hkdf(
            secret: key,
            salt: [],
            info: Self.label,
            count: Self.cipherKeyByteCount + Digest.byteCount
        )
        cipherKey = Array(keys.prefix(Self.cipherKeyByteCount))
        tagKey = Array(keys.dropFirst(Self.cipherKeyByteCount))
        keys.cleanse()
    }

    deinit {
        cipherKey.cleanse()
        tagKey.cleanse()
    }

    func seal(_ plaintext: [UInt8], nonce: [UInt8], associated: [UInt8]) -> [UInt8] {
        let ciphertext = crypt(plaintext, nonce: nonce, .encrypt)
        return ciphertext + tag(ciphertext, nonce: nonce, associated: associated)
    }

    func open(_ sealed: [UInt8], nonce: [UInt8], associated: [UInt8]) -> [UInt8]? {
        guard sealed.count >= Self.tagByteCount else { return nil }
        let ciphertext = Array(sealed.dropLast(Self.tagByteCount))
        let expected = tag(ciphertext, nonce: nonce, associated: associated)
        let found = Array(sealed.suffix(Self.tagByteCount))
        // Safe: both buffers hold 32 bytes; the time taken tells nothing about where they differ.
        guard unsafe CRYPTO_memcmp(expected, found, Self.tagByteCount) == 0 else { return nil }
        return crypt(ciphertext, nonce: nonce, .decrypt)
    }

    private func crypt(
        _ input: [UInt8],
        nonce: [UInt8],
        _ direction: CipherContext.Direction
    ) -> [UInt8] {
        let counterBlock = nonce + [0, 0, 0, 0]
        // Safe: the method is immutable and lives as long as the process.
        let context = unsafe CipherContext(
            Self.cipher,
            key: cipherKey,
            nonce: counterBlock,
            direction
        )
        let output = context.update(input)
        precondition(context.finish(), "counter mode has nothing left over")
        return output
    }

    private func tag(_ ciphertext: [UInt8], nonce: [UInt8], associated: [UInt8]) -> [UInt8] {
        let count = UInt64(associated.count)
        let length = stride(from: 56, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: count >> $0)
        }
        return Suite.sm2.hmac(key: tagKey, length + associated + nonce + ciphertext).bytes
    }

    // Safe: fetched methods are immutable and OpenSSL counts references to them atomically.
    nonisolated(unsafe) private static let cipher = unsafe OpenSSL.demand(
        EVP_CIPHER_fetch(nil, "SM4-CTR", nil),
        "fetch SM4-CTR"
    )
}
