import Testing
import Transport

@Suite struct ListenerTests {
    @Test func `a port in use is named in both languages`() throws {
        let server = try EchoServer()
        defer { server.stop() }
        let error = try #require(throws: TransportError.self) {
            try EchoServer(at: server.endpoint)
        }
        #expect(error == .portInUse(server.endpoint))
        #expect(error.english.contains(String(server.endpoint.port)))
        #expect(error.chinese.contains(String(server.endpoint.port)))
    }

    @Test func `a flood of silent connections does not keep an honest client out`() throws {
        let server = try EchoServer(capacity: Listener.Capacity(connections: 100, strangers: 8))
        defer { server.stop() }
        let flood = (0..<60).map { _ in RawSocket(to: server.endpoint) }
        let client = try server.connect()
        try client.send([1])
        #expect(try client.receive() == [1])
        // 60 silent ones and 8 places: at least 52 were pushed out.
        #expect(waitUntil { server.closed.all.count >= 52 })
        #expect(Set(server.closed.all) == [.tooManyConnections(limit: 8)])
        #expect(flood[0].isEnded)
    }

    @Test func `connections beyond the capacity are closed at once`() throws {
        let server = try EchoServer(capacity: Listener.Capacity(connections: 2, strangers: 2))
        defer { server.stop() }
        let first = try server.connect()
        let second = try server.connect()
        let third = RawSocket(to: server.endpoint)
        #expect(third.isEnded)
        for client in [first, second] {
            try client.send([1])
            #expect(try client.receive() == [1])
        }
    }

    @Test func `a place is free again when its connection has ended`() throws {
        let server = try EchoServer(capacity: Listener.Capacity(connections: 1, strangers: 1))
        defer { server.stop() }
        for _ in 0..<5 {
            let client = try server.connect()
            try client.send([1])
            #expect(try client.receive() == [1])
            try #require(client.receivesEnd(of: server))
        }
    }
}

extension BlockingConnection {
    /// Asks nothing more and waits until the server has let go.
    fileprivate func receivesEnd(of server: EchoServer) -> Bool {
        close()
        return waitUntil { !server.closed.all.isEmpty } && (try? server.closed.next()) != nil
    }
}
