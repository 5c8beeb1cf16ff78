import Cryptography
import Ledger
package import NodeCore
import Storage
import Transport

/// The real world around one `Node`: one loop thread, a disk thread, a few checking threads.
///
/// The loop owns the node and every connection. A turn hands in what happened and then carries
/// out what the node asks for; frames of a turn leave only after its effects were carried out.
package final class NodeProcess {
    let node: Node
    private let loop: EventLoop
    private let disk: DiskThread
    private let vault: VaultThread
    private let pool: CheckPool
    private let archive: StoreReader
    let eventLog: EventLog
    private var clock: WallClock
    private var traceFile: TraceFile?
    /// Where the configuration says that peers are.
    private let configuration: NodeConfiguration
    let home: NodeHome
    let network: PeerNetwork
    private let lock: HomeLock
    private let manager = ServiceManager()
    var links: [PeerName: PeerLink] = [:]
    private var clients: [ClientName: Connection] = [:]
    private var clientListener: Listener?
    private let signals: SignalWatcher
    private var nextClient: UInt64 = 1
    private var wake: (timer: LoopTimer, atMs: UInt64)?
    private var wasReady = false
    private var exitCode: Int32 = 0
    /// Hears how far the node has come, and says whether that is far enough to stop.
    private var watch: ((CatchUpProgress) -> Bool)?

    /// Opens a home and listens; nothing is sent before ``run()``.
    ///
    /// `trace` is the file for the trace, where the configuration's does not hold.
    package convenience init(home: String, trace: String? = nil) throws(StartError) {
        let moment = Moment(monotonicMs: MonotonicClock.nowMs(), wallMs: WallClock().nowMs)
        let loop: EventLoop
        let signals: SignalWatcher
        do throws(TransportError) {
            loop = try EventLoop()
            // Before any thread: those started later inherit the blocked signals, and none gets
            // one. Before the home is opened: whoever stops the node then finds it stopped.
            signals = try SignalWatcher(on: loop) { [unowned loop] _ in loop.stop() }
        } catch { throw .transport(error) }
        let opened = try Opened(NodeHome(home), trace: trace, signals: signals, moment: moment)
        do { try self.init(opened, loop: loop, signals: signals) } catch {
            throw .transport(error)
        }
    }

    private init(
        _ parts: Opened,
        loop: EventLoop,
        signals: SignalWatcher
    ) throws(TransportError) {
        node = parts.node
        lock = parts.lock
        self.loop = loop
        archive = parts.archive
        home = parts.home
        eventLog = parts.log
        configuration = parts.configuration
        traceFile = parts.trace
        clock = WallClock(offsetPath: parts.configuration.testClockFile)
        self.signals = signals
        disk = DiskThread(parts.writer)
        vault = VaultThread(parts.vault)
        pool = CheckPool(threadCount: parts.configuration.checkThreads)
        network = try PeerNetwork(
            PeerNetwork.Profile(
                identity: parts.identity,
                chainID: parts.genesis.chainID,
                nodeName: parts.configuration.name
            ),
            loop: loop,
            jitter: { bound in UInt64.random(in: 0..<max(1, bound)) }
        )
        try listen(parts)
        connect(to: node.peers)
    }

    /// Serves until SIGTERM; answers the exit code.
    ///
    /// `watch` is asked several times a second whether the node has come far enough to stop.
    package func run(watch: ((CatchUpProgress) -> Bool)? = nil) -> Int32 {
        self.watch = watch
        loop.onTurnEnd = { [unowned self] in endTurn() }
        measureDisk()
        handle(.started)
        writeMetrics()
        keepAlive()
        shiftClock()
        tellProgress()
        loop.run()
        if exitCode == 0 { eventLog.write(LogEntry(.info, "node.stopping")) }
        manager.stopping()
        disk.stop()
        vault.stop()
        pool.stop()
        network.close()
        trace([.ended])
        eventLog.write(LogEntry(.info, "node.stopped"))
        return exitCode
    }

    private func handle(_ event: NodeEvent) {
        node.handle(event, at: Moment(monotonicMs: MonotonicClock.nowMs(), wallMs: clock.nowMs))
    }
}

// MARK: - Carrying out effects

extension NodeProcess {
    private func endTurn() {
        let effects = node.endTurn()
        trace(effects.compactMap { if case .trace(let line) = $0 { line } else { nil } })
        for effect in effects {
            guard exitCode == 0 else { return }
            perform(effect)
        }
        announceReadiness()
    }

    /// Writes lines of the trace; one that cannot be written ends the trace, not the node.
    private func trace(_ lines: [TraceLine]) {
        guard let traceFile, !lines.isEmpty else { return }
        for line in lines { traceFile.add(line) }
        do throws(StorageError) { try traceFile.flush() } catch {
            self.traceFile = nil
            eventLog.write(LogEntry(.warning, "trace.ended", ["why": error.english]))
        }
    }

    private func perform(_ effect: NodeEffect) {
        switch effect {
        case .sendControl(let frame, let peer):
            links[peer]?.send(control: frame)
        case .sendBulk(let frame, let peer):
            links[peer]?.send(bulk: frame)
        case .broadcastBulk(let frame):
            for link in links.values { link.send(bulk: frame) }
        case .sendClient(let frame, let client):
            send(frame, to: client)
        case .disconnect(let peer):
            links[peer]?.drop(.control)
            links[peer]?.drop(.bulk)
        case .peersChanged(let peers):
            connect(to: peers)
        case .check(let job):
            let own = LoopBound(self, loop.mailbox)
            pool.check(job) { [mailbox = loop.mailbox] result in
                mailbox.post { own.value.handle(.checked(result)) }
            }
        case .store(let batch, let number):
            store(batch, number)
        case .vault(let job, let number):
            let own = LoopBound(self, loop.mailbox)
            vault.perform(job) { [mailbox = loop.mailbox] outcome in
                mailbox.post { own.value.handle(.vaultDone(outcome, number: number)) }
            }
        case .wakeAt(let time):
            schedule(time)
        case .log(let entry):
            eventLog.write(entry)
        case .trace:
            break  // written before all effects of the turn
        case .endProcess:
            exitCode = 1
            loop.stop()
        }
    }

    /// Sends a reply; one that does not fit becomes a refusal, so that nobody waits for ever.
    private func send(_ frame: [UInt8], to client: ClientName) {
        guard let connection = clients[client], !connection.send(frame), connection.isOpen,
            let reply = try? ClientReply(decoding: frame)
        else { return }
        let refusal = ClientReply(identifier: reply.identifier, body: .refused(.answerTooLong))
        _ = connection.send(refusal.encoded)
    }

    private func store(_ batch: StoreBatch, _ number: UInt64) {
        let own = LoopBound(self, loop.mailbox)
        disk.write(batch) { [mailbox = loop.mailbox] outcome in
            mailbox.post { own.value.stored(outcome, number) }
        }
    }

    private func stored(_ outcome: Result<LedgerReceipt, StorageError>, _ number: UInt64) {
        switch outcome {
        case .success(let receipt):
            archive.apply(receipt)
            handle(.stored(batch: number))
        case .failure(let error):
            handle(.storeFailed(batch: number, error))
        }
    }

    private func schedule(_ time: UInt64) {
        if let wake {
            if wake.atMs == time { return }
            loop.cancel(wake.timer)
        }
        let timer = loop.schedule(atMs: time) { [unowned self] in
            wake = nil
            handle(.woke)
        }
        wake = (timer, time)
    }

    private func announceReadiness() {
        guard node.isReady != wasReady else { return }
        wasReady = node.isReady
        eventLog.write(LogEntry(.info, wasReady ? "node.ready" : "node.withoutQuorum"))
        if wasReady { manager.ready() }
    }
}

// MARK: - Connections

extension NodeProcess {
    /// Keeps links to these nodes and to no others, each pinned to the key that is registered.
    func connect(to peers: [NodeEntry]) {
        for (name, link) in links {
            let peer = peers.first { $0.name == name }
            guard peer?.transportKey != link.peerKey else { continue }
            let wasUp = link.isUp
            links[name] = nil
            network.unlink(link.peerKey)
            if wasUp { handle(.peerDown(name)) }
        }
        for peer in peers where links[peer.name] == nil { connect(to: peer) }
    }

    private func connect(to peer: NodeEntry) {
        let configured = configuration.peers.first { $0.name == peer.name }?.endpoint
        let link = network.link(
            to: peer.transportKey,
            named: peer.name,
            at: configured ?? peer.address.flatMap { Endpoint($0) },
            // Nobody dials a node that is not registered yet.
            dials: node.ownEntry == nil ? true : nil
        )
        let name = peer.name
        link.onUp = { [unowned self, unowned link] _ in
            if link.isUp { handle(.peerUp(name)) }
        }
        link.onDown = { [unowned self, unowned link] _, _ in
            if links[name] === link { handle(.peerDown(name)) }
        }
        link.onFrame = { [unowned self] channel, frame in
            switch channel {
            case .control: handle(.controlFrame(frame, from: name))
            case .bulk: handle(.bulkFrame(frame, from: name))
            }
        }
        links[name] = link
    }

    private func listen(_ parts: Opened) throws(TransportError) {
        try network.listen(at: parts.configuration.peerEndpoint)
        clientListener = try Listener(
            at: parts.configuration.clientEndpoint,
            tls: try TLSContext(servingAs: parts.identity, requiringPeerKey: false),
            limits: Self.clientLimits,
            capacity: Listener.Capacity(connections: 256),
            loop: loop
        ) { [unowned self] in welcome($0) }
    }

    /// What one client may cost: replies wait for it only up to 8 MiB.
    private static let clientLimits: ConnectionLimits = {
        var limits = ConnectionLimits.client
        limits.maximumQueuedBytes = 8 << 20
        return limits
    }()

    private func welcome(_ connection: Connection) {
        let name = ClientName(nextClient)
        nextClient += 1
        clients[name] = connection
        connection.onFrame = { [unowned self] _, frame in
            handle(.clientFrame(frame, from: name))
        }
        connection.onClosed = { [unowned self] _, _ in
            if clients.removeValue(forKey: name) != nil { handle(.clientClosed(name)) }
        }
    }
}

// MARK: - Housekeeping

extension NodeProcess {
    private static let metricsMs: UInt64 = 5_000

    private func writeMetrics() {
        do throws(StorageError) {
            try MetricsFile.write(node.metrics(), to: home.metrics)
        } catch {
            eventLog.write(LogEntry(.warning, error.code, ["why": error.english]))
        }
        retireVoteKeys()
        loop.schedule(inMs: Self.metricsMs) { [unowned self] in writeMetrics() }
    }

    /// Removes vote keys that governance replaced.
    private func retireVoteKeys() {
        guard let keys = node.retiredVoteKeys else { return }
        do throws(StorageError) {
            for path in try VoteKeyFolder(home).retire(used: keys.used, except: keys.current) {
                eventLog.write(LogEntry(.info, "node.voteKeyRetired", ["path": path]))
            }
        } catch {
            eventLog.write(LogEntry(.warning, error.code, ["why": error.english]))
        }
    }

    /// Tells the node how much room there is.
    private func measureDisk() {
        do throws(StorageError) {
            let free = try home.freeByteCount(on: PosixFileSystem())
            handle(.diskMeasured(freeByteCount: free))
        } catch {
            eventLog.write(LogEntry(.warning, error.code, ["why": error.english]))
        }
        loop.schedule(inMs: Self.metricsMs) { [unowned self] in measureDisk() }
    }

    /// Tells whoever waits for the node to catch up.
    private func tellProgress() {
        guard let watch else { return }
        if watch(node.catchUpProgress(wallMs: clock.nowMs)) { return loop.stop() }
        loop.schedule(inMs: 200) { [unowned self] in tellProgress() }
    }

    /// Looks for another shift of a clock that tests may shift.
    private func shiftClock() {
        guard clock.isForTests else { return }
        clock.refresh()
        loop.schedule(inMs: 500) { [unowned self] in shiftClock() }
    }

    private func keepAlive() {
        guard let watchdogMs = manager.watchdogMs else { return }
        manager.alive()
        loop.schedule(inMs: watchdogMs) { [unowned self] in keepAlive() }
    }
}
