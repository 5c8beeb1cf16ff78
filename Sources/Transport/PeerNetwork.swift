package import Cryptography

/// All links of one node: who may connect, who dials, and the hello on each new connection.
///
/// Of a pair, the node with the lower key (bytewise) dials, unless told otherwise. Both sides pin
/// the other's key to what the ledger registered: a key without a link is refused right after
/// the TLS handshake, before a frame of it is read.
package final class PeerNetwork {
    /// Who this node is to others.
    package struct Profile: Sendable {
        /// The key this node proves.
        package let identity: TransportIdentity
        /// The chain this node belongs to.
        package let chainID: Digest
        /// What this node calls itself.
        package let nodeName: String

        /// A profile of these parts; the name has 1 to 64 bytes.
        package init(identity: TransportIdentity, chainID: Digest, nodeName: String) {
            (self.identity, self.chainID, self.nodeName) = (identity, chainID, nodeName)
        }
    }

    /// Decides about a key without a link, when it has said hello: true keeps the new link.
    ///
    /// Nil, the default, refuses every such key. Set the callbacks of the link before answering.
    package var onStranger: ((PeerLink, PeerHello) -> Bool)?

    private let profile: Profile
    private let loop: EventLoop
    private let serverTLS: TLSContext
    private let clientTLS: TLSContext
    private let backoff: Backoff
    private var links: [PublicKey: PeerLink] = [:]
    private var listener: Listener?

    /// A network without links; `jitter(n)` answers a random number below n.
    package init(
        _ profile: Profile,
        loop: EventLoop,
        jitter: @escaping (UInt64) -> UInt64
    ) throws(TransportError) {
        (self.profile, self.loop) = (profile, loop)
        serverTLS = try TLSContext(servingAs: profile.identity, requiringPeerKey: true)
        clientTLS = try TLSContext(connectingAs: profile.identity)
        backoff = Backoff(jitter: jitter)
    }

    /// Accepts peers; answers where, with the real port when 0 was asked for.
    @discardableResult
    package func listen(
        at endpoint: Endpoint,
        capacity: Listener.Capacity = Listener.Capacity(connections: 512)
    ) throws(TransportError) -> Endpoint {
        let listener = try Listener(
            at: endpoint,
            tls: serverTLS,
            limits: .greeting,
            capacity: capacity,
            loop: loop
        ) { [weak self] in self?.accept($0) }
        self.listener = listener
        return listener.endpoint
    }

    /// The link to a registered node; made at the first call, and dialled if it is ours to dial.
    ///
    /// `dials` overrides the rule of the lower key: a node others do not know yet dials everyone.
    @discardableResult
    package func link(
        to key: PublicKey,
        named name: String,
        at endpoint: Endpoint?,
        dials: Bool? = nil
    ) -> PeerLink {
        if let link = links[key] { return link }
        let link = PeerLink(peerKey: key, peerName: name)
        links[key] = link
        if let endpoint, dials ?? isOursToDial(key) {
            link.dial { channel in dialer(for: link, channel, endpoint) }
        }
        return link
    }

    /// The link to a node, if there is one.
    package func link(to key: PublicKey) -> PeerLink? {
        links[key]
    }

    /// Forgets a node and closes its connections.
    package func unlink(_ key: PublicKey) {
        links.removeValue(forKey: key)?.close()
    }

    /// Stops listening and closes every link.
    package func close() {
        listener?.close()
        listener = nil
        for link in links.values { link.close() }
        links = [:]
    }

    private func isOursToDial(_ key: PublicKey) -> Bool {
        profile.identity.publicKey.bytes.lexicographicallyPrecedes(key.bytes)
    }

    private func hello(_ channel: PeerChannel) -> [UInt8] {
        PeerHello(chainID: profile.chainID, nodeName: profile.nodeName, channel: channel).encoded
    }

    // MARK: Dialling

    private func dialer(
        for link: PeerLink,
        _ channel: PeerChannel,
        _ endpoint: Endpoint
    ) -> Dialer {
        Dialer(to: endpoint, tls: clientTLS, limits: .greeting, backoff: backoff, loop: loop) {
            [weak self, weak link] connection in
            guard let self, let link else { return }
            let ours = hello(channel)
            connection.acceptsPeer = { $0 == link.peerKey }
            connection.onOpen = { $0.send(ours) }
            connection.onFrame = { [weak self] connection, frame in
                self?.answered(connection, frame, link, channel)
            }
            connection.onClosed = { _, reason in link.failed(reason) }
        }
    }

    private func answered(
        _ connection: Connection,
        _ frame: [UInt8],
        _ link: PeerLink,
        _ channel: PeerChannel
    ) {
        do throws(TransportError) {
            let theirs = try PeerHello(decoding: frame)
            try check(theirs, link)
            guard theirs.channel == channel else { throw .helloInvalid }
            link.attach(connection, channel)
        } catch {
            connection.drop(error)
        }
    }

    // MARK: Accepting

    private func accept(_ connection: Connection) {
        connection.acceptsPeer = { [weak self] key in
            guard let self, let key else { return false }
            return links[key] != nil || onStranger != nil
        }
        connection.onFrame = { [weak self] connection, frame in
            self?.greeted(connection, frame)
        }
    }

    private func greeted(_ connection: Connection, _ frame: [UInt8]) {
        do throws(TransportError) {
            guard let key = connection.peerKey else { throw .peerKeyMissing }
            let theirs = try PeerHello(decoding: frame)
            let link = if let known = links[key] { known } else { try welcome(key, theirs) }
            try check(theirs, link)
            connection.send(hello(theirs.channel))
            link.attachIncoming(connection, theirs.channel)
        } catch {
            connection.drop(error)
        }
    }

    private func welcome(
        _ key: PublicKey,
        _ hello: PeerHello
    ) throws(TransportError) -> PeerLink {
        let link = PeerLink(peerKey: key, peerName: hello.nodeName)
        guard hello.chainID == profile.chainID else { throw .wrongChain(found: hello.chainID) }
        guard let onStranger, onStranger(link, hello) else { throw .helloRefused(key) }
        links[key] = link
        return link
    }

    private func check(_ hello: PeerHello, _ link: PeerLink) throws(TransportError) {
        guard hello.chainID == profile.chainID else { throw .wrongChain(found: hello.chainID) }
        guard hello.nodeName == link.peerName else {
            throw .wrongName(expected: link.peerName, found: hello.nodeName)
        }
    }
}
