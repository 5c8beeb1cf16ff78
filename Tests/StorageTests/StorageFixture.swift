import Cryptography
import Storage
import TestSupport

/// A short chain of made-up blocks, the same for the same numbers.
enum StorageFixture {
    static let home = "/home"
    static let ledger = "/home/ledger"
    static let journal = "/home/journal"

    /// The usual blocks and records, made once: the crash tests ask for them very often.
    private static let chain = (0...128).map { makeBlock($0, salt: 0, bodyByteCount: 700) }
    private static let ballots = (0...128).map { makeRecord($0, byteCount: 90) }

    /// A block of a height; `salt` tells siblings apart.
    static func block(_ height: UInt64, salt: UInt8 = 0, bodyByteCount: Int = 700) -> StoredBlock {
        if height < chain.count, salt == 0, bodyByteCount == 700 { return chain[Int(height)] }
        return makeBlock(height, salt: salt, bodyByteCount: bodyByteCount)
    }

    private static func makeBlock(
        _ height: UInt64,
        salt: UInt8,
        bodyByteCount: Int
    ) -> StoredBlock {
        let header = Array("header \(height) \(salt)".utf8)
        var generator = SeededGenerator(seed: height &* 256 &+ UInt64(salt))
        return StoredBlock(
            hash: Suite.p256.digest(header),
            height: height,
            header: header,
            body: generator.bytes(bodyByteCount)
        )
    }

    /// A finalization of the first block of a height.
    static func finalization(_ height: UInt64) -> StoredFinalization {
        StoredFinalization(
            hash: block(height).hash,
            height: height,
            proof: Array("proof of \(height)".utf8)
        )
    }

    /// Appends the first block of a height and its finalization, durably.
    static func add(_ height: UInt64, to store: inout BlockStore) throws {
        let block = block(height)
        try store.appendBlock(
            hash: block.hash,
            height: height,
            header: block.header,
            body: block.body
        )
        let final = finalization(height)
        try store.appendFinalization(height: height, hash: final.hash, proof: final.proof)
        try store.sync()
    }

    /// A record as a voter would write it.
    static func record(_ view: UInt64, byteCount: Int = 90) -> JournalRecord {
        if view < ballots.count, byteCount == 90 { return ballots[Int(view)] }
        return makeRecord(view, byteCount: byteCount)
    }

    private static func makeRecord(_ view: UInt64, byteCount: Int) -> JournalRecord {
        var generator = SeededGenerator(seed: view)
        return JournalRecord(
            type: 1,
            mark: ViewMark(epoch: 1, view: view),
            payload: generator.bytes(byteCount)
        )
    }

    /// What a node would write in one view: a block, the vote, and the finalization before.
    static func batch(_ view: UInt64) -> StoreBatch {
        StoreBatch(
            ceiling: view % 4 == 1 ? ViewMark(epoch: 1, view: view + 4) : nil,
            blocks: [block(view)],
            finalizations: view > 1 ? [finalization(view - 1)] : [],
            records: [record(2 * view), record(2 * view + 1)]
        )
    }
}

/// A node's disk, opened.
struct OpenedHome {
    let store: BlockStore
    let ledgerReport: LedgerReport
    let records: [JournalRecord]
    let journalReport: JournalReport
    let writer: StoreWriter

    /// Opens a home with segments so small that rolling and sealing happen at every turn.
    init(_ disk: CrashingFileSystem) throws(StorageError) {
        let opened = try BlockStore.open(
            folder: StorageFixture.ledger,
            fileSystem: disk,
            segmentLimit: 4_000
        )
        store = opened.store
        ledgerReport = opened.report
        let journal = try VoteJournal.open(
            folder: StorageFixture.journal,
            fileSystem: disk,
            expectsVotes: opened.report.blockCount > 0,
            segmentByteCount: 8192
        )
        records = journal.records
        journalReport = journal.report
        writer = StoreWriter(store, journal: journal.journal)
    }

    func perform(_ batch: StoreBatch) throws(StorageError) {
        store.reader.apply(try writer.perform(batch))
    }
}
