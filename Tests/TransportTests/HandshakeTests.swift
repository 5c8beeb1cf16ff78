import COpenSSL
import Cryptography
import TestSupport
import Testing
import Transport

@Suite struct HandshakeTests {
    @Test func `both sides learn the key the other proved`() throws {
        let identity = try TransportIdentity.generate(commonName: "client")
        let server = try EchoServer(requiringPeerKey: true)
        defer { server.stop() }
        let client = try server.connect(as: identity)
        #expect(client.serverKey == server.identity.publicKey)
        #expect(try server.opened.next() == identity.publicKey)
    }

    @Test func `a client that shows no key to a node is refused`() throws {
        let server = try EchoServer(requiringPeerKey: true)
        defer { server.stop() }
        #expect(throws: TransportError.self) {
            let client = try server.connect()
            // TLS 1.3 tells a client of its refusal with the first bytes it reads.
            try client.send([1])
            _ = try client.receive()
        }
        #expect(try server.closed.next().code == "transport.tls")
        #expect(server.opened.all.isEmpty)
    }

    @Test func `a server with another key than the expected is refused by the client`() throws {
        let other = try TransportIdentity.generate(commonName: "other")
        let server = try EchoServer()
        defer { server.stop() }
        #expect(throws: TransportError.peerKeyRefused(server.identity.publicKey)) {
            try BlockingConnection(to: server.endpoint, tls: TLSContext(connectingAs: nil)) {
                $0 == other.publicKey
            }
        }
    }

    @Test func `a client with an unwelcome key is dropped before a frame of it is read`() throws {
        let identity = try TransportIdentity.generate(commonName: "stranger")
        let server = try EchoServer(requiringPeerKey: true) { connection in
            connection.acceptsPeer = { _ in false }
        }
        defer { server.stop() }
        #expect(throws: TransportError.self) {
            let client = try server.connect(as: identity)
            try client.send([1])
            _ = try client.receive()
        }
        #expect(try server.closed.next() == .peerKeyRefused(identity.publicKey))
        #expect(server.opened.all.isEmpty)
    }

    @Test func `plain bytes instead of TLS are dropped at once`() throws {
        let server = try EchoServer()
        defer { server.stop() }
        let raw = RawSocket(to: server.endpoint)
        raw.write([UInt8]("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(raw.isEnded)
        #expect(try server.closed.next().code == "transport.tls")
    }

    @Test func `noise instead of TLS never harms the server`() throws {
        let server = try EchoServer()
        defer { server.stop() }
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let raw = RawSocket(to: server.endpoint)
            // A handshake record of plausible length, then noise.
            raw.write([22, 3, 1, 0, 60, 1, 0, 0, 56] + generator.bytes(56))
            #expect(raw.isEnded)
        }
        let client = try server.connect()
        try client.send([1])
        #expect(try client.receive() == [1])
    }

    @Test func `a peer that connects and says nothing is dropped by the time limit`() throws {
        var limits = ConnectionLimits.client
        limits.handshakeMs = 100
        let server = try EchoServer(limits: limits)
        defer { server.stop() }
        let raw = RawSocket(to: server.endpoint)
        #expect(raw.isEnded)
        #expect(try server.closed.next() == .handshakeTimedOut(afterMs: 100))
    }

    @Test func `a peer that is never admitted is dropped by the time limit`() throws {
        var limits = ConnectionLimits.client
        limits.handshakeMs = 500
        limits.admitsOnOpen = false
        let server = try EchoServer(limits: limits)
        defer { server.stop() }
        let client = try server.connect()
        #expect(try server.closed.next() == .handshakeTimedOut(afterMs: 500))
        withExtendedLifetime(client) {}
    }

    @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func `TLS 1.3 is spoken and TLS 1.2 is not`(version: Int32) throws {
        let server = try EchoServer()
        defer { server.stop() }
        let raw = RawSocket(to: server.endpoint)
        // Safe: context and session are made here, used on this thread, and freed at the end.
        let context = unsafe SSL_CTX_new(TLS_client_method())
        defer { unsafe SSL_CTX_free(context) }
        try #require(unsafe lianzheng_SSL_CTX_set_only_version(context, version) == 1)
        let session = unsafe SSL_new(context)
        defer { unsafe SSL_free(session) }
        try #require(unsafe SSL_set_fd(session, raw.number) == 1)
        let isConnected = unsafe SSL_connect(session) == 1
        #expect(isConnected == (version == TLS1_3_VERSION))
    }

    @Test func `a peer with a key on another curve is refused`() throws {
        let server = try EchoServer(requiringPeerKey: true)
        defer { server.stop() }
        let raw = RawSocket(to: server.endpoint)
        // Safe: everything is made here, used on this thread, and freed at the end.
        let context = unsafe SSL_CTX_new(TLS_client_method())
        defer { unsafe SSL_CTX_free(context) }
        let key = unsafe lianzheng_generate_ec_key("P-384")
        defer { unsafe EVP_PKEY_free(key) }
        let certificate = unsafe X509_new()
        defer { unsafe X509_free(certificate) }
        try #require(unsafe X509_set_pubkey(certificate, key) == 1)
        try #require(unsafe X509_gmtime_adj(X509_getm_notAfter(certificate), 60) != nil)
        try #require(unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), 0) != nil)
        try #require(unsafe X509_sign(certificate, key, EVP_sha384()) > 0)
        try #require(unsafe SSL_CTX_use_certificate(context, certificate) == 1)
        try #require(unsafe SSL_CTX_use_PrivateKey(context, key) == 1)
        let session = unsafe SSL_new(context)
        defer { unsafe SSL_free(session) }
        try #require(unsafe SSL_set_fd(session, raw.number) == 1)
        // In TLS 1.3 the client is through before the server has seen its key.
        _ = unsafe SSL_connect(session)
        #expect(try server.closed.next().code == "transport.tls")
        #expect(server.opened.all.isEmpty)
    }

    @Test func `a key that does not fit its certificate is refused when the context is made`()
        throws
    {
        let (one, two) = try (
            TransportIdentity.generate(commonName: "one"),
            TransportIdentity.generate(commonName: "two")
        )
        #expect(throws: (any Error).self) {
            let mixed = try TransportIdentity(
                certificatePEM: one.certificatePEM,
                keyPEM: two.keyPEM
            )
            _ = try TLSContext(servingAs: mixed, requiringPeerKey: false)
        }
    }
}
