import Storage
import Testing

/// Crashes at every single operation of a short run, in every way, and looks at what is left.
@Suite struct CrashPointTests {
    /// Views written in one run; enough to roll journal segments and to seal ledger segments.
    private static let views: ClosedRange<UInt64> = 1...8

    /// Runs until the end or the crash, and returns the last view that was acknowledged.
    private func run(_ disk: CrashingFileSystem) -> UInt64 {
        var acknowledged: UInt64 = 0
        do {
            let home = try OpenedHome(disk)
            for view in Self.views {
                try home.perform(StorageFixture.batch(view))
                acknowledged = view
            }
        } catch {
            return acknowledged
        }
        return acknowledged
    }

    /// True when everything acknowledged is there and nothing was made up.
    private func holds(_ home: OpenedHome, acknowledged: UInt64) throws -> Bool {
        let reader = home.store.reader
        for view in 1..<(acknowledged + 1) {
            let block = StorageFixture.block(view)
            guard try reader.block(block.hash) == block else { return false }
            guard view > 1 else { continue }
            let final = StorageFixture.finalization(view - 1)
            guard try reader.finalization(covering: view - 1) == final else { return false }
        }
        let attempted = Self.views.flatMap { StorageFixture.batch($0).records }
        let ceiling = home.journalReport.ceiling ?? .zero
        return !home.journalReport.isAmnesia
            && home.records.count >= Int(2 * acknowledged)
            && home.records.elementsEqual(attempted.prefix(home.records.count))
            && (acknowledged == 0 || ceiling >= ViewMark(epoch: 1, view: acknowledged))
    }

    /// The bytes in all segments of the ledger.
    private func segmentByteCount(_ disk: CrashingFileSystem) throws -> Int {
        try disk.paths.filter { $0.hasSuffix(".open") || $0.hasSuffix(".sealed") }
            .reduce(0) { try $0 + (disk.contents($1)?.count ?? 0) }
    }

    private func operationCount() throws -> Int {
        let disk = CrashingFileSystem(seed: 0)
        #expect(run(disk) == Self.views.upperBound)
        let count = disk.operationCount
        #expect(count > 100)
        return count
    }

    @Test(arguments: CrashSurvival.allCases)
    func `what was acknowledged is there after a crash at any operation`(
        survival: CrashSurvival
    ) throws {
        for crashAt in 0..<(try operationCount()) {
            for seed in 0..<2 as Range<UInt64> {
                var faults = DiskFaults()
                faults.crashAt = crashAt
                faults.survival = survival
                let disk = CrashingFileSystem(seed: seed, faults: faults)
                let acknowledged = run(disk)
                #expect(disk.isCrashed)
                disk.restart()
                let home = try OpenedHome(disk)
                let good = try holds(home, acknowledged: acknowledged)
                #expect(good, "crash at \(crashAt), seed \(seed), acknowledged \(acknowledged)")
                if !good { return }
            }
        }
    }

    @Test(arguments: [CrashSurvival.nothing, .subset, .tornSector])
    func `a second crash during the recovery changes nothing`(survival: CrashSurvival) throws {
        for crashAt in stride(from: 0, to: try operationCount(), by: 3) {
            for secondCrashAt in 0..<12 {
                var faults = DiskFaults()
                faults.survival = survival
                faults.crashAt = crashAt
                let disk = CrashingFileSystem(seed: UInt64(crashAt), faults: faults)
                let acknowledged = run(disk)
                faults.crashAt = secondCrashAt
                disk.restart(faults: faults)
                _ = try? OpenedHome(disk)
                disk.restart()
                let good = try holds(OpenedHome(disk), acknowledged: acknowledged)
                #expect(good, "crashes at \(crashAt) and \(secondCrashAt)")
                if !good { return }
            }
        }
    }

    @Test func `a healed home takes further work and keeps it`() throws {
        for crashAt in 0..<(try operationCount()) {
            var faults = DiskFaults()
            faults.crashAt = crashAt
            faults.survival = .tornSector
            let disk = CrashingFileSystem(seed: UInt64(crashAt), faults: faults)
            _ = run(disk)
            disk.restart()
            let home = try OpenedHome(disk)
            let recovered = home.records
            let late = StoreBatch(
                blocks: [StorageFixture.block(100)],
                finalizations: [StorageFixture.finalization(100)],
                records: [StorageFixture.record(1_000)]
            )
            try home.perform(late)
            disk.crash(.nothing)
            disk.restart()
            let again = try OpenedHome(disk)
            #expect(again.records == recovered + late.records, "crash at \(crashAt)")
            #expect(again.journalReport.outcome == .intact, "crash at \(crashAt)")
            #expect(again.ledgerReport.healedByteCount == 0, "crash at \(crashAt)")
            let block = late.blocks[0]
            #expect(try again.store.reader.block(block.hash) == block, "crash at \(crashAt)")
        }
    }

    @Test func `a failed sync stops the writer for good`() throws {
        var stopped = 0
        for failAt in 0..<(try operationCount()) {
            var faults = DiskFaults()
            faults.failSyncAt = failAt
            let disk = CrashingFileSystem(seed: UInt64(failAt), faults: faults)
            guard let home = try? OpenedHome(disk) else { continue }
            var failed = false
            for view in Self.views {
                do throws(StorageError) {
                    try home.perform(StorageFixture.batch(view))
                    #expect(!failed, "sync \(failAt) failed and later work was acknowledged")
                } catch {
                    if case .syncFailed = error { failed = true }
                    if error == .writerStopped { stopped += 1 }
                }
            }
        }
        #expect(stopped > 100)
    }

    @Test func `a full disk refuses one batch without a trace and takes it again later`() throws {
        var refused = 0
        for failAt in 0..<(try operationCount()) {
            var faults = DiskFaults()
            faults.noSpaceAt = failAt
            let disk = CrashingFileSystem(seed: UInt64(failAt), faults: faults)
            guard let home = try? OpenedHome(disk) else { continue }
            for view in Self.views {
                let before = try segmentByteCount(disk)
                do throws(StorageError) {
                    try home.perform(StorageFixture.batch(view))
                } catch {
                    #expect(error.isNoSpace, "full at \(failAt): \(error)")
                    refused += 1
                    #expect(try segmentByteCount(disk) == before, "full at \(failAt)")
                    try home.perform(StorageFixture.batch(view))
                }
            }
            disk.crash(.nothing)
            disk.restart()
            let good = try holds(OpenedHome(disk), acknowledged: Self.views.upperBound)
            #expect(good, "full at \(failAt)")
        }
        #expect(refused > 10)
    }
}
