import Cryptography
import Testing
import Transport

@Suite struct DialerTests {
    @Test func `waiting times double up to the longest, half of each left to chance`() {
        var shortest = Backoff { _ in 0 }
        #expect(
            (0..<9).map { _ in shortest.nextMs() } == [
                25, 50, 100, 200, 400, 800, 1_600, 2_500, 2_500,
            ]
        )
        var longest = Backoff { $0 - 1 }
        #expect(
            (0..<9).map { _ in longest.nextMs() } == [
                50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000,
            ]
        )
        longest.reset()
        #expect(longest.nextMs() == 50)
        for _ in 0..<1_000 { #expect(longest.nextMs() <= 5_000) }
    }

    @Test func `a dialer comes back when the listener restarts`() throws {
        let identity = try TransportIdentity.generate(commonName: "server")
        let first = try EchoServer(identity: identity)
        let (opened, frames) = (Inbox<Bool>(), Inbox<[UInt8]>())
        let endpoint = first.endpoint
        let thread = try LoopThread { loop in
            let dialer = Dialer(
                to: endpoint,
                tls: try TLSContext(connectingAs: nil),
                limits: .client,
                backoff: Backoff { $0 / 2 },
                loop: loop
            ) { connection in
                connection.acceptsPeer = { $0 == identity.publicKey }
                connection.onOpen = {
                    opened.put(true)
                    $0.send([9])
                }
                connection.onFrame = { frames.put($1) }
            }
            dialer.start()
            return dialer
        }
        defer { thread.stop() }
        #expect(try frames.next() == [9])
        first.stop()
        let second = try EchoServer(at: endpoint, identity: identity)
        defer { second.stop() }
        #expect(try frames.next() == [9])
        #expect(opened.all.count >= 2)
    }

    @Test func `a host name is resolved off the loop`() throws {
        let server = try EchoServer()
        defer { server.stop() }
        let frames = Inbox<[UInt8]>()
        let endpoint = Endpoint(host: "localhost", port: server.endpoint.port)
        let thread = try LoopThread { loop in
            let dialer = Dialer(
                to: endpoint,
                tls: try TLSContext(connectingAs: nil),
                limits: .client,
                backoff: Backoff { _ in 0 },
                loop: loop
            ) { connection in
                connection.onOpen = { $0.send([4]) }
                connection.onFrame = { frames.put($1) }
            }
            dialer.start()
            return dialer
        }
        defer { thread.stop() }
        #expect(try frames.next() == [4])
    }
}
