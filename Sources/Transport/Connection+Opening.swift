import Cryptography

extension Connection {
    /// Starts a TCP connection; the socket turns writable when it is made or refused.
    func connect(to address: SocketAddress) throws(TransportError) {
        do throws(SystemFailure) {
            socket = try Socket.connecting(to: address)
        } catch {
            guard error.call == .connect else { throw .system(error) }
            throw .cannotConnect(remote, errorNumber: error.errorNumber)
        }
        phase = .connecting
        try register(for: .writable)
    }

    private func finishConnecting() throws(TransportError) {
        if let errorNumber = Socket.connectFailure(socketNumber) {
            throw .cannotConnect(remote, errorNumber: errorNumber)
        }
        try beginHandshake()
    }

    /// Starts TLS on a connected socket.
    func beginHandshake() throws(TransportError) {
        do throws(SystemFailure) {
            try Socket.tune(socketNumber, deadPeerMs: limits.deadPeerMs)
        } catch {
            throw .system(error)
        }
        session = try TLSSession(tls, socket: socketNumber)
        phase = .handshaking
        if watch == nil { try register(for: .readable) }
        try stepHandshake()
    }

    private func stepHandshake() throws(TransportError) {
        guard let session else { return }
        wantsWritable = false
        switch session.handshake() {
        case .done: try finishHandshake(session)
        case .wantsRead: break
        case .wantsWrite: wantsWritable = true
        case .ended(let reason): throw reason
        }
    }

    private func finishHandshake(_ session: TLSSession) throws(TransportError) {
        peerKey = session.peerKey
        if tls.verifiesPeer && peerKey == nil { throw .peerKeyMissing }
        guard acceptsPeer(peerKey) else {
            throw peerKey.map { .peerKeyRefused($0) } ?? .peerKeyMissing
        }
        phase = .open
        if limits.admitsOnOpen { admit() }
        onOpen(self)
        // The first frames may have come with the last flight of the handshake.
        readRecords()
    }

    // MARK: Readiness

    var socketNumber: Int32 { socket?.number ?? -1 }

    private func register(for interest: Interest) throws(TransportError) {
        watch = try loop.watch(socketNumber, for: interest) { self.handle($0) }
    }

    private func handle(_ readiness: Readiness) {
        do throws(TransportError) {
            switch phase {
            case .connecting: try finishConnecting()
            case .handshaking: try stepHandshake()
            case .open, .closing: handleOpen(readiness)
            case .new, .closed: break
            }
        } catch {
            end(error)
        }
        updateInterest()
    }

    private func handleOpen(_ readiness: Readiness) {
        if readiness.contains(.writable) { wantsWritable = false }
        if isPaused {
            // Nobody reads, so nobody else would notice that both directions are gone.
            if readiness.contains(.failed) {
                end(.connectionLost(errorNumber: Socket.connectFailure(socketNumber) ?? 0))
            }
        } else {
            readRecords()
        }
        if !wantsWritable && !queue.isEmpty { scheduleFlush() }
    }

    /// Asks the loop for what the present state waits for.
    func updateInterest() {
        guard let watch, phase != .connecting else { return }
        var interest: Interest = isPaused ? [] : .readable
        if wantsWritable { interest.insert(.writable) }
        loop.change(watch, to: interest)
    }
}
