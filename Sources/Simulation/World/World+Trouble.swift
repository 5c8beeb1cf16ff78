import Ledger
import NodeCore
package import Storage

/// What befalls processes and their disks.
extension World {
    /// The power goes at a process, which may be down already; of what its disk had not synced,
    /// `survival` is left.
    package func crash(_ id: Int, _ survival: CrashSurvival) {
        end(id) { $0.stop(survival) }
    }

    /// Kills a process; what it wrote and did not sync is there for the next one to read, until the
    /// power goes.
    package func kill(_ id: Int) {
        end(id) { $0.kill() }
    }

    private func end(_ id: Int, by stop: (SimulatedProcess) -> Void) {
        let process = processes[id]
        let isUp = process.phase == .running || process.phase == .paused
        guard process.phase != .lost else { return }
        stop(process)
        guard isUp else { return }
        log.note(nowMs, UInt64(id), 1_000_002)
        clients.forget(process, in: self)
        for other in processes where other.id != id && other.isRunning {
            agenda.schedule(
                .tell(.peerDown(process.name), other.id, life: other.life),
                atMs: nowMs + 1
            )
        }
    }

    /// Ends a process and takes its vote journal away, with the vote ceiling or without it.
    package func loseJournal(of id: Int, keepingCeiling: Bool, _ survival: CrashSurvival) {
        crash(id, survival)
        guard processes[id].phase == .down else { return }
        for path in disk(of: id).paths where path.hasPrefix("/home/journal/") {
            if keepingCeiling, path.hasSuffix("/ceiling") { continue }
            disk(of: id).lose(path)
        }
    }

    /// Ends a process and starts it again a little later.
    package func restart(_ id: Int, _ survival: CrashSurvival, afterMs: UInt64 = 50) {
        crash(id, survival)
        agenda.schedule(.start(id), atMs: nowMs + max(1, afterMs))
    }

    /// The power goes during the `operation`th operation of a process's disk from now.
    package func crashDisk(_ id: Int, atOperation operation: Int, _ survival: CrashSurvival) {
        let disk = processes[id].disk
        disk.faults.crashAt = disk.operationCount + operation
        disk.faults.survival = survival
    }

    /// Stops a process for a while; it notices nothing but the time.
    package func pause(_ id: Int, forMs: UInt64) {
        let process = processes[id]
        guard process.isRunning else { return }
        process.pause()
        let life = process.life
        at(nowMs + forMs) { world in
            guard world.processes[id].life == life else { return }
            world.resume(id)
        }
    }

    private func resume(_ id: Int) {
        let process = processes[id]
        guard process.phase == .paused else { return }
        process.resume()
        let backlog = process.backlog
        process.backlog = []
        for event in backlog { tell(id, event) }
    }

    /// Takes a process away for good.
    package func lose(_ id: Int) {
        crash(id, .nothing)
        processes[id].lose()
    }

    /// Changes what a process's disk does wrong.
    package func setFaults(_ id: Int, _ change: (inout DiskFaults) -> Void) {
        change(&processes[id].disk.faults)
    }

    /// How long batches of a process take to become durable.
    package func setSync(_ id: Int, _ syncMs: ClosedRange<UInt64>) {
        processes[id].syncMs = syncMs
    }

    /// Moves a process's wall clock.
    package func setClock(_ id: Int, aheadMs: Int64) {
        processes[id].clockOffsetMs = aheadMs
    }

    /// Lets a process's monotonic clock run fast, or slow.
    package func setDrift(_ id: Int, percent: Int64) {
        precondition(processes[id].phase == .down, "a clock does not jump")
        processes[id].driftPercent = percent
    }

    /// The disk of a process, for faults of its own kind.
    package func disk(of id: Int) -> CrashingFileSystem { processes[id].disk }

    /// Expects of a node that it halts, or does not mind.
    package func allowHalt(_ id: Int) { allowedHalts.insert(id) }

    /// Why consensus was halted at a node, if it was.
    package func haltCode(_ id: Int) -> String? { processes[id].haltCode }

    /// Whether a process runs.
    package func isRunning(_ id: Int) -> Bool { processes[id].isRunning }

    /// The height of the final tip of a running process.
    package func height(of id: Int) -> UInt64? { processes[id].node?.tip.header.height }

    /// The view of a running process.
    package func view(of id: Int) -> UInt64? { processes[id].node?.view }

    /// Nothing more is expected of a process: the script lies for it.
    package func corrupt(_ id: Int) { processes[id].isByzantine = true }

    /// Starts all processes, a moment apart, and the clients.
    package func begin() {
        for id in processes.indices { agenda.schedule(.start(id), atMs: UInt64(id)) }
        agenda.schedule(.submit, atMs: 20)
        agenda.schedule(.measure, atMs: 1_000)
    }

    /// Starts whatever is down and not lost, makes every disk whole, and lets the paused go on.
    package func healNodes(except broken: [Int] = []) {
        for process in processes where !broken.contains(process.id) {
            process.disk.faults = DiskFaults()
            process.syncMs = 1...3
            process.clockOffsetMs = 0
            if process.phase == .paused { resume(process.id) }
            if process.phase == .down { start(process.id) }
        }
    }
}
