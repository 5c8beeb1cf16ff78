import COpenSSL
package import Cryptography

/// What every TLS session of one port, or of one dialling node, has in common.
///
/// TLS 1.3 (RFC 8446) and nothing older; no session tickets, so no resumption and no early data.
/// A certificate is only the envelope of a P-256 key: it is never checked against an authority or
/// a calendar, so no expiry can stop a chain. Who a key belongs to is decided by the owner of the
/// connection, who is handed the proven key.
@safe package final class TLSContext: @unchecked Sendable {
    // Safe: configured in init, then only read; OpenSSL counts its references atomically.
    let context: OpaquePointer
    let isServer: Bool
    let verifiesPeer: Bool

    /// The listening side; `requiringPeerKey` asks the other side for its key, as nodes do.
    package convenience init(
        servingAs identity: TransportIdentity,
        requiringPeerKey: Bool
    ) throws(TransportError) {
        try self.init(identity, isServer: true, verifiesPeer: requiringPeerKey)
    }

    /// The dialling side; without an identity only the server proves a key, as client tools do.
    package convenience init(connectingAs identity: TransportIdentity?) throws(TransportError) {
        try self.init(identity, isServer: false, verifiesPeer: true)
    }

    private init(
        _ identity: TransportIdentity?,
        isServer: Bool,
        verifiesPeer: Bool
    ) throws(TransportError) {
        // Safe: the method is a constant of the library.
        let method = unsafe isServer ? TLS_server_method() : TLS_client_method()
        guard let context = unsafe SSL_CTX_new(method) else { throw .tls(.taken()) }
        unsafe self.context = context
        (self.isServer, self.verifiesPeer) = (isServer, verifiesPeer)
        try restrict()
        if let identity { try use(identity) }
        if verifiesPeer { verifyPeerKey() }
    }

    deinit {
        // Safe: made in init, released once; live sessions hold their own references.
        unsafe SSL_CTX_free(context)
    }

    /// One protocol version, two curves, one signature algorithm, no resumption.
    private func restrict() throws(TransportError) {
        // Safe: `context` is live and ours alone until init returns; the strings are read at once.
        let isRestricted =
            unsafe lianzheng_SSL_CTX_set_only_version(context, TLS1_3_VERSION) == 1
            && SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384")
                == 1
            && lianzheng_SSL_CTX_set1_groups_list(context, "X25519:P-256") == 1
            && lianzheng_SSL_CTX_set1_sigalgs_list(context, "ECDSA+SHA256") == 1
            && SSL_CTX_set_num_tickets(context, 0) == 1
        guard isRestricted else { throw .tls(.taken()) }
        let modes =
            SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
            | SSL_MODE_RELEASE_BUFFERS
        // Safe: as above.
        unsafe lianzheng_SSL_CTX_set_mode(context, Int(modes))
        unsafe lianzheng_SSL_CTX_set_session_cache_mode(context, Int(SSL_SESS_CACHE_OFF))
        unsafe lianzheng_SSL_CTX_set_max_cert_list(context, 16_384)
        // One read(2) then fetches several records.
        unsafe lianzheng_SSL_CTX_set_read_ahead(context, 1)
        unsafe SSL_CTX_set_default_read_buffer_len(context, 65_536)
    }

    private func use(_ identity: TransportIdentity) throws(TransportError) {
        try unsafe withPEM(identity.certificatePEM) { bio in
            // Safe: `bio` is live; the certificate is freed after the context took its reference.
            guard let certificate = unsafe PEM_read_bio_X509(bio, nil, nil, nil) else {
                return false
            }
            defer { unsafe X509_free(certificate) }
            return unsafe SSL_CTX_use_certificate(context, certificate) == 1
        }
        try unsafe withPEM(identity.keyPEM) { bio in
            // Safe: as above, for the key.
            guard let key = unsafe PEM_read_bio_PrivateKey(bio, nil, nil, nil) else {
                return false
            }
            defer { unsafe EVP_PKEY_free(key) }
            return unsafe SSL_CTX_use_PrivateKey(context, key) == 1
                && SSL_CTX_check_private_key(context) == 1
        }
    }

    private func withPEM(
        _ pem: [UInt8],
        _ body: (OpaquePointer) -> Bool
    ) throws(TransportError) {
        // Safe: the BIO reads `pem` in place and is freed before `pem` goes away.
        let isDone = unsafe pem.withUnsafeBytes { buffer in
            guard let bio = unsafe BIO_new_mem_buf(buffer.baseAddress, Int32(buffer.count)) else {
                return false
            }
            defer { unsafe BIO_free(bio) }
            return unsafe body(bio)
        }
        guard isDone else { throw .identityUnusable(.taken()) }
    }

    /// Demands a certificate and accepts any: its key proves itself by CertificateVerify
    /// (RFC 8446 §4.4.3), and whether that key is welcome is decided after the handshake.
    private func verifyPeerKey() {
        let mode = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
        // Safe: `context` is live; neither callback captures anything.
        unsafe SSL_CTX_set_verify(context, mode, nil)
        unsafe SSL_CTX_set_cert_verify_callback(context, { _, _ in 1 }, nil)
    }
}
