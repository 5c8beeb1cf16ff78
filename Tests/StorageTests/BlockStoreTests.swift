import Storage
import Testing

@Suite struct BlockStoreTests {
    let disk = CrashingFileSystem(seed: 1)

    private func open(
        segmentLimit: UInt64 = 1 << 20
    ) throws -> (store: BlockStore, report: LedgerReport) {
        try BlockStore.open(
            folder: StorageFixture.ledger,
            fileSystem: disk,
            segmentLimit: segmentLimit
        )
    }

    /// Blocks 1…count, each final when the next arrives.
    private func write(_ count: UInt64, segmentLimit: UInt64 = 1 << 20) throws -> BlockStore {
        var store = try open(segmentLimit: segmentLimit).store
        for height in 1...count { try StorageFixture.add(height, to: &store) }
        return store
    }

    @Test func `what was written is read, now and after a restart`() throws {
        let written = try write(5)
        for reader in [written.reader, try open().store.reader] {
            for height in 1...5 as ClosedRange<UInt64> {
                let block = StorageFixture.block(height)
                #expect(try reader.block(block.hash) == block)
                #expect(try reader.header(block.hash) == block.header)
                let covering = try reader.finalization(covering: height)
                #expect(covering == StorageFixture.finalization(height))
            }
            #expect(try reader.finalization(covering: 6) == nil)
            #expect(reader.highestFinalization?.height == 5)
            #expect(try reader.block(StorageFixture.block(9).hash) == nil)
        }
    }

    @Test func `a frame is readable only after the sync`() throws {
        var store = try open().store
        let block = StorageFixture.block(1)
        try store.appendBlock(hash: block.hash, height: 1, header: block.header, body: block.body)
        #expect(!store.reader.contains(block.hash))
        try store.sync()
        #expect(store.reader.contains(block.hash))
    }

    @Test func `siblings of a height all stay`() throws {
        var store = try open().store
        let siblings = (0..<3 as Range<UInt8>).map { StorageFixture.block(7, salt: $0) }
        for block in siblings {
            try store.appendBlock(
                hash: block.hash,
                height: 7,
                header: block.header,
                body: block.body
            )
        }
        try store.sync()
        #expect(store.reader.blockHashes(at: 7) == siblings.map(\.hash))
        #expect(try siblings.allSatisfy { try store.reader.block($0.hash) == $0 })
    }

    @Test func `a finalization covers the heights below that have none`() throws {
        var store = try write(2)
        let final = StorageFixture.finalization(9)
        try store.appendFinalization(height: 9, hash: final.hash, proof: final.proof)
        try store.sync()
        #expect(try store.reader.finalization(covering: 3) == final)
    }

    @Test func `full segments are sealed under the range of heights they finalized`() throws {
        _ = try write(7, segmentLimit: 3_000)
        let names = disk.paths.map { $0.dropFirst(StorageFixture.ledger.count + 1) }
        #expect(
            names == [
                "ledger_0000000001-0000000002.index", "ledger_0000000001-0000000002.sealed",
                "ledger_0000000003-0000000004.index", "ledger_0000000003-0000000004.sealed",
                "ledger_0000000005-0000000006.index", "ledger_0000000005-0000000006.sealed",
                "ledger_0000000007-.open",
            ]
        )
        let reader = try open().store.reader
        #expect(try (1...7).allSatisfy { try reader.block(StorageFixture.block($0).hash) != nil })
    }

    @Test func `a missing or damaged index is built again`() throws {
        _ = try write(7, segmentLimit: 3_000)
        disk.lose(StorageFixture.ledger + "/ledger_0000000001-0000000002.index")
        disk.damage(StorageFixture.ledger + "/ledger_0000000005-0000000006.index", at: 40)
        let (store, report) = try open()
        #expect(
            report.rebuiltIndexes == [
                "ledger_0000000001-0000000002.index", "ledger_0000000005-0000000006.index",
            ]
        )
        #expect(report.blockCount == 7)
        let block = StorageFixture.block(1)
        #expect(try store.reader.block(block.hash) == block)
        #expect(try open().report.rebuiltIndexes.isEmpty)
    }

    @Test func `a missing segment is refused by its first height`() throws {
        _ = try write(7, segmentLimit: 3_000)
        disk.lose(StorageFixture.ledger + "/ledger_0000000003-0000000004.sealed")
        #expect(throws: StorageError.missingSegment(folder: StorageFixture.ledger, firstHeight: 3))
        {
            try open()
        }
    }

    @Test func `a sealed segment that was cut is refused`() throws {
        _ = try write(7, segmentLimit: 3_000)
        let path = StorageFixture.ledger + "/ledger_0000000003-0000000004.sealed"
        let file = try disk.open(path, .readWrite)
        let byteCount = try file.byteCount()
        try file.truncate(to: byteCount - 512)
        let expected = StorageError.wrongSegmentSize(
            path: path,
            expected: byteCount,
            found: byteCount - 512
        )
        #expect(throws: expected) { try open() }
    }

    @Test func `a foreign file among the segments is refused`() throws {
        _ = try write(1)
        let path = StorageFixture.ledger + "/ledger_1-.open"
        _ = try disk.open(path, .create)
        #expect(throws: StorageError.unexpectedFile(path: path)) { try open() }
    }

    @Test func `reading a damaged block is an error, never other bytes`() throws {
        let store = try write(2)
        let path = StorageFixture.ledger + "/ledger_0000000001-.open"
        disk.damage(path, at: 300)
        #expect(throws: StorageError.damagedSegment(path: path, offset: 0)) {
            try store.reader.block(StorageFixture.block(1).hash)
        }
    }

    @Test func `damage before the last durable frame is refused by name`() throws {
        _ = try write(3)
        let path = StorageFixture.ledger + "/ledger_0000000001-.open"
        disk.damage(path, at: 1_600)
        #expect(throws: StorageError.damagedSegment(path: path, offset: 1_536)) { try open() }
    }

    @Test func `a tail cut at any byte heals and leaves what was synced before`() throws {
        _ = try write(3)
        let path = StorageFixture.ledger + "/ledger_0000000001-.open"
        let whole = try #require(try disk.contents(path))
        for end in stride(from: 3_072, to: whole.count, by: 37) {
            let file = try disk.open(path, .readWrite)
            try file.truncate(to: 0)
            try file.write(whole[..<end], at: 0)
            let (store, report) = try open()
            let kept = try #require(try disk.contents(path)).count
            #expect(report.healedByteCount == UInt64(end - kept), "cut at \(end)")
            #expect(kept == end / 512 * 512 || kept == 3_072, "cut at \(end)")
            let block = StorageFixture.block(2)
            #expect(try store.reader.block(block.hash) == block)
        }
    }

    @Test func `what a killed process left unsynced is durable once it was found again`() throws {
        var killed = try open().store
        let block = StorageFixture.block(1)
        try killed.appendBlock(hash: block.hash, height: 1, header: block.header, body: block.body)
        #expect(try open().report.blockCount == 1)
        disk.crash(.nothing)
        disk.restart()
        #expect(try open().report.blockCount == 1)
    }

    @Test func `a block above the limits is refused and leaves no trace`() throws {
        var store = try write(1)
        let block = StorageFixture.block(2)
        let header = [UInt8](repeating: 1, count: (1 << 20) + 1)
        #expect(throws: StorageError.tooLarge(byteCount: header.count, limit: 1 << 20)) {
            try store.appendBlock(hash: block.hash, height: 2, header: header, body: [])
        }
        try StorageFixture.add(2, to: &store)
        #expect(try open().report.blockCount == 2)
    }

    @Test func `many sealed segments are read with few open files`() throws {
        let store = try write(90, segmentLimit: 1)
        for _ in 0..<2 {
            for height in 1...90 as ClosedRange<UInt64> {
                let block = StorageFixture.block(height)
                #expect(try store.reader.block(block.hash) == block)
            }
        }
    }
}
