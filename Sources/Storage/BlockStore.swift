package import Cryptography

/// The `ledger/` folder: blocks as they arrived, and the finalizations that make them final.
///
/// ```
///  ledger_0000000001-0000000003.sealed        ledger_0000000004-.open
///  ┌────┬────┬─────┬────┬────┬────┬────┐      ┌────┬────┬────┬────┬ ─ ─ ─ ─
///  │ B1 │ B2 │ B2' │ F2 │ B3 │ B4 │ F3 │      │ F4 │ B5 │ B6 │ F6 │ torn tail: cut off
///  └────┴────┴─────┴────┴────┴────┴────┘      └────┴────┴────┴────┴ ─ ─ ─ ─
///          sibling of B2: never final, stays a frame
/// ```
/// A block is appended once, when it arrives and before it is voted for. A finalization of a block
/// makes it and all its ancestors final; which those are is in the headers, which the store does
/// not read. A proof may therefore stand for many heights.
///
/// This type is for one thread. A node gives the writing half to its disk thread, as a
/// ``StoreWriter``, and keeps ``reader``.
package struct BlockStore: Sendable {
    /// The reading half.
    package let reader: StoreReader
    private(set) var writer: LedgerWriter

    /// Segments are sealed at the first finalization beyond this many bytes.
    package static let segmentLimit: UInt64 = 256 << 20

    /// Opens or creates a ledger folder, heals an interrupted write, and says what it did.
    ///
    /// The parent must exist. Damage to acknowledged data is refused by name.
    package static func open(
        folder: String,
        fileSystem: some FileSystem,
        segmentLimit: UInt64 = Self.segmentLimit
    ) throws(StorageError) -> (store: BlockStore, report: LedgerReport) {
        try fileSystem.createFolderDurably(folder)
        var recovery = LedgerRecovery(folder: folder, fileSystem: fileSystem)
        let (writer, reader, report) = try recovery.open(segmentLimit: segmentLimit)
        return (BlockStore(reader: reader, writer: writer), report)
    }

    /// Writes a block behind the last frame; durable and readable after ``sync()``.
    package mutating func appendBlock(
        hash: Digest,
        height: UInt64,
        header: [UInt8],
        body: [UInt8]
    ) throws(StorageError) {
        let block = StoredBlock(hash: hash, height: height, header: header, body: body)
        try writer.append([block], [])
    }

    /// Writes a finalization behind the last frame; durable and readable after ``sync()``.
    package mutating func appendFinalization(
        height: UInt64,
        hash: Digest,
        proof: [UInt8]
    ) throws(StorageError) {
        let finalization = StoredFinalization(hash: hash, height: height, proof: proof)
        try writer.append([], [finalization])
    }

    /// Waits until everything appended is durable.
    package mutating func sync() throws(StorageError) {
        reader.apply(try writer.sync())
    }
}
