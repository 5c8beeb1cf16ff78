import Storage
import TestSupport
import Testing

@Suite struct VoteJournalTests {
    let disk = CrashingFileSystem(seed: 1)
    static let copies = ["votes-a", "votes-b"].map { StorageFixture.journal + "/" + $0 }

    private func open(
        expectsVotes: Bool = false
    ) throws -> (journal: VoteJournal, records: [JournalRecord], report: JournalReport) {
        try VoteJournal.open(
            folder: StorageFixture.journal,
            fileSystem: disk,
            expectsVotes: expectsVotes,
            segmentByteCount: 3 * 4096
        )
    }

    /// Batches of one record for each of the views, three batches a segment.
    @discardableResult
    private func write(_ views: ClosedRange<UInt64>) throws -> VoteJournal {
        var journal = try open().journal
        for view in views { try journal.append([StorageFixture.record(view)]) }
        return journal
    }

    private func records(_ views: some Sequence<UInt64>) -> [JournalRecord] {
        views.map { StorageFixture.record($0) }
    }

    private func path(_ copy: Int, _ firstBatch: UInt64) -> String {
        let digits = String(firstBatch)
        return Self.copies[copy] + "/" + String(repeating: "0", count: 10 - digits.count)
            + digits + ".log"
    }

    @Test func `a new journal is empty, and knows that it is new`() throws {
        #expect(try open().report.outcome == .created)
        let (journal, records, report) = try open()
        #expect(report.outcome == .intact)
        #expect(records.isEmpty)
        #expect(journal.ceiling == .zero)
    }

    @Test func `records come back in order, across segments`() throws {
        try write(1...10)
        try write(11...12)
        let (_, records, report) = try open()
        #expect(records == self.records(1...12))
        #expect(report.outcome == .intact)
        #expect(report.repairedBatchCount == 0)
    }

    @Test func `a batch of many records stays together`() throws {
        var journal = try open().journal
        let many = (1...200).map { StorageFixture.record($0, byteCount: 333) }
        try journal.append(many)
        try journal.append([StorageFixture.record(201)])
        #expect(try open().records == many + records([201]))
    }

    @Test(arguments: [0, 1])
    func `a flip in one copy is repaired from the other`(copy: Int) throws {
        try write(1...8)
        for batch in 0..<3 {
            for offset in [0, 5, 12, 20, 30, 100] {
                disk.damage(path(copy, 4), at: batch * 4096 + offset, mask: 0x40)
                let (_, records, report) = try open()
                #expect(records == self.records(1...8))
                #expect(report.outcome == .intact)
                #expect(report.repairedBatchCount == 1)
                let copies = try [0, 1].map { try disk.contents(path($0, 4)) }
                #expect(copies[0] == copies[1])
            }
        }
    }

    @Test(arguments: [0, 1])
    func `a segment missing in one copy is made again`(copy: Int) throws {
        try write(1...8)
        for segment in [1, 4, 7] as [UInt64] {
            disk.lose(path(copy, segment))
            let (journal, records, report) = try open()
            #expect(records == self.records(1...8))
            #expect(report.outcome == .intact)
            #expect(report.repairedBatchCount > 0)
            #expect(!journal.isAmnesiac)
        }
        #expect(try open().report.repairedBatchCount == 0)
    }

    @Test func `different batches bad in the two copies are still all there`() throws {
        try write(1...9)
        disk.damage(path(0, 1), at: 30)
        disk.damage(path(1, 1), at: 4096 + 30)
        disk.damage(path(0, 4), at: 2 * 4096 + 30)
        let (_, records, report) = try open()
        #expect(records == self.records(1...9))
        #expect(report.repairedBatchCount == 3)
    }

    @Test func `a batch bad in both copies with good ones behind it is amnesia`() throws {
        try write(1...8)
        for copy in 0..<2 { disk.damage(path(copy, 4), at: 4096 + 30) }
        for _ in 0..<2 {
            var (journal, records, report) = try open()
            let loss = JournalLoss.damagedBatch(segment: "0000000004.log", offset: 4096)
            #expect(report.outcome == .amnesia(loss))
            #expect(records == self.records([1, 2, 3, 4, 6, 7, 8]))
            #expect(journal.isAmnesiac)
            #expect(throws: StorageError.journalLostRecords) {
                try journal.append([StorageFixture.record(9)])
            }
        }
    }

    @Test func `the last batch bad in both copies was never acknowledged`() throws {
        try write(1...5)
        for copy in 0..<2 { disk.damage(path(copy, 4), at: 4096 + 30 + copy) }
        var (journal, records, report) = try open()
        #expect(report.outcome == .tornTail)
        #expect(records == self.records(1...4))
        try journal.append([StorageFixture.record(77)])
        let again = try open()
        #expect(again.records == self.records([1, 2, 3, 4, 77]))
        #expect(again.report.outcome == .intact)
    }

    @Test func `nothing of an interrupted batch is left behind the next one`() throws {
        var journal = try open().journal
        try journal.append((1...20).map { StorageFixture.record($0, byteCount: 500) })
        for copy in 0..<2 { disk.damage(path(copy, 1), at: 30) }
        journal = try open().journal
        try journal.append([StorageFixture.record(21)])
        let (_, records, report) = try open()
        #expect(records == self.records([21]))
        #expect(report.outcome == .intact)
    }

    @Test(arguments: [1, 4, 7] as [UInt64])
    func `a segment missing in both copies is amnesia`(segment: UInt64) throws {
        try write(1...8)
        for copy in 0..<2 { disk.lose(path(copy, segment)) }
        #expect(try open().report.isAmnesia)
    }

    @Test func `all copies lost with the ceiling left is amnesia up to the ceiling`() throws {
        var journal = try write(1...8)
        try journal.raiseCeiling(to: ViewMark(epoch: 1, view: 64))
        for path in disk.paths where path.hasSuffix(".log") { disk.lose(path) }
        let (lost, records, report) = try open()
        #expect(report.isAmnesia)
        #expect(records.isEmpty)
        #expect(report.ceiling == ViewMark(epoch: 1, view: 64))
        #expect(lost.ceiling == ViewMark(epoch: 1, view: 64))
    }

    @Test func `everything lost is amnesia only where the ledger shows that there were votes`()
        throws
    {
        try write(1...8)
        for path in disk.paths { disk.lose(path) }
        let report = try open(expectsVotes: true).report
        #expect(report.outcome == .amnesia(.missingJournal))
        #expect(report.ceiling == nil)
        #expect(try open().report.outcome == .created)
    }

    @Test func `without its ceiling a journal cannot say where it ended`() throws {
        try write(1...8)
        disk.lose(StorageFixture.journal + "/ceiling")
        let (journal, records, report) = try open(expectsVotes: true)
        #expect(report.outcome == .amnesia(.missingCeiling))
        #expect(report.ceiling == nil && journal.isAmnesiac)
        #expect(records == self.records(1...8))
    }

    @Test func `a loss without a ceiling is found again by every life until it is settled`() throws
    {
        try write(1...8)
        for path in disk.paths { disk.lose(path) }
        var journal = try open(expectsVotes: true).journal
        try journal.adoptFloor([], ceiling: .unknown)
        try journal.append([StorageFixture.record(9)])
        var next = try open(expectsVotes: true)
        #expect(next.report.outcome == .intact && next.report.ceiling == .unknown)
        #expect(next.records == [StorageFixture.record(9)])
        try next.journal.raiseCeiling(to: ViewMark(epoch: 1, view: 80))
        #expect(try open().report.ceiling == .unknown)
        try next.journal.settleCeiling(at: ViewMark(epoch: 1, view: 73))
        #expect(try open().report.ceiling == ViewMark(epoch: 1, view: 73))
    }

    @Test func `after a loss a floor begins the journal again and is all that is left`() throws {
        try write(1...8)
        for copy in 0..<2 { disk.damage(path(copy, 4), at: 4096 + 30) }
        var lost = try open().journal
        let floor = StorageFixture.record(100)
        try lost.adoptFloor([floor], ceiling: ViewMark(epoch: 1, view: 100))
        try lost.append([StorageFixture.record(101)])
        let (journal, records, report) = try open()
        #expect(report.outcome == .intact)
        #expect(records == [floor, StorageFixture.record(101)])
        #expect(journal.ceiling == ViewMark(epoch: 1, view: 100))
        #expect(disk.paths.contains(path(0, 4) + ".damaged"))
    }

    @Test func `a journal begun again never takes a segment that is there already`() throws {
        // The segment of a new journal is there and not written to.
        var journal = try open().journal
        try journal.adoptFloor([], ceiling: .unknown)
        try journal.append(records(5...5))
        let (_, records, report) = try open()
        #expect(records == self.records(5...5))
        #expect(report.outcome == .intact && report.ceiling == .unknown)
        let kept = disk.paths.filter { $0.hasSuffix(".damaged") }
        #expect(kept == (0...1).map { path($0, 1) + ".damaged" })
    }

    @Test func `whole segments below a floor are dropped, and nothing above it`() throws {
        var journal = try write(1...11)
        try journal.prune(below: ViewMark(epoch: 1, view: 6))
        #expect(try open().records == records(4...11))
        journal = try open().journal
        try journal.prune(below: ViewMark(epoch: 2, view: 1))
        try journal.append([StorageFixture.record(12)])
        let (_, records, report) = try open()
        #expect(records == self.records(10...12))
        #expect(report.outcome == .intact)
    }

    @Test func `a segment whose creation was interrupted is named before the older one is dropped`()
        throws
    {
        for operation in 0..<16 {
            let disk = CrashingFileSystem(seed: UInt64(operation))
            func open() throws -> (journal: VoteJournal, report: JournalReport) {
                let opened = try VoteJournal.open(
                    folder: StorageFixture.journal,
                    fileSystem: disk,
                    expectsVotes: true,
                    segmentByteCount: 3 * 4096
                )
                return (opened.journal, opened.report)
            }
            _ = try VoteJournal.open(
                folder: StorageFixture.journal,
                fileSystem: disk,
                expectsVotes: false,
                segmentByteCount: 3 * 4096
            )
            var journal = try open().journal
            for view in UInt64(1)...3 { try journal.append([StorageFixture.record(view)]) }
            disk.faults.crashAt = disk.operationCount + operation
            disk.faults.survival = .everything
            try? journal.append([StorageFixture.record(4)])
            disk.restart()
            journal = try open().journal
            for view in UInt64(5)...7 { try journal.append([StorageFixture.record(view)]) }
            try journal.prune(below: ViewMark(epoch: 1, view: 5))
            #expect(!(try open().journal.isAmnesiac), "crash at operation \(operation)")
        }
    }

    @Test func `the ceiling rises, never falls, and survives rot of either slot`() throws {
        var journal = try open().journal
        try journal.raiseCeiling(to: ViewMark(epoch: 2, view: 64))
        try journal.raiseCeiling(to: ViewMark(epoch: 1, view: 900))
        for slot in 0..<2 {
            disk.damage(StorageFixture.journal + "/ceiling", at: slot * 4096 + 20)
            #expect(try open().report.ceiling == ViewMark(epoch: 2, view: 64))
        }
        for slot in 0..<2 {
            disk.damage(StorageFixture.journal + "/ceiling", at: slot * 4096 + 20)
        }
        #expect(try open().report.ceiling == nil)
    }

    @Test func `hostile segments never stop the opening or invent a record`() throws {
        try write(1...5)
        let wholes = try [0, 1].map { try #require(try disk.contents(path($0, 1))) }
        withSeeds(0..<1_500) { generator in
            for copy in 0..<2 {
                let file = try disk.open(path(copy, 1), .readWriteOrCreate)
                let bytes = generator.mutated(wholes[copy])
                try file.truncate(to: 0)
                try file.write(bytes, at: 0)
            }
            let known = records(1...5)
            return try open().records.allSatisfy(known.contains)
        }
    }
}
