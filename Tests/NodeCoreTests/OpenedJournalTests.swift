import NodeCore
import Storage
import Testing

/// The rule of the lost journal: what was forgotten is never signed again, in any later life.
@Suite struct OpenedJournalTests {
    private let disk = CrashingFileSystem(seed: 3)

    private func open() throws -> OpenedJournal {
        let found = try VoteJournal.open(
            folder: "/home/journal",
            fileSystem: disk,
            expectsVotes: true,
            segmentByteCount: 64 << 10
        )
        return OpenedJournal(found.journal, found.records, found.report)
    }

    private func write(votes views: ClosedRange<UInt64>) throws {
        var journal = try VoteJournal.open(
            folder: "/home/journal",
            fileSystem: disk,
            expectsVotes: false,
            segmentByteCount: 64 << 10
        ).journal
        try journal.raiseCeiling(to: ViewMark(epoch: 0, view: 64))
        for view in views {
            let mark = ViewMark(epoch: 0, view: view)
            try journal.append([JournalRecord(type: 1, mark: mark, payload: [1, 2, 3])])
        }
    }

    private func damageBothCopies() {
        for path in disk.paths where path.contains("/votes-") {
            _ = disk.damage(path, at: 4096 + 20, mask: 0x40)
            _ = disk.damage(path, at: 20, mask: 0x40)
        }
    }

    @Test func `a whole journal lets the node vote without a floor`() throws {
        try write(votes: 1...5)
        let opened = try open()
        #expect(!opened.isRecovering && opened.votingFloor == .zero && opened.records.count == 5)
        #expect(opened.ceiling.view == 64 && opened.adoptedCeiling == nil)
    }

    @Test func `a lost journal lets the node vote above its ceiling only`() throws {
        try write(votes: 1...5)
        damageBothCopies()
        let opened = try open()
        #expect(!opened.isRecovering && opened.votingFloor == ViewMark(epoch: 0, view: 64))
        #expect(opened.adoptedCeiling?.view == 64)
        #expect(opened.records.last?.mark.view == 64)
    }

    @Test func `the floor after a loss is remembered in the life after the next`() throws {
        try write(votes: 1...5)
        damageBothCopies()
        let opened = try open()
        var journal = opened.journal
        try journal.adoptFloor(opened.records, ceiling: try #require(opened.adoptedCeiling))
        let next = try open()
        #expect(next.adoptedCeiling == nil)
        #expect(next.records.contains { $0.mark.view == 64 })
    }

    @Test func `a journal lost with its ceiling makes the node ask, in this life and the next`()
        throws
    {
        try write(votes: 1...5)
        for path in disk.paths { disk.lose(path) }
        let opened = try open()
        #expect(opened.isRecovering && opened.ceiling == .unknown && opened.records.isEmpty)
        var journal = opened.journal
        try journal.adoptFloor(opened.records, ceiling: try #require(opened.adoptedCeiling))
        let next = try open()
        #expect(next.isRecovering && next.adoptedCeiling == nil)
    }
}
