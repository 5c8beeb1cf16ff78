import Synchronization
import TestSupport
import Testing
import Transport

@Suite struct ConnectionTests {
    @Test(arguments: [0, 1, 16_379, 16_380, 16_383, 16_384, 16_385, 1 << 20])
    func `a frame of any size comes back as it was`(size: Int) throws {
        let server = try EchoServer()
        defer { server.stop() }
        let client = try server.connect()
        var generator = SeededGenerator(seed: UInt64(size))
        let frame = generator.bytes(size)
        try client.send(frame)
        #expect(try client.receive() == frame)
    }

    @Test func `thousands of frames come back in order`() throws {
        let server = try EchoServer()
        defer { server.stop() }
        let client = try server.connect()
        let frames = (0..<20_000).map { [UInt8](repeating: UInt8($0 & 255), count: $0 % 200) }
        try client.send(frames)
        for frame in frames { #expect(try client.receive() == frame) }
    }

    @Test func `large frames cross each other without either side waiting for ever`() throws {
        let server = try EchoServer()
        defer { server.stop() }
        let client = try server.connect()
        let frames = (0..<12 as Range<UInt8>).map { [UInt8](repeating: $0, count: 2 << 20) }
        try client.send(frames)
        for frame in frames { #expect(try client.receive() == frame) }
    }

    @Test func `a peer that does not read is dropped when its queue is full`() throws {
        var limits = ConnectionLimits.client
        limits.maximumQueuedBytes = 3 << 20
        let server = try EchoServer(limits: limits) { connection in
            connection.onOpen = { flood($0) }
        }
        defer { server.stop() }
        let client = try server.connect()
        guard case .slowPeer(let queued, limit: 3_145_728) = try server.closed.next() else {
            Issue.record("closed for another reason")
            return
        }
        #expect(queued > 3 << 20)
        withExtendedLifetime(client) {}
    }

    /// Sends a frame each turn until the connection is dropped.
    @Sendable private func flood(_ connection: Connection) {
        guard connection.send([UInt8](repeating: 1, count: 1 << 20)) else { return }
        connection.onDrained = { flood($0) }
        connection.loop.schedule(inMs: 1) { flood(connection) }
    }

    @Test func `a frame longer than the limit ends the connection`() throws {
        var limits = ConnectionLimits.client
        limits.maximumFrameBytes = 1_000
        let server = try EchoServer(limits: limits)
        defer { server.stop() }
        let client = try server.connect()
        try client.send([UInt8](repeating: 0, count: 1_001))
        #expect(try server.closed.next() == .frameTooLong(announced: 1_001, limit: 1_000))
        #expect(throws: TransportError.self) { try client.receive() }
    }

    @Test func `our own frame longer than the limit is not sent and harms nothing`() throws {
        var limits = ConnectionLimits.client
        limits.maximumFrameBytes = 1_000
        let results = Inbox<Bool>()
        let server = try EchoServer(limits: limits) { connection in
            connection.onFrame = { connection, frame in
                results.put(connection.send([UInt8](repeating: 0, count: 1_001)))
                connection.send(frame)
            }
        }
        defer { server.stop() }
        let client = try server.connect()
        try client.send([5])
        #expect(try client.receive() == [5])
        #expect(try results.next() == false)
    }

    @Test func `everything queued before a close arrives before the end`() throws {
        let frame = [UInt8](repeating: 3, count: 1 << 20)
        let server = try EchoServer { connection in
            connection.onFrame = { connection, _ in
                for _ in 0..<8 { connection.send(frame) }
                connection.close()
            }
        }
        defer { server.stop() }
        let client = try server.connect()
        // The second request is never read: it must not destroy the answer to the first.
        try client.send([[1], [2]])
        for _ in 0..<8 { #expect(try client.receive() == frame) }
        #expect(throws: TransportError.closedByPeer) { try client.receive() }
    }

    @Test func `frames queued in one turn are written after the end of the turn`() throws {
        let isTurnEnded = Mutex(false)
        let order = Inbox<Bool>()
        let server = try EchoServer { connection in
            connection.onFrame = { connection, frame in
                isTurnEnded.withLock { $0 = false }
                connection.loop.onTurnEnd = { isTurnEnded.withLock { $0 = true } }
                connection.send(frame)
            }
            connection.onDrained = { _ in order.put(isTurnEnded.withLock { $0 }) }
        }
        defer { server.stop() }
        let client = try server.connect()
        try client.send([1])
        #expect(try client.receive() == [1])
        #expect(try order.next() == true)
    }

    @Test func `a paused connection reads nothing until it resumes`() throws {
        let frames = Inbox<Int>()
        let server = try EchoServer { connection in
            connection.onFrame = { connection, frame in
                frames.put(frame.count)
                guard frame.count == 1 else { return }
                connection.pauseReading()
                connection.loop.schedule(inMs: 50) {
                    frames.put(-1)
                    connection.resumeReading()
                }
            }
        }
        defer { server.stop() }
        let client = try server.connect()
        try client.send([1])
        // More than the kernel buffers: the rest can only arrive after the pause.
        try client.send([[UInt8]](repeating: [UInt8](repeating: 0, count: 100_000), count: 50))
        #expect(try frames.next() == 1)
        #expect(try frames.next() == -1)
        for _ in 0..<50 { #expect(try frames.next() == 100_000) }
    }

    @Test func `an idle client is dropped and an active one is not`() throws {
        var limits = ConnectionLimits.client
        limits.idleMs = 300
        let server = try EchoServer(limits: limits)
        defer { server.stop() }
        let silent = try server.connect()
        let active = try server.connect()
        let deadline = MonotonicClock.nowMs() + patienceMs
        while server.closed.all.isEmpty && MonotonicClock.nowMs() < deadline {
            try active.send([1])
            _ = try active.receive()
        }
        #expect(try server.closed.next() == .idle(afterMs: 300))
        #expect(throws: TransportError.self) { try silent.receive() }
        try active.send([2])
        #expect(try active.receive() == [2])
    }

    @Test func `a connection nobody answers ends with the address in its reason`() throws {
        let listener = try EchoServer()
        listener.stop()
        #expect(throws: TransportError.self) { try listener.connect() }
    }
}
