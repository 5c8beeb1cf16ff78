import FoundationEssentials
import Glibc
import Storage
import Testing

/// A folder of its own on the real disk, which goes away with the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "lianzheng-storage-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

@Suite struct PosixFileSystemTests {
    let folder: TemporaryFolder
    let disk = PosixFileSystem()

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `a file is written, read, cut and renamed`() throws {
        let path = folder.path + "/one"
        let file = try disk.open(path, .create)
        try file.write([1, 2, 3, 4, 5], at: 3)
        try file.syncData()
        #expect(try file.byteCount() == 8)
        #expect(try file.read(at: 0, byteCount: 100) == [0, 0, 0, 1, 2, 3, 4, 5])
        #expect(try file.read(at: 6, byteCount: 1) == [4])
        #expect(try file.read(at: 9, byteCount: 1).isEmpty)
        try file.truncate(to: 4)
        try disk.rename(path, to: folder.path + "/two")
        try disk.syncFolder(folder.path)
        #expect(try disk.list(folder.path) == ["two"])
        #expect(try disk.contents(folder.path + "/two") == [0, 0, 0, 1])
        try disk.remove(folder.path + "/two")
        try disk.remove(folder.path + "/two")
        #expect(try disk.list(folder.path).isEmpty)
        #expect(try disk.freeByteCount(folder.path) > 0)
    }

    @Test func `a preallocated file has its size and reads as zeros`() throws {
        let file = try disk.open(folder.path + "/zeros", .create)
        try file.preallocate(byteCount: (1 << 20) + 5)
        #expect(try file.byteCount() == (1 << 20) + 5)
        #expect(try file.read(at: 1 << 20, byteCount: 9) == [0, 0, 0, 0, 0])
    }

    @Test func `errors name the operation, the path and the reason`() throws {
        let path = folder.path + "/missing/file"
        #expect(throws: StorageError.system(errno: ENOENT, operation: .open, path: path)) {
            try disk.open(path, .read)
        }
        let existing = folder.path + "/existing"
        _ = try disk.open(existing, .create)
        #expect(throws: StorageError.system(errno: EEXIST, operation: .create, path: existing)) {
            try disk.open(existing, .create)
        }
        #expect(try disk.list(folder.path + "/missing").isEmpty)
    }

    @Test func `a full device is told apart from other failures`() throws {
        let full = try disk.open("/dev/full", .readWrite)
        #expect(throws: StorageError.noSpace(operation: .write, path: "/dev/full")) {
            try full.write([1], at: 0)
        }
    }

    @Test func `a second lock on a home is refused and names the holder`() throws {
        let first = try HomeLock(home: folder.path, fileSystem: disk)
        let expected = StorageError.homeInUse(home: folder.path, pid: getpid())
        #expect(throws: expected) {
            try HomeLock(home: folder.path, fileSystem: disk)
        }
        withExtendedLifetime(first) {}
    }

    @Test func `a lock ends with its holder`() throws {
        do { _ = try HomeLock(home: folder.path, fileSystem: disk) }
        _ = try HomeLock(home: folder.path, fileSystem: disk)
    }

    @Test func `a holder that is ending is waited for`() throws {
        var first: HomeLock? = try HomeLock(home: folder.path, fileSystem: disk)
        var waits = 0
        _ = try HomeLock(home: folder.path, fileSystem: disk) {
            waits += 1
            if waits == 3 { first = nil }
            return true
        }
        #expect(first == nil && waits == 3)
    }

    @Test func `a whole node's home works on the real disk`() throws {
        for _ in 0..<2 {
            let (store, _) = try BlockStore.open(
                folder: folder.path + "/ledger",
                fileSystem: disk,
                segmentLimit: 4_000
            )
            let (journal, records, report) = try VoteJournal.open(
                folder: folder.path + "/journal",
                fileSystem: disk,
                expectsVotes: store.reader.blockCount > 0,
                segmentByteCount: 16_384
            )
            #expect(records.count % 12 == 0)
            #expect(!report.isAmnesia)
            let writer = StoreWriter(store, journal: journal)
            let first = (store.reader.highestFinalization?.height ?? 0) + 1
            for height in first..<(first + 6) {
                let batch = StoreBatch(
                    blocks: [StorageFixture.block(height, bodyByteCount: 400_000)],
                    finalizations: [StorageFixture.finalization(height)],
                    records: [StorageFixture.record(height), StorageFixture.record(height)]
                )
                store.reader.apply(try writer.perform(batch))
                let block = batch.blocks[0]
                #expect(try store.reader.block(block.hash) == block)
            }
        }
        var reader = try FrameReader(folder: folder.path + "/ledger", fileSystem: disk)
        var count = 0
        while let frame = try reader.next() {
            if case .damaged = frame { Issue.record("damaged") }
            count += 1
        }
        #expect(count == 24)
    }
}
