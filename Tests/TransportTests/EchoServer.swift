import Cryptography
import Testing
import Transport

/// A listener on its own thread that sends every frame back.
final class EchoServer: Sendable {
    static let anywhere = Endpoint(host: "127.0.0.1", port: 0)

    let identity: TransportIdentity
    let endpoint: Endpoint
    let opened: Inbox<PublicKey?>
    let closed: Inbox<TransportError>
    private let thread: LoopThread

    /// `prepare` may replace the callbacks of each new connection.
    init(
        at endpoint: Endpoint = anywhere,
        identity: TransportIdentity? = nil,
        requiringPeerKey: Bool = false,
        limits: ConnectionLimits = .client,
        capacity: Listener.Capacity = Listener.Capacity(),
        prepare: @escaping @Sendable (Connection) -> Void = { _ in }
    ) throws {
        let identity = try identity ?? .generate(commonName: "echo")
        let listening = Inbox<Endpoint>()
        let (opened, closed) = (Inbox<PublicKey?>(), Inbox<TransportError>())
        thread = try LoopThread { loop in
            let tls = try TLSContext(servingAs: identity, requiringPeerKey: requiringPeerKey)
            let listener = try Listener(
                at: endpoint,
                tls: tls,
                limits: limits,
                capacity: capacity,
                loop: loop
            ) { connection in
                connection.onOpen = { opened.put($0.peerKey) }
                connection.onFrame = { $0.send($1) }
                connection.onClosed = { closed.put($1) }
                prepare(connection)
            }
            listening.put(listener.endpoint)
            return listener
        }
        (self.identity, self.opened, self.closed) = (identity, opened, closed)
        self.endpoint = try listening.next()
    }

    func stop() {
        thread.stop()
    }

    /// A plain client that insists on this server's key.
    func connect(as identity: TransportIdentity? = nil) throws -> BlockingConnection {
        let key = self.identity.publicKey
        return try BlockingConnection(
            to: endpoint,
            tls: TLSContext(connectingAs: identity),
            timeoutMs: patienceMs
        ) { $0 == key }
    }
}
