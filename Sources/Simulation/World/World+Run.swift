import NodeCore

/// The agenda, carried out.
extension World {
    /// Runs until a time, or until nothing is left to do.
    package func run(untilMs: UInt64) {
        while let nextMs = agenda.nextTimeMs, nextMs <= untilMs { step() }
        nowMs = max(nowMs, untilMs)
    }

    /// Runs until a condition holds, looked at after every event; false when time runs out first.
    @discardableResult
    package func run(untilMs: UInt64, _ isDone: (World) -> Bool) -> Bool {
        while !isDone(self) {
            guard let nextMs = agenda.nextTimeMs, nextMs <= untilMs else { return isDone(self) }
            step()
        }
        return true
    }

    private func step() {
        guard let (timeMs, event) = agenda.next() else { return }
        nowMs = timeMs
        switch event {
        case .start(let id): start(id)
        case .arrive(let frame, let life): arrive(frame, life)
        case .tell(let event, let id, let life):
            guard processes[id].life == life else { return }
            tell(id, event)
        case .write(let batch, let number, let id, let life):
            guard processes[id].life == life else { return }
            write(batch, number, id)
        case .wake(let id, let atMs, let life):
            let process = processes[id]
            guard process.life == life, process.wakeAtMs == atMs else { return }
            process.wakeAtMs = nil
            tell(id, .woke)
        case .submit: submitNext()
        case .retry(let number, let attempt): resubmit(number, attempt)
        case .trouble: onTrouble?(self)
        case .measure: measureDisks()
        case .act(let step): step(self)
        }
    }

    private func arrive(_ frame: Frame, _ life: UInt64) {
        let receiver = processes[frame.receiver]
        guard receiver.life == life else { return }
        // OpenSSL's signatures are different in each run, and as long.
        let content = setting.usesRealKeys ? UInt64(frame.bytes.count) : EventLog.hash(frame.bytes)
        log.note(nowMs, UInt64(frame.receiver), UInt64(frame.sender), content)
        let sender = processes[frame.sender].name
        switch frame.channel {
        case .control: tell(receiver.id, .controlFrame(frame.bytes, from: sender))
        case .bulk: tell(receiver.id, .bulkFrame(frame.bytes, from: sender))
        }
    }

    /// Free room is told every few seconds, as the real process does.
    private func measureDisks() {
        for process in processes where process.isRunning {
            if let free = try? NodeHome("/home").freeByteCount(on: process.disk) {
                tell(process.id, .diskMeasured(freeByteCount: free))
            }
        }
        agenda.schedule(.measure, atMs: nowMs + 5_000)
    }
}
