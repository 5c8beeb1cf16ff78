package import Storage

/// What happened around a node; the only way anything reaches it.
package enum NodeEvent: Sendable {
    /// The process has started; first event of every life.
    case started
    /// The time asked for by ``NodeEffect/wakeAt(ms:)`` has come, or passed.
    case woke
    /// Both connections to a peer are up.
    case peerUp(PeerName)
    /// A peer is gone.
    case peerDown(PeerName)
    /// A frame of a peer's control connection: one consensus message.
    case controlFrame([UInt8], from: PeerName)
    /// A frame of a peer's bulk connection: one ``PeerMessage``.
    case bulkFrame([UInt8], from: PeerName)
    /// A frame of a client: one ``ClientRequest``.
    case clientFrame([UInt8], from: ClientName)
    /// A client is gone; nothing is owed to it any more.
    case clientClosed(ClientName)
    /// A check asked for by ``NodeEffect/check(_:)`` is done.
    case checked(CheckResult)
    /// The batch with this number is durable on disk.
    case stored(batch: UInt64)
    /// The batch with this number could not be made durable.
    case storeFailed(batch: UInt64, StorageError)
    /// The job of the vault with this number is done.
    case vaultDone(VaultOutcome, number: UInt64)
    /// So many bytes may still be written where the store lies; the driver measures at the start
    /// and every few seconds.
    case diskMeasured(freeByteCount: UInt64)
}

/// The name a node has in the genesis.
package typealias PeerName = String

/// One client connection; never reused in the life of a process.
package struct ClientName: Hashable, Sendable {
    /// A running number.
    package let number: UInt64

    /// Names a connection.
    package init(_ number: UInt64) { self.number = number }
}

/// The two clocks, as read once at the beginning of a turn.
package struct Moment: Hashable, Sendable {
    /// Milliseconds of a clock that never jumps; for timers.
    package var monotonicMs: UInt64
    /// Milliseconds since 1970; for block times only.
    package var wallMs: UInt64

    /// A moment.
    package init(monotonicMs: UInt64, wallMs: UInt64) {
        self.monotonicMs = monotonicMs
        self.wallMs = wallMs
    }
}
