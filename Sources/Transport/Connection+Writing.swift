extension Connection {
    /// Records written in one turn before other connections get theirs: 1 MiB.
    private static let recordsPerTurn = 64

    /// Bytes waiting to be written, length prefixes included.
    package var queuedByteCount: Int { queue.byteCount }

    /// Queues one frame; all frames of a turn leave together at its end.
    ///
    /// False when the connection is not open, the frame is longer than the limit, or the queue is
    /// full; a full queue also drops the peer with `slowPeer`.
    @discardableResult
    package func send(_ frame: [UInt8]) -> Bool {
        guard phase == .open, frame.count <= limits.maximumFrameBytes else { return false }
        let byteCount = queue.byteCount + FrameDecoder.headerByteCount + frame.count
        guard byteCount <= limits.maximumQueuedBytes else {
            end(.slowPeer(queuedByteCount: byteCount, limit: limits.maximumQueuedBytes))
            return false
        }
        queue.append(frame)
        scheduleFlush()
        return true
    }

    /// Sends what is queued, says goodbye, and ends when the peer has heard it.
    package func close() {
        switch phase {
        case .open:
            phase = .closing
            isPaused = false
            limitTime(limits.lingerMs, reason: .closedHere)
            scheduleFlush()
        case .new, .connecting, .handshaking: end(.closedHere)
        case .closing, .closed: break
        }
    }

    /// Ends at once; queued frames are lost.
    package func drop(_ reason: TransportError = .closedHere) {
        end(reason)
    }

    func flushAtTurnEnd() {
        isFlushScheduled = false
        // A blocked socket reports when it takes bytes again.
        if !wantsWritable { flush() }
        updateInterest()
    }

    /// Writes until the queue is empty, the socket takes no more, or the turn's share is used up.
    private func flush() {
        guard let session, phase == .open || phase == .closing else { return }
        var remaining = Self.recordsPerTurn
        while !queue.isEmpty {
            guard remaining > 0 else { return scheduleFlush() }
            remaining -= 1
            // Safe: the bytes are lent for the call only.
            switch unsafe queue.withNext({ unsafe session.write($0) }) {
            case .done(let count): queue.consume(count)
            case .wantsRead: return
            case .wantsWrite:
                wantsWritable = true
                return
            case .ended(let reason): return end(reason)
            }
        }
        if phase == .closing {
            _ = session.sayGoodbye()
            shutDownSending()
        } else {
            onDrained(self)
        }
    }

    /// Writing waits for the end of the turn even when the socket takes bytes now: behind what it
    /// blocked on there may be frames of this turn, which must not leave before `onTurnEnd`.
    func scheduleFlush() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        loop.flushAtTurnEnd(self)
    }
}
