import COpenSSL
import Cryptography
import Glibc

/// TLS over one non-blocking socket, without a copy between OpenSSL and the kernel.
///
/// No method ever blocks: each says how far it came and what it waits for.
@safe final class TLSSession {
    /// How far one step came.
    enum Progress {
        /// The step is complete; for reads and writes, so many bytes (never 0).
        case done(Int)
        /// Call again when the socket is readable.
        case wantsRead
        /// Call again, with at least the same bytes, when the socket is writable.
        case wantsWrite
        /// The session has ended.
        case ended(TransportError)
    }

    private let session: OpaquePointer

    /// A session over a connected socket, which must stay open as long as this lives.
    init(_ context: TLSContext, socket: Int32) throws(TransportError) {
        // Safe: the context is live and keeps itself alive through the session's reference.
        guard let session = unsafe SSL_new(context.context) else { throw .tls(.taken()) }
        unsafe self.session = session
        // Safe: `session` is live; SSL_set_fd does not take ownership of the socket.
        guard unsafe SSL_set_fd(session, socket) == 1 else { throw .tls(.taken()) }
        if context.isServer {
            unsafe SSL_set_accept_state(session)
        } else {
            unsafe SSL_set_connect_state(session)
        }
    }

    deinit {
        // Safe: made in init, freed once.
        unsafe SSL_free(session)
    }

    /// Whether decrypted or undecrypted bytes wait inside, unseen by the kernel's readiness.
    var hasBufferedBytes: Bool {
        // Safe: `session` is live.
        unsafe SSL_has_pending(session) == 1
    }

    /// Takes the handshake one step further; `done` once it is complete.
    func handshake() -> Progress {
        ERR_clear_error()
        // Safe: `session` is live.
        let result = unsafe SSL_do_handshake(session)
        return result == 1 ? .done(0) : progress(result)
    }

    /// Decrypts up to one record into the buffer.
    func read(into buffer: ReadBuffer) -> Progress {
        ERR_clear_error()
        // Safe: `session` is live and the buffer is as long as said.
        let count = unsafe buffer.bytes.withUnsafeMutableBytes { bytes in
            unsafe SSL_read(session, bytes.baseAddress, Int32(bytes.count))
        }
        return count > 0 ? .done(Int(count)) : progress(count)
    }

    /// Encrypts and sends up to one record from the front of `bytes`, which is not empty.
    func write(_ bytes: UnsafeRawBufferPointer) -> Progress {
        ERR_clear_error()
        // Safe: `session` is live and the buffer outlives the call.
        let count = unsafe SSL_write(session, bytes.baseAddress, Int32(clamping: bytes.count))
        return count > 0 ? .done(Int(count)) : progress(count)
    }

    /// Says goodbye without waiting for the answer; `done` once the alert is out.
    func sayGoodbye() -> Progress {
        ERR_clear_error()
        // Safe: `session` is live.
        let result = unsafe SSL_shutdown(session)
        return result >= 0 ? .done(0) : progress(result)
    }

    /// The key the peer proved; nil when it showed none, or one that is not P-256.
    var peerKey: PublicKey? {
        // Safe: both pointers belong to the session, which outlives this call.
        guard let certificate = unsafe SSL_get0_peer_certificate(session),
            let key = unsafe X509_get0_pubkey(certificate)
        else { return nil }
        var group = [CChar](repeating: 0, count: 32)
        // Safe: the name is written into 32 bytes, its terminator included.
        guard unsafe EVP_PKEY_get_group_name(key, &group, group.count, nil) == 1,
            unsafe strcmp(group, SN_X9_62_prime256v1) == 0
        else { return nil }
        var encoded: UnsafeMutablePointer<UInt8>?
        // Safe: OpenSSL allocates `encoded`, says its length, and takes it back below.
        let count = unsafe EVP_PKEY_get1_encoded_public_key(key, &encoded)
        defer { unsafe CRYPTO_free(encoded, "TLSSession", 0) }
        return unsafe PublicKey(UnsafeBufferPointer(start: encoded, count: count))
    }

    private func progress(_ result: Int32) -> Progress {
        let errorNumber = errno
        // Safe: `session` is live and `result` is what its last operation returned.
        switch unsafe SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ: return .wantsRead
        case SSL_ERROR_WANT_WRITE: return .wantsWrite
        case SSL_ERROR_ZERO_RETURN: return .ended(.closedByPeer)
        case SSL_ERROR_SYSCALL: return .ended(.connectionLost(errorNumber: errorNumber))
        default:
            let failure = TLSFailure.taken()
            return .ended(
                failure.isUnexpectedEnd ? .connectionLost(errorNumber: 0) : .tls(failure)
            )
        }
    }
}
