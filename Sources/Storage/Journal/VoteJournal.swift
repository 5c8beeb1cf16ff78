/// The mirrored journal of what a validator signed and acted on.
///
/// Owned by the disk thread.
///
/// ```
/// journal/ceiling                   see VoteCeiling
/// journal/votes-a/0000000001.log    zeros, filled with batches from the front
/// journal/votes-b/0000000001.log    the same bytes, ideally on another disk
/// ```
/// Syscalls of one batch, in a segment with room: pwrite(a) pwrite(b) fdatasync(a) fdatasync(b).
/// The segments are filled with zeros when they are created, so a batch changes neither the size
/// nor the map of its file: the syncs write data only, and voting cannot meet a full disk.
///
/// - Invariant: a batch is written only after the one before it is durable in both copies.
///   Hence a bad batch followed by a good one was acknowledged, and a bad one at the end was not.
package struct VoteJournal: Sendable {
    /// A segment, named by its first batch.
    struct Segment: Hashable, Sendable {
        let firstBatch: UInt64
        /// The highest view of any record in it.
        var highest: ViewMark = .zero
    }

    /// Where the next batch goes.
    struct Position: Sendable {
        var files: [any File]
        var offset: Int
        /// The size of the newest segment.
        var byteCount: Int
        /// The checksum of the last batch.
        var link: UInt32
    }

    private let folders: JournalFolders
    private let segmentByteCount: Int
    private var segments: [Segment]
    /// Nil while the journal is not to be written: after a loss, before a new floor.
    private var position: Position?
    private var voteCeiling: VoteCeiling?
    private var nextSequence: UInt64
    private var isDirty = false

    init(
        folders: JournalFolders,
        segmentByteCount: Int,
        segments: [Segment],
        position: Position?,
        ceiling: VoteCeiling?,
        nextSequence: UInt64
    ) {
        self.folders = folders
        self.segmentByteCount = segmentByteCount
        self.segments = segments
        self.position = position
        self.voteCeiling = ceiling
        self.nextSequence = nextSequence
    }

    /// Opens or creates the journal under a folder and repairs what one copy can give the other.
    ///
    /// Every record that is left comes back, oldest first. `expectsVotes` is true when the home
    /// shows in other ways that it took part, for example by a ledger that is not empty; then a
    /// missing journal is a loss.
    package static func open(
        folder: String,
        fileSystem: some FileSystem,
        expectsVotes: Bool,
        segmentByteCount: Int = 4 << 20
    ) throws(StorageError) -> (
        journal: VoteJournal, records: [JournalRecord], report: JournalReport
    ) {
        let folders = JournalFolders(folder: folder, fileSystem: fileSystem)
        var recovery = JournalRecovery(
            folders: folders,
            segmentByteCount: segmentByteCount.roundedUp(toMultipleOf: JournalBatch.alignment)
        )
        return try recovery.open(expectsVotes: expectsVotes)
    }

    /// The view up to which this validator may have signed; nil when that was lost too.
    package var ceiling: ViewMark? { voteCeiling?.mark }

    /// True while acknowledged records are missing and no new floor was adopted.
    package var isAmnesiac: Bool { position == nil }

    /// Raises the ceiling durably, before anything above it is signed.
    package mutating func raiseCeiling(to mark: ViewMark) throws(StorageError) {
        guard voteCeiling != nil else { throw .journalLostRecords }
        try voteCeiling?.raise(to: mark)
    }

    /// Says how far this validator may have signed, where a loss had left that unknown.
    package mutating func settleCeiling(at mark: ViewMark) throws(StorageError) {
        precondition(voteCeiling?.mark == .unknown, "only an unknown ceiling is ever lowered")
        try voteCeiling?.replace { $0.mark = mark }
    }

    /// Makes room for a batch: creates the next segment when the newest is full.
    ///
    /// On a full disk nothing has changed, and the same call may be made again.
    package mutating func reserve(_ records: [JournalRecord]) throws(StorageError) {
        if records.isEmpty { return }
        guard let position else { throw .journalLostRecords }
        let byteCount = JournalBatch.byteCount(of: records)
        guard byteCount <= JournalBatch.byteLimit else {
            throw .tooLarge(byteCount: byteCount, limit: JournalBatch.byteLimit)
        }
        if position.offset + byteCount <= position.byteCount { return }
        let size = max(segmentByteCount, byteCount)
        let files = try folders.createSegment(nextSequence, byteCount: size)
        let newest = nextSequence
        try voteCeiling?.replace { $0.newestSegment = newest }
        segments.append(Segment(firstBatch: newest))
        self.position = Position(
            files: files,
            offset: 0,
            byteCount: size,
            link: position.link
        )
    }

    /// Writes one batch to both copies without waiting for the disk.
    ///
    /// The batch before must have been synced.
    package mutating func write(_ records: [JournalRecord]) throws(StorageError) {
        if records.isEmpty { return }
        precondition(!isDirty, "a batch is written only after the one before it is durable")
        try reserve(records)
        guard var target = position else { throw .journalLostRecords }
        let batch = JournalBatch(sequence: nextSequence, link: target.link, records: records)
        let (bytes, checksum) = batch.encoded()
        isDirty = true
        do throws(StorageError) {
            for file in target.files { try file.write(bytes, at: UInt64(target.offset)) }
        } catch {
            // The next batch is written over what is there of this one.
            isDirty = !error.isNoSpace
            throw error
        }
        target.offset += bytes.count
        target.link = checksum
        position = target
        nextSequence += 1
        let highest = records.map(\.mark).max() ?? .zero
        segments[segments.count - 1].highest = max(segments[segments.count - 1].highest, highest)
    }

    /// Lets the disks begin with the batch, both at once.
    func startWriteback() {
        guard isDirty, let position else { return }
        for file in position.files { file.startWriteback() }
    }

    /// Waits until the batch is durable in both copies.
    package mutating func sync() throws(StorageError) {
        guard isDirty, let position else { return }
        for file in position.files { try file.syncData() }
        isDirty = false
    }

    /// Writes one batch and waits until it is durable in both copies.
    package mutating func append(_ records: [JournalRecord]) throws(StorageError) {
        try write(records)
        startWriteback()
        try sync()
    }

    /// Drops whole segments that hold nothing at or above a floor.
    ///
    /// The floor must be durable in the ledger, and never moves back.
    ///
    /// Syscalls, when there is something to drop: a raise of the ceiling file, then unlink.
    package mutating func prune(below floor: ViewMark) throws(StorageError) {
        let kept = segments.dropLast().firstIndex { $0.highest >= floor } ?? segments.count - 1
        guard kept > 0, position != nil else { return }
        let oldest = segments[kept].firstBatch
        try voteCeiling?.replace { $0.oldestSegment = oldest }
        for segment in segments[..<kept] { try folders.remove(segment.firstBatch) }
        segments.removeFirst(kept)
    }

    /// Begins again after a loss: the records, which state the floor that this validator adopted,
    /// become the whole journal; what is left of the old one is kept under other names.
    ///
    /// Nothing of this counts before the ceiling file names the new segment, so a crash on the
    /// way finds the same loss again. With the ceiling ``ViewMark/unknown`` every later life
    /// begins as this one, until ``settleCeiling(at:)``.
    package mutating func adoptFloor(
        _ records: [JournalRecord],
        ceiling mark: ViewMark
    ) throws(StorageError) {
        // A segment that was created and not yet written to is named by the next batch as well.
        let first = max(nextSequence, (segments.last?.firstBatch ?? 0) + 1)
        nextSequence = first
        let size = max(segmentByteCount, JournalBatch.byteCount(of: records))
        let files = try folders.createSegment(first, byteCount: size)
        let abandoned = segments
        segments = [Segment(firstBatch: first)]
        position = Position(files: files, offset: 0, byteCount: size, link: 0)
        try append(records)
        if voteCeiling == nil {
            voteCeiling = try VoteCeiling.create(
                folders.folder,
                folders.fileSystem,
                value: .init(
                    generation: 1,
                    mark: mark,
                    oldestSegment: first,
                    newestSegment: first
                )
            )
        } else {
            try voteCeiling?.replace {
                $0.mark = max($0.mark, mark)
                $0.oldestSegment = first
                $0.newestSegment = first
            }
        }
        for segment in abandoned { try setAside(segment.firstBatch) }
    }

    private func setAside(_ firstBatch: UInt64) throws(StorageError) {
        for copy in folders.copies {
            let path = JournalFolders.path(copy, firstBatch)
            guard try folders.fileSystem.openIfPresent(path, .read) != nil else { continue }
            try folders.fileSystem.rename(path, to: path + ".damaged")
        }
    }
}
