import COpenSSL

/// One encryption or decryption under way; its key schedule is cleared when it goes.
@safe
struct CipherContext: ~Copyable {
    /// Which way the bytes go.
    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    private let context: OpaquePointer

    init(_ cipher: OpaquePointer, key: [UInt8], nonce: [UInt8], _ direction: Direction) {
        unsafe context = OpenSSL.demand(EVP_CIPHER_CTX_new(), "new cipher context")
        // Safe: OpenSSL reads as many bytes as the cipher's key and nonce have, which is what the
        // callers pass.
        let status = unsafe EVP_CipherInit_ex2(
            context,
            cipher,
            key,
            nonce,
            direction.rawValue,
            nil
        )
        OpenSSL.demand(status, "start cipher")
    }

    deinit {
        // Safe: the context is ours alone.
        unsafe EVP_CIPHER_CTX_free(context)
    }

    /// Authenticates bytes that stay in clear; for AES-GCM only.
    func authenticate(_ associated: [UInt8]) {
        guard !associated.isEmpty else { return }
        var count: Int32 = 0
        // Safe: without an output buffer OpenSSL only reads the input.
        let status = unsafe EVP_CipherUpdate(
            context,
            nil,
            &count,
            associated,
            Int32(associated.count)
        )
        OpenSSL.demand(status, "authenticate")
    }

    /// As many bytes as went in; both ciphers here are stream ciphers.
    func update(_ input: [UInt8]) -> [UInt8] {
        guard !input.isEmpty else { return [] }
        var output = [UInt8](repeating: 0, count: input.count)
        var count: Int32 = 0
        // Safe: a stream cipher writes exactly as many bytes as it reads.
        let status = unsafe EVP_CipherUpdate(context, &output, &count, input, Int32(input.count))
        OpenSSL.demand(status, "continue cipher")
        precondition(Int(count) == input.count, "a stream cipher keeps lengths")
        return output
    }

    /// Ends the computation; false when the authentication tag does not fit.
    func finish() -> Bool {
        var rest = [UInt8](repeating: 0, count: 16)
        var count: Int32 = 0
        // Safe: the rest is at most one block, and nothing for a stream cipher.
        return unsafe EVP_CipherFinal_ex(context, &rest, &count) == 1
    }

    /// The authentication tag of a finished encryption.
    func tag(count: Int) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: count)
        // Safe: OpenSSL writes exactly `count` bytes.
        let status = unsafe EVP_CIPHER_CTX_ctrl(
            context,
            EVP_CTRL_AEAD_GET_TAG,
            Int32(count),
            &tag
        )
        OpenSSL.demand(status, "read tag")
        return tag
    }

    /// The authentication tag that a decryption has to arrive at.
    func expect(tag: ArraySlice<UInt8>) {
        var tag = Array(tag)
        // Safe: OpenSSL copies exactly the count of the buffer.
        let status = unsafe EVP_CIPHER_CTX_ctrl(
            context,
            EVP_CTRL_AEAD_SET_TAG,
            Int32(tag.count),
            &tag
        )
        OpenSSL.demand(status, "set tag")
    }
}
