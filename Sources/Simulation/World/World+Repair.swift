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

    /// Repairs the block store of a process that is down with the blocks of those that run;
    /// `damages` is how many places the injected fault may have damaged.
    package func repairLedger(of id: Int, damages: ClosedRange<Int> = 1...1) {
        let others = processes.filter { $0.id != id && $0.isRunning }.compactMap(\.archive)
        do throws(StorageError) {
            let outcome = try processes[id].repair(from: ArchiveBlocks(others), options)
            expect(
                damages.contains(outcome.damageCount),
                "\(outcome.damageCount) damaged places by one fault"
            )
            expect(outcome.isWhole, "a repair left damage")
        } catch { violate("Repair", "\(processes[id].name): \(error.code)") }
    }
}
