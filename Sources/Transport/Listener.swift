import Glibc

/// Accepts connections, and bounds how many there are and how many are still strangers.
///
/// A stranger is a connection not yet admitted. Beyond the limit the oldest stranger makes room:
/// a peer that means it is admitted within milliseconds, so a flood pushes out only itself.
package final class Listener {
    /// How many connections one listener holds.
    package struct Capacity: Hashable, Sendable {
        /// All connections together; beyond it new ones are closed at once.
        package var connections: Int
        /// Connections not yet admitted; beyond it the oldest of them is dropped.
        package var strangers: Int

        /// A capacity of these two numbers.
        package init(connections: Int = 1_024, strangers: Int = 64) {
            self.connections = connections
            self.strangers = strangers
        }
    }

    /// Accepted in one turn before others get theirs.
    private static let acceptsPerTurn = 64
    /// Pause after the process or the system ran out of descriptors.
    private static let exhaustionMs: UInt64 = 100

    /// Where it listens; the port is the real one when 0 was asked for.
    package let endpoint: Endpoint
    /// Connections held now.
    package private(set) var connectionCount = 0
    /// Connections held now that are not admitted yet.
    package var strangerCount: Int { strangers.count }

    private let loop: EventLoop
    private let tls: TLSContext
    private let limits: ConnectionLimits
    private let capacity: Capacity
    private let onConnection: (Connection) -> Void
    private var socket: FileDescriptor?
    private var watch: EventLoop.Watch?
    private var strangers: [Connection] = []

    /// Listens; `onConnection` sets the callbacks of each new connection before it starts.
    package init(
        at endpoint: Endpoint,
        tls: TLSContext,
        limits: ConnectionLimits,
        capacity: Capacity = Capacity(),
        loop: EventLoop,
        onConnection: @escaping (Connection) -> Void
    ) throws(TransportError) {
        (self.loop, self.tls, self.limits, self.capacity) = (loop, tls, limits, capacity)
        self.onConnection = onConnection
        guard let address = try SocketAddress.resolving(endpoint).first else {
            throw .hostUnknown(endpoint)
        }
        let listening: FileDescriptor
        do throws(SystemFailure) {
            listening = try Socket.listening(at: address, backlog: 512)
        } catch {
            throw error.errorNumber == EADDRINUSE
                ? .portInUse(endpoint) : .cannotListen(endpoint, error)
        }
        self.endpoint = Socket.localAddress(listening.number)?.endpoint ?? endpoint
        let number = listening.number
        socket = consume listening
        watch = try loop.watch(number, for: .readable) { [weak self] _ in self?.acceptWaiting() }
    }

    /// Stops listening; connections already accepted live on.
    package func close() {
        if let watch { loop.unwatch(watch) }
        watch = nil
        socket = nil
    }

    private func acceptWaiting() {
        for _ in 0..<Self.acceptsPerTurn {
            guard let number = socket?.number else { return }
            do throws(SystemFailure) {
                welcome(try Socket.accepting(on: number))
            } catch {
                switch error.errorNumber {
                case EAGAIN: return
                case EMFILE, ENFILE, ENOBUFS, ENOMEM: return rest()
                // The connection died while it waited (accept(2) lists what to expect).
                default: continue
                }
            }
        }
    }

    private func welcome(_ accepted: consuming FileDescriptor) {
        guard connectionCount < capacity.connections else { return }
        let connection = Connection(accepted: accepted, tls: tls, limits: limits, loop: loop)
        connectionCount += 1
        strangers.append(connection)
        connection.onMilestone = { [weak self] connection, milestone in
            self?.strangers.removeAll { $0 === connection }
            if milestone == .closed { self?.connectionCount -= 1 }
        }
        if strangers.count > capacity.strangers {
            strangers.removeFirst().drop(.tooManyConnections(limit: capacity.strangers))
        }
        onConnection(connection)
        connection.start()
    }

    /// Leaves the waiting connections to the kernel until descriptors may be free again.
    private func rest() {
        guard let watch else { return }
        loop.change(watch, to: [])
        loop.schedule(inMs: Self.exhaustionMs) { [weak self] in
            guard let self, let watch = self.watch else { return }
            loop.change(watch, to: .readable)
        }
    }
}
