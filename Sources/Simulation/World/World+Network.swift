import NodeCore

/// Loss, duplication, replay, delay and therefore reordering; and who hears whom.
extension World {
    /// Sends a frame to every process that runs as a node and can be reached.
    func send(_ bytes: [UInt8], on channel: Channel, from sender: Int, to name: String) {
        for receiver in processes where receiver.name == name && receiver.id != sender {
            let frame = Frame(
                channel: channel,
                sender: sender,
                receiver: receiver.id,
                bytes: bytes
            )
            checkers.see(frame, of: processes[sender], in: self)
            for altered in intercept?(frame) ?? [frame] { carry(altered) }
        }
    }

    private func carry(_ frame: Frame) {
        deliver(frame, mayBeLost: true)
        guard networkRandom.chance(weather.replayPercent) else { return }
        let earlier = links[frame.sender][frame.receiver].recent
        guard !earlier.isEmpty else { return }
        deliver(earlier[networkRandom.index(below: earlier.count)], mayBeLost: false)
    }

    /// Puts a frame on its way, past the interceptor; a world's script may lie with it.
    package func inject(_ frame: Frame) { deliver(frame, mayBeLost: false) }

    private func deliver(_ frame: Frame, mayBeLost: Bool) {
        let link = links[frame.sender][frame.receiver]
        let receiver = processes[frame.receiver]
        guard !link.isCut[frame.channel.rawValue],
            receiver.phase == .running || receiver.phase == .paused
        else { return }
        if mayBeLost {
            if weather.replayPercent > 0 { links[frame.sender][frame.receiver].remember(frame) }
            guard !networkRandom.chance(weather.lossPercent) else { return }
        }
        let copies = mayBeLost && networkRandom.chance(weather.duplicatePercent) ? 2 : 1
        for _ in 0..<copies {
            let delay = networkRandom.pick(link.delayMs ?? weather.delayMs)
            agenda.schedule(
                .arrive(frame, life: receiver.life),
                atMs: max(nowMs + delay, link.cloggedUntilMs)
            )
        }
    }

    // MARK: Connections

    /// Two processes find each other, unless they run as the same node.
    func connect(_ one: Int, _ other: Int) {
        let (first, second) = (processes[one], processes[other])
        guard first.name != second.name, !isCut(one, other) else { return }
        for (process, peer) in [(first, second), (second, first)] where process.isRunning {
            agenda.schedule(
                .tell(.peerUp(peer.name), process.id, life: process.life),
                atMs: nowMs + 1
            )
        }
    }

    private func disconnect(_ one: Int, _ other: Int) {
        let (first, second) = (processes[one], processes[other])
        guard first.name != second.name else { return }
        for (process, peer) in [(first, second), (second, first)] {
            agenda.schedule(
                .tell(.peerDown(peer.name), process.id, life: process.life),
                atMs: nowMs + 1
            )
        }
    }

    /// A node was tired of a peer, which comes back after a while.
    func reconnectLater(_ id: Int, _ peer: String) {
        for other in processes where other.name == peer {
            disconnect(id, other.id)
            at(nowMs + 1_000) { $0.connect(id, other.id) }
        }
    }

    /// Whether frames flow neither way.
    private func isCut(_ one: Int, _ other: Int) -> Bool {
        links[one][other].isCut.allSatisfy(\.self) && links[other][one].isCut.allSatisfy(\.self)
    }

    /// Cuts two processes from each other; both see the connection go.
    package func cut(_ one: Int, _ other: Int) {
        links[one][other].setCut(true)
        links[other][one].setCut(true)
        disconnect(one, other)
    }

    /// Swallows what one process sends another; neither notices.
    package func silence(_ sender: Int, towards receiver: Int, on channel: Channel? = nil) {
        for each in Channel.allCases where channel == nil || channel == each {
            links[sender][receiver].isCut[each.rawValue] = true
        }
    }

    /// Joins two processes again, in both directions.
    package func join(_ one: Int, _ other: Int) {
        links[one][other].setCut(false)
        links[other][one].setCut(false)
        connect(one, other)
    }

    /// Splits the processes into two groups that hear nothing of each other.
    package func partition(_ group: [Int]) {
        for one in processes.indices {
            for other in processes.indices.dropFirst(one + 1)
            where group.contains(one) != group.contains(other) { cut(one, other) }
        }
    }

    /// Everyone hears everyone at once, in fine weather; each honest process hears both halves of
    /// a twin.
    package func healNetwork() {
        weather = Weather()
        intercept = nil
        for one in processes.indices {
            for other in processes.indices where one != other { links[one][other] = Link() }
        }
        for one in processes.indices {
            for other in processes.indices.dropFirst(one + 1) { connect(one, other) }
        }
    }

    /// Delays what one process sends another; nil for the network's delay.
    package func slow(_ sender: Int, towards receiver: Int, by delayMs: ClosedRange<UInt64>?) {
        links[sender][receiver].delayMs = delayMs
    }

    /// Holds back everything between two processes until a time.
    package func clog(_ one: Int, _ other: Int, untilMs: UInt64) {
        links[one][other].cloggedUntilMs = untilMs
        links[other][one].cloggedUntilMs = untilMs
    }
}
