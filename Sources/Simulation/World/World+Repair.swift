import NodeCore
import Storage

extension World {
    /// Flips a bit of a block store whose process is down, anywhere before its last writes; false
    /// when there is nothing to flip.
    package func rotLedger(of id: Int) -> Bool {
        let disk = disk(of: id)
        disk.restart()
        let path = disk.paths.last { $0.hasPrefix("/home/ledger/") && $0.hasSuffix(".open") }
        guard let path, let bytes = try? disk.contents(path), bytes.count > 4_096 else {
            return false
        }
        let offset = crashRandom.pick(0...UInt64(bytes.count / 2))
        let bit = crashRandom.pick(0...7)
        return disk.damage(path, at: Int(offset), mask: 1 << UInt8(bit))
    }

    /// Expects a start to be refused for damage.
    package func expectRefusedStart(_ id: Int) {
        let process = processes[id]
        do throws(RestorationError) {
            try process.start(at: moment(of: process), options: options, sizes: sizes) { _ in }
            process.stop(.everything)
            expect(false, "\(process.name) started over a damaged ledger")
        } catch {
            expect(error.code == "storage.damagedSegment", "\(process.name): \(error.code)")
        }
    }

    /// Lets the next write to a block store land over what was written before.
    package func misplaceLedgerWrite(of id: Int, distance: UInt64, isDuplicated: Bool) {
        let fault = MisplacedWrite(
            below: "/home/ledger",
            distance: distance,
            isDuplicated: isDuplicated
        )
        processes[id].misplacesWrites = true
        processes[id].isMended = false
        setFaults(id) { $0.misplacedWrite = fault }
    }

    /// Does what an operator does whose node refuses to start: mends its blocks with those of
    /// others, and tries again later as long as some are missing there.
    func repairSoon(_ process: SimulatedProcess) {
        do throws(StorageError) {
            let outcome = try process.repair(from: archives(besides: process.id), options)
            log.note(nowMs, UInt64(process.id), 1_000_003)
            process.isMended = outcome.isWhole
            if outcome.isWhole { repairCount += 1 }
            agenda.schedule(.start(process.id), atMs: nowMs + 1_000)
        } catch { violate("Repair", "\(process.name): \(error.code)") }
    }

    private func archives(besides id: Int) -> ArchiveBlocks {
        ArchiveBlocks(processes.filter { $0.id != id && $0.isRunning }.compactMap(\.archive))
    }

    /// Repairs the block store of a process that is down with the blocks of those that run;
    /// `damages` is how many places the injected fault may have damaged.
    package func repairLedger(of id: Int, damages: ClosedRange<Int> = 1...1) {
        do throws(StorageError) {
            let outcome = try processes[id].repair(from: archives(besides: id), options)
            expect(
                damages.contains(outcome.damageCount),
                "\(outcome.damageCount) damaged places by one fault"
            )
            expect(outcome.isWhole, "a repair left damage")
        } catch { violate("Repair", "\(processes[id].name): \(error.code)") }
    }
}
