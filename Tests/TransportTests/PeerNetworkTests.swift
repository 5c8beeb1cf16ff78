import Cryptography
import Testing
import Transport

@Suite struct PeerNetworkTests {
    let low: TransportIdentity
    let high: TransportIdentity

    /// Two identities in the order of their keys.
    init() throws {
        let pair = try [
            TransportIdentity.generate(commonName: "one"),
            TransportIdentity.generate(commonName: "two"),
        ].sorted { $0.publicKey.bytes.lexicographicallyPrecedes($1.publicKey.bytes) }
        (low, high) = (pair[0], pair[1])
    }

    private var listening: PeerNode.Setting {
        PeerNode.Setting(
            identity: high,
            name: "high",
            peerKey: low.publicKey,
            peerName: "low"
        )
    }

    private func dialling(_ endpoint: Endpoint) -> PeerNode.Setting {
        PeerNode.Setting(
            identity: low,
            name: "low",
            peerKey: high.publicKey,
            peerName: "high",
            peerEndpoint: endpoint
        )
    }

    @Test func `two registered nodes get both channels, and each carries its own frames`() throws {
        let server = try PeerNode(listening)
        defer { server.stop() }
        let client = try PeerNode(dialling(server.endpoint))
        defer { client.stop() }
        try client.waitUp()
        try server.waitUp()
        let block = [UInt8](repeating: 5, count: 6 << 20)
        #expect(try client.send(.bulk, block))
        #expect(try client.send(.control, [1]))
        #expect(try server.send(.control, [2]))
        #expect(try server.send(.bulk, [3]))
        #expect(server.waitFor(.frame(.bulk, block)))
        #expect(server.waitFor(.frame(.control, [1])))
        #expect(client.waitFor(.frame(.control, [2])))
        #expect(client.waitFor(.frame(.bulk, [3])))
    }

    @Test func `frames sent the moment a channel is up arrive, hello or not in the same record`()
        throws
    {
        let frame = [UInt8](repeating: 4, count: 5_000)
        var setting = listening
        setting.firstFrame = frame
        let server = try PeerNode(setting)
        defer { server.stop() }
        setting = dialling(server.endpoint)
        setting.firstFrame = frame
        let client = try PeerNode(setting)
        defer { client.stop() }
        for channel in PeerChannel.allCases {
            #expect(client.waitFor(.frame(channel, frame)))
            #expect(server.waitFor(.frame(channel, frame)))
        }
        #expect(!client.events.all.contains { $0.isDown })
    }

    @Test func `of a pair the lower key dials and the higher does not`() throws {
        let nobody = Endpoint(host: "127.0.0.1", port: 1)
        var setting = listening
        setting.peerEndpoint = nobody
        let server = try PeerNode(setting)
        defer { server.stop() }
        let client = try PeerNode(dialling(nobody))
        defer { client.stop() }
        #expect(client.waitForFailure("transport.cannotConnect"))
        #expect(try server.onLoop { $0.lastFailure } == nil)
    }

    @Test func `a link comes back when the other node restarts`() throws {
        let first = try PeerNode(listening)
        let client = try PeerNode(dialling(first.endpoint))
        defer { client.stop() }
        try client.waitUp()
        first.stop()
        #expect(waitUntil { client.events.all.contains { $0.isDown } })
        var setting = listening
        setting.endpoint = first.endpoint
        let second = try PeerNode(setting)
        defer { second.stop() }
        try second.waitUp()
        try client.waitUp()
        #expect(try second.send(.control, [7]))
        #expect(client.waitFor(.frame(.control, [7])))
    }

    @Test func `a key nobody registered is refused`() throws {
        let stranger = try TransportIdentity.generate(commonName: "stranger")
        let server = try PeerNode(listening)
        defer { server.stop() }
        var setting = dialling(server.endpoint)
        (setting.identity, setting.dials) = (stranger, true)
        let client = try PeerNode(setting)
        defer { client.stop() }
        #expect(waitUntil { (try? client.onLoop { $0.lastFailure }) != nil })
        #expect(client.events.all.isEmpty)
        #expect(server.events.all.isEmpty)
    }

    @Test func `a node that proves another key than the registered one is not spoken to`() throws {
        let impostor = try TransportIdentity.generate(commonName: "impostor")
        var setting = listening
        setting.identity = impostor
        let server = try PeerNode(setting)
        defer { server.stop() }
        let client = try PeerNode(dialling(server.endpoint))
        defer { client.stop() }
        #expect(client.waitForFailure("transport.peerKeyRefused"))
        #expect(client.events.all.isEmpty)
    }

    @Test func `a node of another chain is refused by both sides`() throws {
        let server = try PeerNode(listening)
        defer { server.stop() }
        var setting = dialling(server.endpoint)
        setting.chainID = Digest([UInt8](repeating: 2, count: 32))
        let client = try PeerNode(setting)
        defer { client.stop() }
        #expect(waitUntil { (try? client.onLoop { $0.lastFailure }) != nil })
        #expect(client.events.all.isEmpty)
        #expect(server.events.all.isEmpty)
    }

    @Test func `a node with another name than its key is registered for is refused`() throws {
        var setting = listening
        setting.name = "somebody"
        let server = try PeerNode(setting)
        defer { server.stop() }
        let client = try PeerNode(dialling(server.endpoint))
        defer { client.stop() }
        #expect(client.waitForFailure("transport.wrongName"))
        #expect(client.events.all.isEmpty)
    }

    @Test func `a newer connection of the same peer takes the place of the older`() throws {
        let server = try PeerNode(listening)
        defer { server.stop() }
        let first = try PeerNode(dialling(server.endpoint))
        try first.waitUp()
        try server.waitUp()
        // The same key from a second process, as after a crash TCP has not noticed yet.
        let second = try PeerNode(dialling(server.endpoint))
        defer { second.stop() }
        #expect(server.waitFor(.down(.control, .replaced)))
        first.stop()
        try second.waitUp()
        try server.waitUp()
    }

    @Test func `when both sides dial they end with one connection a channel`() throws {
        let server = try PeerNode(listening)
        let port = server.endpoint
        server.stop()
        var left = dialling(port)
        left.dials = true
        let client = try PeerNode(left)
        defer { client.stop() }
        var right = listening
        (right.endpoint, right.peerEndpoint, right.dials) = (port, client.endpoint, true)
        let other = try PeerNode(right)
        defer { other.stop() }
        #expect(
            waitUntil {
                guard (try? client.send(.control, [1])) == true else { return false }
                return other.events.all.contains(.frame(.control, [1]))
            }
        )
        try client.waitUp()
        try other.waitUp()
    }

    @Test func `a stranger becomes a link when the owner says so`() throws {
        let frames = Inbox<[UInt8]>()
        let endpoints = Inbox<Endpoint>()
        let chainID = try #require(Digest([UInt8](repeating: 1, count: 32)))
        let high = high
        let server = try LoopThread { loop in
            let network = try PeerNetwork(
                PeerNetwork.Profile(identity: high, chainID: chainID, nodeName: "high"),
                loop: loop
            ) { _ in 0 }
            network.onStranger = { link, hello in
                link.onFrame = { frames.put($1) }
                return hello.nodeName == "low"
            }
            endpoints.put(try network.listen(at: EchoServer.anywhere))
            return network
        }
        defer { server.stop() }
        let client = try PeerNode(dialling(try endpoints.next()))
        defer { client.stop() }
        try client.waitUp()
        #expect(try client.send(.control, [8]))
        #expect(try frames.next() == [8])
    }
}

extension PeerEvent {
    fileprivate var isDown: Bool {
        if case .down = self { true } else { false }
    }
}
