package import Cryptography

/// The two connections to one other node, control and bulk, made again whenever they end.
package final class PeerLink {
    private struct Lane {
        var connection: Connection?
        var dialer: Dialer?
    }

    /// The key the other node proves in every handshake.
    package let peerKey: PublicKey
    /// What the other node is called.
    package let peerName: String

    /// A connection was admitted; sending on this channel is possible from now on.
    package var onUp: (PeerChannel) -> Void = { _ in }
    /// A connection that was up has ended.
    package var onDown: (PeerChannel, TransportError) -> Void = { _, _ in }
    /// A frame arrived.
    package var onFrame: (PeerChannel, [UInt8]) -> Void = { _, _ in }
    /// Everything queued on this channel has been handed to the kernel.
    package var onDrained: (PeerChannel) -> Void = { _ in }
    /// Why the last connection failed or ended, for status pages; nil while all is well.
    package private(set) var lastFailure: TransportError?

    private var control = Lane()
    private var bulk = Lane()
    private var isClosed = false

    init(peerKey: PublicKey, peerName: String) {
        self.peerKey = peerKey
        self.peerName = peerName
    }

    /// Whether both channels are up.
    package var isUp: Bool { isUp(.control) && isUp(.bulk) }

    /// Whether one channel is up.
    package func isUp(_ channel: PeerChannel) -> Bool {
        self[channel].connection?.isOpen ?? false
    }

    /// Queues a small frame; false when the channel is down or the peer was just dropped as slow.
    @discardableResult
    package func send(control frame: [UInt8]) -> Bool {
        control.connection?.send(frame) ?? false
    }

    /// Queues a large frame; false when the channel is down or the peer was just dropped as slow.
    @discardableResult
    package func send(bulk frame: [UInt8]) -> Bool {
        bulk.connection?.send(frame) ?? false
    }

    /// Bytes waiting to be written on a channel.
    package func queuedByteCount(_ channel: PeerChannel) -> Int {
        self[channel].connection?.queuedByteCount ?? 0
    }

    /// Stops reading a channel until `resumeReading`; a new connection reads at first.
    package func pauseReading(_ channel: PeerChannel) {
        self[channel].connection?.pauseReading()
    }

    /// Reads a channel again.
    package func resumeReading(_ channel: PeerChannel) {
        self[channel].connection?.resumeReading()
    }

    /// Drops one connection, for a frame no honest node sends; it is made again if we dial.
    package func drop(_ channel: PeerChannel, _ reason: TransportError = .closedHere) {
        self[channel].connection?.drop(reason)
    }

    // MARK: For the network that owns the link

    func dial(by makeDialer: (PeerChannel) -> Dialer) {
        for channel in PeerChannel.allCases {
            let dialer = makeDialer(channel)
            self[channel].dialer = dialer
            dialer.start()
        }
    }

    /// Takes over an open connection whose peer is known to be this one.
    ///
    /// A newer connection replaces an older: after a crash the peer is back before TCP notices
    /// that the old connection is dead.
    func attach(_ connection: Connection, _ channel: PeerChannel) {
        guard !isClosed else { return connection.drop() }
        let old = exchange(&self[channel].connection, with: connection)
        lastFailure = nil
        connection.limits = channel.limits
        connection.onFrame = { [weak self] _, frame in self?.onFrame(channel, frame) }
        connection.onDrained = { [weak self] _ in self?.onDrained(channel) }
        connection.onClosed = { [weak self] connection, reason in
            self?.detach(connection, channel, reason)
        }
        connection.admit()
        if let old {
            old.drop(.replaced)
            onDown(channel, .replaced)
        }
        onUp(channel)
    }

    /// Our dialer rests while the peer's own connection serves the channel.
    func attachIncoming(_ connection: Connection, _ channel: PeerChannel) {
        self[channel].dialer?.stop()
        attach(connection, channel)
    }

    func failed(_ reason: TransportError) {
        lastFailure = reason
    }

    func close() {
        isClosed = true
        for channel in PeerChannel.allCases {
            self[channel].dialer?.stop()
            self[channel].dialer = nil
            self[channel].connection?.close()
        }
    }

    private func detach(
        _ connection: Connection,
        _ channel: PeerChannel,
        _ reason: TransportError
    ) {
        guard self[channel].connection === connection else { return }
        self[channel].connection = nil
        lastFailure = reason
        self[channel].dialer?.startLater()
        onDown(channel, reason)
    }

    private subscript(channel: PeerChannel) -> Lane {
        get { channel == .control ? control : bulk }
        set {
            if channel == .control { control = newValue } else { bulk = newValue }
        }
    }
}
