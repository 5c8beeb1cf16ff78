import CLinux
package import Cryptography
import Glibc

/// A connection for tools: plain calls that wait, each with a time limit; one thread at a time.
package final class BlockingConnection {
    /// The key the server proved.
    package let serverKey: PublicKey

    private let socket: FileDescriptor
    private let session: TLSSession
    private let limits: ConnectionLimits
    private let buffer = ReadBuffer()
    private var decoder: FrameDecoder
    private var received: [[UInt8]] = []
    private var receivedIndex = 0
    private var receivedByteCount = 0

    /// Connects to the first address of the host that answers.
    ///
    /// Ignores SIGPIPE for the whole process: a server that went away is an error code here.
    package init(
        to endpoint: Endpoint,
        tls: TLSContext,
        limits: ConnectionLimits = .client,
        timeoutMs: UInt64 = 10_000,
        accepting isExpected: (PublicKey) -> Bool
    ) throws(TransportError) {
        _ = signal(SIGPIPE, SIG_IGN)
        let deadline = Deadline(afterMs: timeoutMs)
        let socket = try Self.connect(to: endpoint, deadline)
        session = try Self.handshake(on: socket.number, tls, deadline)
        guard let key = session.peerKey else { throw .peerKeyMissing }
        guard isExpected(key) else { throw .peerKeyRefused(key) }
        serverKey = key
        self.socket = consume socket
        self.limits = limits
        decoder = FrameDecoder(maximumFrameBytes: limits.maximumFrameBytes)
    }

    deinit {
        close()
    }

    /// Says goodbye; sending and receiving fail from now on.
    package func close() {
        _ = session.sayGoodbye()
        _ = shutdown(socket.number, Int32(SHUT_RDWR))
    }

    /// Sends one frame.
    ///
    /// What the server sends meanwhile is kept, up to the queue limit, so that neither side waits
    /// for the other's reading.
    package func send(_ frame: [UInt8], timeoutMs: UInt64 = 30_000) throws(TransportError) {
        try send([frame], timeoutMs: timeoutMs)
    }

    /// Sends several frames in as few writes as possible.
    package func send(_ frames: [[UInt8]], timeoutMs: UInt64 = 30_000) throws(TransportError) {
        let deadline = Deadline(afterMs: timeoutMs)
        var queue = SendQueue()
        for frame in frames {
            guard frame.count <= limits.maximumFrameBytes else {
                throw .frameTooLong(announced: frame.count, limit: limits.maximumFrameBytes)
            }
            queue.append(frame)
        }
        while !queue.isEmpty {
            // Safe: the bytes are lent for the call only.
            switch unsafe queue.withNext({ unsafe session.write($0) }) {
            case .done(let count): queue.consume(count)
            case .wantsRead: try Self.wait(socket.number, POLLIN, deadline)
            case .wantsWrite:
                let hasRoom = receivedByteCount < limits.maximumQueuedBytes
                try Self.wait(socket.number, hasRoom ? POLLIN | POLLOUT : POLLOUT, deadline)
                if hasRoom { _ = try readRecord() }
            case .ended(let reason): throw reason
            }
        }
    }

    /// The next frame, in the order the server sent them.
    package func receive(timeoutMs: UInt64 = 30_000) throws(TransportError) -> [UInt8] {
        let deadline = Deadline(afterMs: timeoutMs)
        while receivedIndex == received.count {
            received.removeAll(keepingCapacity: true)
            receivedIndex = 0
            if try !readRecord() { try Self.wait(socket.number, POLLIN, deadline) }
        }
        let frame = exchange(&received[receivedIndex], with: [])
        receivedIndex += 1
        receivedByteCount -= frame.count
        return frame
    }

    /// Whether a frame is here already, so that `receive` returns at once.
    package var hasFrame: Bool { receivedIndex < received.count }

    /// Reads one record into `received`; false when none is here.
    private func readRecord() throws(TransportError) -> Bool {
        switch session.read(into: buffer) {
        case .done(let count):
            let bytes = buffer.bytes
            var position = 0
            while true {
                let record = bytes.span.extracting(0..<count)
                guard let frame = try decoder.next(in: record, from: &position) else {
                    return true
                }
                received.append(frame)
                receivedByteCount += frame.count
            }
        // A key update waits for room to be answered; the next send or receive tries again.
        case .wantsRead, .wantsWrite: return false
        case .ended(let reason): throw reason
        }
    }

    // MARK: Connecting

    private static func connect(
        to endpoint: Endpoint,
        _ deadline: Deadline
    ) throws(TransportError) -> FileDescriptor {
        var lastError = TransportError.hostUnknown(endpoint)
        for address in try SocketAddress.resolving(endpoint) {
            do throws(TransportError) {
                return try connect(to: address, deadline)
            } catch {
                lastError = error
            }
        }
        throw lastError
    }

    private static func connect(
        to address: SocketAddress,
        _ deadline: Deadline
    ) throws(TransportError) -> FileDescriptor {
        let socket = try beginConnecting(to: address)
        try wait(socket.number, POLLOUT, deadline)
        if let errorNumber = Socket.connectFailure(socket.number) {
            throw .cannotConnect(address.endpoint, errorNumber: errorNumber)
        }
        return socket
    }

    private static func beginConnecting(
        to address: SocketAddress
    ) throws(TransportError) -> FileDescriptor {
        do throws(SystemFailure) {
            let socket = try Socket.connecting(to: address)
            try Socket.tune(socket.number, deadPeerMs: ConnectionLimits.client.deadPeerMs)
            return socket
        } catch {
            throw .cannotConnect(address.endpoint, errorNumber: error.errorNumber)
        }
    }

    private static func handshake(
        on number: Int32,
        _ tls: TLSContext,
        _ deadline: Deadline
    ) throws(TransportError) -> TLSSession {
        let session = try TLSSession(tls, socket: number)
        while true {
            switch session.handshake() {
            case .done: return session
            case .wantsRead: try wait(number, POLLIN, deadline)
            case .wantsWrite: try wait(number, POLLOUT, deadline)
            case .ended(let reason): throw reason
            }
        }
    }

    private static func wait(
        _ number: Int32,
        _ events: Int32,
        _ deadline: Deadline
    ) throws(TransportError) {
        while true {
            let remainingMs = deadline.remainingMs
            guard remainingMs > 0 else { throw .timedOut(afterMs: deadline.afterMs) }
            var entry = pollfd(fd: number, events: Int16(events), revents: 0)
            // Safe: one live entry, and the count says so.
            let count = unsafe poll(&entry, 1, remainingMs)
            if count > 0 { return }
            if count < 0 && errno != EINTR {
                throw .system(SystemFailure(call: .poll, errorNumber: errno))
            }
        }
    }
}
