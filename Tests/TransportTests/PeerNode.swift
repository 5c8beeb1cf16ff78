import Cryptography
import Testing
import Transport

/// What a node of these tests saw, as one line an event.
enum PeerEvent: Hashable, Sendable {
    case up(PeerChannel)
    case down(PeerChannel, TransportError)
    case frame(PeerChannel, [UInt8])
}

/// A node with one link, on a thread of its own.
final class PeerNode: Sendable {
    let endpoint: Endpoint
    let events = Inbox<PeerEvent>()
    private let link: LoopBound<PeerLink>
    private let network: LoopBound<PeerNetwork>
    private let thread: LoopThread

    /// Who a node is and whom it knows.
    struct Setting: Sendable {
        var identity: TransportIdentity
        var chainID = Digest([UInt8](repeating: 1, count: 32))
        var name: String
        var peerKey: PublicKey
        var peerName: String
        var peerEndpoint: Endpoint?
        var endpoint = EchoServer.anywhere
        var dials: Bool?
        /// Sent on each channel the moment it is up.
        var firstFrame: [UInt8]?
    }

    init(_ setting: Setting) throws {
        let chainID = try #require(setting.chainID)
        let events = events
        let started = Inbox<(Endpoint, LoopBound<PeerNetwork>, LoopBound<PeerLink>)>()
        thread = try LoopThread { loop in
            let network = try PeerNetwork(
                PeerNetwork.Profile(
                    identity: setting.identity,
                    chainID: chainID,
                    nodeName: setting.name
                ),
                loop: loop
            ) { $0 / 2 }
            let endpoint = try network.listen(at: setting.endpoint)
            let link = network.link(
                to: setting.peerKey,
                named: setting.peerName,
                at: setting.peerEndpoint,
                dials: setting.dials
            )
            link.onUp = { [unowned link] channel in
                events.put(.up(channel))
                guard let frame = setting.firstFrame else { return }
                _ = channel == .control ? link.send(control: frame) : link.send(bulk: frame)
            }
            link.onDown = { events.put(.down($0, $1)) }
            link.onFrame = { events.put(.frame($0, $1)) }
            let mailbox = loop.mailbox
            started.put((endpoint, LoopBound(network, mailbox), LoopBound(link, mailbox)))
            return network
        }
        (endpoint, network, link) = try started.next()
    }

    func stop() {
        let network = network
        thread.mailbox.post { network.value.close() }
        thread.stop()
    }

    /// Runs a call on the node's own thread and waits for its answer.
    func onLoop<Answer: Sendable>(
        _ body: @escaping @Sendable (PeerLink) -> Answer
    ) throws -> Answer {
        let answers = Inbox<Answer>()
        let link = link
        thread.mailbox.post { answers.put(body(link.value)) }
        return try answers.next()
    }

    func send(_ channel: PeerChannel, _ frame: [UInt8]) throws -> Bool {
        try onLoop { link in
            channel == .control ? link.send(control: frame) : link.send(bulk: frame)
        }
    }

    /// Waits until both channels are up.
    func waitUp() throws {
        try #require(waitUntil { (try? onLoop { $0.isUp }) ?? false })
    }

    /// Waits until an event happened.
    func waitFor(_ event: PeerEvent) -> Bool {
        waitUntil { events.all.contains(event) }
    }

    /// Waits until the last attempt to connect failed for this reason.
    func waitForFailure(_ code: String) -> Bool {
        waitUntil { (try? onLoop { $0.lastFailure?.code }) == code }
    }
}
