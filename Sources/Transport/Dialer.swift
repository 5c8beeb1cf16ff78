/// Keeps one connection to an endpoint: dials, and dials again when it ends.
///
/// An attempt counts as a success, and the waiting times start over, when the connection is
/// admitted.
package final class Dialer {
    private let endpoint: Endpoint
    private let tls: TLSContext
    private let limits: ConnectionLimits
    private let loop: EventLoop
    private let onConnection: (Connection) -> Void
    private var backoff: Backoff
    private var connection: Connection?
    private var timer: LoopTimer?
    private var attempts = 0
    private var isRunning = false

    /// `onConnection` sets the callbacks of each new connection before it starts.
    package init(
        to endpoint: Endpoint,
        tls: TLSContext,
        limits: ConnectionLimits,
        backoff: Backoff,
        loop: EventLoop,
        onConnection: @escaping (Connection) -> Void
    ) {
        (self.endpoint, self.tls, self.limits, self.loop) = (endpoint, tls, limits, loop)
        self.backoff = backoff
        self.onConnection = onConnection
    }

    /// Dials now; nothing changes when it is already running.
    package func start() {
        guard !isRunning else { return }
        isRunning = true
        dial()
    }

    /// Dials after the present waiting time; nothing changes when it is already running.
    package func startLater() {
        guard !isRunning else { return }
        isRunning = true
        dialLater()
    }

    /// Stops dialling and drops an attempt under way; an admitted connection lives on.
    package func stop() {
        isRunning = false
        if let timer { loop.cancel(timer) }
        timer = nil
        if let connection, !connection.isAdmitted { connection.drop() }
        connection = nil
    }

    private func dialLater() {
        timer = loop.schedule(inMs: backoff.nextMs()) { [weak self] in self?.dial() }
    }

    /// Numeric hosts are dialled at once; names are resolved on a thread, for that may block.
    private func dial() {
        timer = nil
        attempts += 1
        if let address = SocketAddress(numeric: endpoint) { return connect(to: address) }
        let box = LoopBound(self, loop.mailbox)
        let (mailbox, endpoint) = (loop.mailbox, endpoint)
        WorkerThread.detached("resolve") {
            let addresses = (try? SocketAddress.resolving(endpoint)) ?? []
            mailbox.post { box.value.resolved(addresses) }
        }
    }

    private func resolved(_ addresses: [SocketAddress]) {
        guard isRunning, connection == nil else { return }
        guard !addresses.isEmpty else { return dialLater() }
        connect(to: addresses[attempts % addresses.count])
    }

    private func connect(to address: SocketAddress) {
        let connection = Connection(to: address, tls: tls, limits: limits, loop: loop)
        self.connection = connection
        connection.onMilestone = { [weak self] connection, milestone in
            guard let self, connection === self.connection else { return }
            switch milestone {
            case .admitted: backoff.reset()
            case .closed:
                self.connection = nil
                if isRunning { dialLater() }
            }
        }
        onConnection(connection)
        connection.start()
    }
}
