import Cryptography
import Testing
import Transport

@Suite struct TransportErrorTests {
    private func samples() throws -> [TransportError] {
        let key = try TransportIdentity.generate(commonName: "sample").publicKey
        let digest = try #require(Digest([UInt8](repeating: 0, count: 32)))
        let failure = SystemFailure(call: .bind, errorNumber: 13)
        let endpoint = Endpoint(host: "10.0.0.1", port: 7_001)
        let server = try EchoServer()
        let raw = RawSocket(to: server.endpoint)
        raw.write([UInt8](repeating: 0, count: 64))
        let tls = try server.closed.next()
        server.stop()
        return [
            tls, .system(failure), .portInUse(endpoint), .cannotListen(endpoint, failure),
            .hostUnknown(endpoint), .cannotConnect(endpoint, errorNumber: 111),
            .handshakeTimedOut(afterMs: 5), .peerKeyMissing, .peerKeyRefused(key),
            .helloInvalid, .helloRefused(key), .wrongChain(found: digest),
            .wrongName(expected: "a", found: "b"), .frameTooLong(announced: 2, limit: 1),
            .slowPeer(queuedByteCount: 2, limit: 1), .idle(afterMs: 5),
            .tooManyConnections(limit: 5), .replaced, .closedByPeer,
            .connectionLost(errorNumber: 104), .closedHere, .timedOut(afterMs: 5),
        ]
    }

    @Test func `every error has its own code and says in two languages what happened`() throws {
        let errors = try samples()
        #expect(Set(errors.map(\.code)).count == errors.count)
        for error in errors {
            #expect(error.code.hasPrefix("transport."))
            #expect(error.english.utf8.allSatisfy { $0 < 128 })
            #expect(error.chinese.unicodeScalars.contains { $0.value > 0x4E00 }, "\(error.code)")
        }
    }
}
