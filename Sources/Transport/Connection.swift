package import Cryptography
import Glibc

/// One TLS connection that carries frames; owned by a loop and used only on its thread.
///
///     start ──► connecting ──► handshaking ──► open ──► closing ──► closed
///     (dialled)      │   (accepted)│            │          │          ▲
///                    └─────────────┴────────────┴──────────┴──────────┘ any failure
///
/// Set the callbacks, then `start()`. The loop keeps the connection alive until it is closed. The
/// callbacks come from the loop, never from inside a call made here: `send` may drop a slow peer,
/// yet `onClosed` follows in a later step of the turn.
package final class Connection: TurnFlushing {
    enum Phase {
        case new, connecting, handshaking, open, closing, closed
    }

    /// What the owner of a listener or dialer must know besides the user's callbacks.
    enum Milestone {
        case admitted, closed
    }

    /// What this connection may cost; a change counts from the next record on.
    package var limits: ConnectionLimits
    /// The other side as a numeric address.
    package let remote: Endpoint
    /// The key the peer proved in its handshake; nil when it was not asked for one.
    package internal(set) var peerKey: PublicKey?

    /// Decides whether the owner of this key is welcome, as soon as the handshake is complete.
    package var acceptsPeer: (PublicKey?) -> Bool = { _ in true }
    /// The handshake is complete and the peer is welcome.
    package var onOpen: (Connection) -> Void = { _ in }
    /// A whole frame arrived.
    package var onFrame: (Connection, [UInt8]) -> Void = { _, _ in }
    /// Every queued byte has been handed to the kernel; a sender of a long answer goes on here.
    package var onDrained: (Connection) -> Void = { _ in }
    /// The connection is over; called exactly once, last.
    package var onClosed: (Connection, TransportError) -> Void = { _, _ in }
    var onMilestone: (Connection, Milestone) -> Void = { _, _ in }

    /// The loop that owns this connection.
    package let loop: EventLoop
    private let target: SocketAddress?
    private var deadline: LoopTimer?
    private(set) var isAdmitted = false

    // Used by the extensions for opening, reading and writing.
    let tls: TLSContext
    var phase = Phase.new
    var socket: FileDescriptor?
    var watch: EventLoop.Watch?
    var session: TLSSession?
    var decoder: FrameDecoder
    var queue = SendQueue()
    var isPaused = false
    var wantsWritable = false
    var isFlushScheduled = false
    var isReadScheduled = false
    var lastReceivedMs: UInt64 = 0

    /// A connection to be made to an address.
    package init(
        to address: SocketAddress,
        tls: TLSContext,
        limits: ConnectionLimits,
        loop: EventLoop
    ) {
        (self.tls, self.limits, self.loop) = (tls, limits, loop)
        target = address
        remote = address.endpoint
        decoder = FrameDecoder(maximumFrameBytes: limits.maximumFrameBytes)
    }

    /// A connection a listener accepted.
    init(
        accepted socket: consuming FileDescriptor,
        tls: TLSContext,
        limits: ConnectionLimits,
        loop: EventLoop
    ) {
        (self.tls, self.limits, self.loop) = (tls, limits, loop)
        target = nil
        remote = Socket.remoteAddress(socket.number)?.endpoint ?? Endpoint(host: "?", port: 0)
        decoder = FrameDecoder(maximumFrameBytes: limits.maximumFrameBytes)
        self.socket = consume socket
    }

    /// Whether frames can be sent.
    package var isOpen: Bool { phase == .open }

    /// Begins; every outcome, failure to connect included, arrives by callback.
    package func start() {
        precondition(phase == .new, "a connection starts once")
        limitTime(limits.handshakeMs, reason: .handshakeTimedOut(afterMs: limits.handshakeMs))
        do throws(TransportError) {
            if let target {
                try connect(to: target)
            } else {
                try beginHandshake()
            }
        } catch {
            end(error)
        }
        updateInterest()
    }

    /// Declares a peer trusted that had to introduce itself first, and lifts the time limit.
    package func admit() {
        guard phase == .open, !isAdmitted else { return }
        isAdmitted = true
        unlimitTime()
        lastReceivedMs = loop.nowMs
        checkIdle()
        onMilestone(self, .admitted)
    }

    // MARK: Time

    func limitTime(_ ms: UInt64, reason: TransportError) {
        unlimitTime()
        deadline = loop.schedule(inMs: ms) { [weak self] in self?.end(reason) }
    }

    private func unlimitTime() {
        if let deadline { loop.cancel(deadline) }
        deadline = nil
    }

    private func checkIdle() {
        guard let idleMs = limits.idleMs, phase == .open else { return }
        guard loop.nowMs < lastReceivedMs + idleMs else { return end(.idle(afterMs: idleMs)) }
        deadline = loop.schedule(atMs: lastReceivedMs + idleMs) { [weak self] in
            self?.checkIdle()
        }
    }

    // MARK: The end

    /// Ends at once, without a word to the peer; harmless when already closed.
    func end(_ reason: TransportError) {
        guard phase != .closed else { return }
        phase = .closed
        unlimitTime()
        if let watch { loop.unwatch(watch) }
        (watch, session) = (nil, nil)
        socket = nil
        queue = SendQueue()
        loop.soon { [self] in
            onMilestone(self, .closed)
            onClosed(self, reason)
            releaseCallbacks()
        }
    }

    /// Shuts the sending half, so that the peer reads the end after the last byte.
    func shutDownSending() {
        _ = shutdown(socketNumber, Int32(SHUT_WR))
    }

    /// Callbacks usually capture their owner, who captures the connection.
    private func releaseCallbacks() {
        acceptsPeer = { _ in true }
        onOpen = { _ in }
        onFrame = { _, _ in }
        onDrained = { _ in }
        onClosed = { _, _ in }
        onMilestone = { _, _ in }
    }
}
