import Storage
import Testing

/// A process ends and the machine lives on: what the next process reads, it may act on, so a later
/// loss of power must not take it away.
@Suite struct KillPointTests {
    private static let views: ClosedRange<UInt64> = 1...6

    /// What a node goes on with after opening its home.
    private struct Shown: Equatable {
        let records: [JournalRecord]
        let blocks: [StoredBlock?]
        let finalizations: [StoredFinalization?]

        init(_ disk: CrashingFileSystem) throws {
            let home = try OpenedHome(disk)
            records = home.records
            blocks = try KillPointTests.views.map {
                try home.store.reader.block(StorageFixture.block($0).hash)
            }
            finalizations = try KillPointTests.views.map {
                try home.store.reader.finalization(covering: $0)
            }
        }
    }

    /// Writes until something stops it, and returns how many operations that took.
    @discardableResult
    private func write(_ disk: CrashingFileSystem) -> Int {
        do {
            let home = try OpenedHome(disk)
            for view in Self.views { try home.perform(StorageFixture.batch(view)) }
        } catch {
            return disk.operationCount
        }
        return disk.operationCount
    }

    private func expectNothingIsTakenBack(_ disk: CrashingFileSystem, _ what: String) throws {
        disk.restart()
        let shown = try Shown(disk)
        disk.crash(.nothing)
        disk.restart()
        #expect(try Shown(disk) == shown, "\(what)")
    }

    @Test func `what a killed process wrote is durable once the next one has read it`() throws {
        for killAt in 0..<write(CrashingFileSystem(seed: 0)) {
            var faults = DiskFaults()
            faults.crashAt = killAt
            faults.isKill = true
            let disk = CrashingFileSystem(seed: UInt64(killAt), faults: faults)
            write(disk)
            try expectNothingIsTakenBack(disk, "killed at \(killAt)")
        }
    }

    /// Linux reports a failed sync once; afterwards the bytes can be read, and no sync writes them.
    @Test func `what a failed sync left unwritten is durable once it was read`() throws {
        for failAt in 0..<write(CrashingFileSystem(seed: 0)) {
            var faults = DiskFaults()
            faults.failSyncAt = failAt
            let disk = CrashingFileSystem(seed: UInt64(failAt), faults: faults)
            write(disk)
            disk.kill()
            try expectNothingIsTakenBack(disk, "sync \(failAt) failed")
        }
    }
}
