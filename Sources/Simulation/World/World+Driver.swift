import NodeCore
import Storage

/// What the process around a node does, on simulated clocks and disks.
extension World {
    func moment(of process: SimulatedProcess) -> Moment {
        let drifted = Int64(nowMs) * (100 + process.driftPercent) / 100
        let wall = Int64(District.createdMs) + 60_000 + Int64(nowMs) + process.clockOffsetMs
        return Moment(monotonicMs: UInt64(1_000 + drifted), wallMs: UInt64(max(0, wall)))
    }

    /// The world's time at which a node's monotonic clock shows a time.
    private func worldMs(_ monotonicMs: UInt64, of process: SimulatedProcess) -> UInt64 {
        let elapsed = Int64(clamping: monotonicMs) - 1_000
        guard elapsed > 0, elapsed < Int64.max / 200 else { return elapsed > 0 ? .max : 0 }
        return UInt64((elapsed * 100 + 99 + process.driftPercent) / (100 + process.driftPercent))
    }

    /// Starts a process, or starts it again, from what its disk holds.
    package func start(_ id: Int) {
        let process = processes[id]
        guard process.phase == .down else { return }
        do throws(RestorationError) {
            try process.start(at: moment(of: process), options: options, sizes: sizes) { entry in
                note(entry, of: process)
            }
        } catch {
            return refuse(process, error)
        }
        log.note(nowMs, UInt64(id), 1_000_001)
        tell(id, .started)
        for other in processes where other.id != id && other.isRunning { connect(id, other.id) }
    }

    /// A start failed: that is right where blocks were overwritten, which are then mended.
    private func refuse(_ process: SimulatedProcess, _ error: RestorationError) {
        if process.isByzantine { return }
        guard process.misplacesWrites, !process.isMended, error.isOfMissingBlocks else {
            return violate("Restart", "\(process.name): \(error.code)")
        }
        repairSoon(process)
    }

    /// Hands an event to a node and carries out what it asks for.
    func tell(_ id: Int, _ event: NodeEvent) {
        let process = processes[id]
        if process.phase == .paused { return process.backlog.append(event) }
        guard process.isRunning, let node = process.node else { return }
        log.note(nowMs, UInt64(id), event.logWord)
        node.handle(event, at: moment(of: process))
        let effects = node.endTurn()
        note(node.validators, of: process)
        for effect in effects {
            guard process.isRunning, process.ended == nil else { break }
            perform(effect, of: process)
        }
        guard process.isRunning else { return }
        if process.ended != nil { return kill(id) }
        highestView = max(highestView, node.view)
        checkers.observe(node, of: process, in: self)
    }

    private func perform(_ effect: NodeEffect, of process: SimulatedProcess) {
        switch effect {
        case .sendControl(let frame, let peer):
            send(frame, on: .control, from: process.id, to: peer)
        case .sendBulk(let frame, let peer):
            send(frame, on: .bulk, from: process.id, to: peer)
        case .broadcastBulk(let frame):
            for name in district.names where name != process.name {
                send(frame, on: .bulk, from: process.id, to: name)
            }
        case .sendClient(let frame, Self.auditor):
            overheard = (try? ClientReply(decoding: frame))?.body
        case .sendClient(let frame, Self.clerk):
            guard let reply = try? ClientReply(decoding: frame) else { return }
            clerkReplies[reply.identifier] = reply.body
        case .sendClient(let frame, _):
            clients.hear(frame, from: process, in: self)
        case .disconnect(let peer): reconnectLater(process.id, peer)
        case .peersChanged: break
        case .check(let job):
            let result = setting.usesRealKeys ? job.run() : district.memory.run(job)
            agenda.schedule(
                .tell(.checked(result), process.id, life: process.life),
                atMs: nowMs + 1
            )
        case .store(let batch, let number):
            agenda.schedule(
                .write(batch, number, process.id, life: process.life),
                atMs: nowMs + diskRandom.pick(process.syncMs)
            )
        case .vault(let job, let number):
            guard let outcome = process.perform(job) else { return }
            agenda.schedule(
                .tell(.vaultDone(outcome, number: number), process.id, life: process.life),
                atMs: nowMs + diskRandom.pick(process.syncMs)
            )
        case .wakeAt(let time):
            let atMs = max(worldMs(time, of: process), nowMs + 1)
            guard process.wakeAtMs != atMs else { return }
            process.wakeAtMs = atMs
            agenda.schedule(.wake(process.id, atMs: atMs, life: process.life), atMs: atMs)
        case .log(let entry): note(entry, of: process)
        case .trace(let line): review?.read(line, of: process)
        case .endProcess(let reason): process.noteEnd(reason)
        }
    }

    /// The disk has taken its time; a crash point of the disk ends the process in the middle.
    func write(_ batch: StoreBatch, _ number: UInt64, _ id: Int) {
        let process = processes[id]
        guard process.phase == .running || process.phase == .paused else { return }
        if let event = process.write(batch, number) {
            log.note(nowMs, UInt64(id), event.logWord)
            tell(id, event)
        } else {
            crash(id, process.disk.faults.survival)
        }
    }

    /// Takes note of what a node tells its operator.
    private func note(_ entry: LogEntry, of process: SimulatedProcess) {
        guard !process.isByzantine else { return }
        heard.insert(entry.event)
        for field in entry.fields where field.name == "code" || field.name == "why" {
            heard.insert(field.value)
        }
        guard entry.event.hasPrefix("consensus.") else { return }
        if entry.event == "consensus.equivocation" {
            checkers.accusation.check(entry, by: process, in: self)
        } else {
            process.noteHalt(entry.event)
            if !allowedHalts.contains(process.id) {
                violate("Halt", "\(process.name): \(entry.event) \(entry.fields.map(\.value))")
            }
        }
    }
}

extension RestorationError {
    /// Whether blocks or finalizations are not there, or not whole.
    fileprivate var isOfMissingBlocks: Bool {
        switch self {
        case .storage(.damagedSegment), .storage(.wrongSegmentSize), .missing, .unproven: true
        default: false
        }
    }
}

extension NodeEvent {
    /// Tells kinds of events apart in the log.
    var logWord: UInt64 {
        switch self {
        case .started: 1
        case .woke: 2
        case .peerUp: 3
        case .peerDown: 4
        case .controlFrame(let bytes, _): 5 << 32 | UInt64(bytes.count)
        case .bulkFrame(let bytes, _): 6 << 32 | UInt64(bytes.count)
        case .clientFrame(let bytes, _): 7 << 32 | UInt64(bytes.count)
        case .clientClosed: 8
        case .checked: 9
        case .stored(let batch): 10 << 32 | batch
        case .storeFailed(let batch, _): 11 << 32 | batch
        case .diskMeasured: 12
        case .vaultDone(_, let number): 13 << 32 | number
        }
    }
}
