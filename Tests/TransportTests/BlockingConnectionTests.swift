import Testing
import Transport

@Suite struct BlockingConnectionTests {
    @Test
    func `a server that does not answer in time is an error, and the next answer is not lost`()
        throws
    {
        let server = try EchoServer { connection in
            connection.onFrame = { connection, frame in
                connection.loop.schedule(inMs: UInt64(frame.count)) { connection.send(frame) }
            }
        }
        defer { server.stop() }
        let client = try server.connect()
        let late = [UInt8](repeating: 1, count: 300)
        try client.send(late)
        #expect(throws: TransportError.timedOut(afterMs: 5)) { try client.receive(timeoutMs: 5) }
        #expect(try client.receive() == late)
    }

    @Test func `a frame longer than the limit is refused before anything is sent`() throws {
        let server = try EchoServer()
        defer { server.stop() }
        let client = try server.connect()
        let long = [UInt8](repeating: 0, count: (6 << 20) + 1)
        #expect(throws: TransportError.frameTooLong(announced: long.count, limit: 6 << 20)) {
            try client.send([[1], long])
        }
        try client.send([2])
        #expect(try client.receive() == [2])
    }

    @Test func `a host nobody knows is named`() throws {
        let endpoint = Endpoint(host: "no-such-host.invalid", port: 1)
        #expect(throws: TransportError.hostUnknown(endpoint)) {
            try BlockingConnection(to: endpoint, tls: TLSContext(connectingAs: nil)) { _ in true }
        }
    }
}
