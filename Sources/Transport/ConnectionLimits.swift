/// What one connection may cost.
package struct ConnectionLimits: Hashable, Sendable {
    /// The longest payload a peer may send and `send` takes, in bytes.
    package var maximumFrameBytes: Int
    /// The most bytes waiting to be written; a peer that needs more is dropped as slow.
    package var maximumQueuedBytes: Int
    /// Time for connecting, the TLS handshake and admission together.
    package var handshakeMs: UInt64 = 5_000
    /// Time after which a machine that acknowledges nothing counts as dead.
    package var deadPeerMs: UInt32 = 20_000
    /// Time a closing connection gets to send its last bytes and hear the peer's goodbye.
    package var lingerMs: UInt64 = 2_000
    /// Time without a received byte after which an admitted peer is dropped; nil for never.
    package var idleMs: UInt64?
    /// Whether a finished handshake is enough, or the owner must call `admit()`.
    package var admitsOnOpen = true

    /// Limits with the standard times.
    package init(maximumFrameBytes: Int, maximumQueuedBytes: Int) {
        self.maximumFrameBytes = maximumFrameBytes
        self.maximumQueuedBytes = maximumQueuedBytes
    }

    /// Votes, certificates and statements between nodes.
    package static let control = ConnectionLimits(
        maximumFrameBytes: 256 << 10,
        maximumQueuedBytes: 16 << 20
    )

    /// Block bodies and catch-up between nodes.
    package static let bulk = ConnectionLimits(
        maximumFrameBytes: 16 << 20,
        maximumQueuedBytes: 64 << 20
    )

    /// Client tools, which may stay silent for ten minutes.
    package static let client: ConnectionLimits = {
        var limits = ConnectionLimits(maximumFrameBytes: 6 << 20, maximumQueuedBytes: 32 << 20)
        limits.idleMs = 600_000
        return limits
    }()

    /// A node that has not said hello yet: room for one hello.
    static let greeting: ConnectionLimits = {
        var limits = ConnectionLimits(maximumFrameBytes: 1 << 10, maximumQueuedBytes: 16 << 10)
        limits.admitsOnOpen = false
        return limits
    }()
}
