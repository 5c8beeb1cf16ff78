extension Connection {
    /// Records read in one turn before other connections get theirs.
    private static let recordsPerTurn = 32

    /// Stops reading, so that the kernel and then the peer must wait.
    ///
    /// Frames of the record being handed over, 16 KiB at most, are still delivered. A peer kept
    /// waiting for longer than its dead-peer limit will drop us.
    package func pauseReading() {
        isPaused = true
        updateInterest()
    }

    /// Reads again.
    package func resumeReading() {
        guard isPaused else { return }
        isPaused = false
        updateInterest()
        readSoon()
    }

    /// Reads until nothing is left, the turn's share is used up, or the owner pauses or closes.
    func readRecords() {
        var remaining = Self.recordsPerTurn
        while let session, !isPaused {
            guard remaining > 0 else {
                // The kernel reports what it holds; what TLS holds only we know of.
                if session.hasBufferedBytes { readSoon() }
                return
            }
            remaining -= 1
            switch session.read(into: loop.readBuffer) {
            case .done(let count): receive(count)
            case .wantsRead: return
            case .wantsWrite:
                wantsWritable = true
                return
            case .ended(let reason): return endOfStream(reason)
            }
        }
    }

    private func receive(_ count: Int) {
        lastReceivedMs = loop.nowMs
        let bytes = loop.readBuffer.bytes
        var position = 0
        do throws(TransportError) {
            while phase == .open {
                decoder.maximumFrameBytes = limits.maximumFrameBytes
                let record = bytes.span.extracting(0..<count)
                guard let frame = try decoder.next(in: record, from: &position) else { return }
                onFrame(self, frame)
            }
        } catch {
            end(error)
        }
    }

    private func endOfStream(_ reason: TransportError) {
        if phase == .closing {
            end(.closedHere)
        } else if reason == .closedByPeer && !decoder.isBetweenFrames {
            end(.connectionLost(errorNumber: 0))
        } else {
            end(reason)
        }
    }

    private func readSoon() {
        guard !isReadScheduled else { return }
        isReadScheduled = true
        loop.soon { [self] in
            isReadScheduled = false
            guard phase == .open || phase == .closing else { return }
            readRecords()
            updateInterest()
        }
    }
}
