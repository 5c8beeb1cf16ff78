/// Opens a vote journal: takes the union of both copies and tells three things apart.
///
/// | At a place where a batch belongs | Verdict |
/// |---|---|
/// | good in either copy | kept; the other copy is repaired |
/// | bad in both, nothing good behind it | the batch that was being written: discarded |
/// | bad in both, a good one behind it | acknowledged records are gone: amnesia |
/// | a segment missing in both, or the ceiling file, which names them | the same |
///
/// After a loss nothing is written, so that every restart finds the same loss until
/// ``VoteJournal/adoptFloor(_:ceiling:)``.
struct JournalRecovery {
    private let folders: JournalFolders
    private let segmentByteCount: Int
    private var report = JournalReport()
    private var records: [JournalRecord] = []
    private var segments: [VoteJournal.Segment] = []
    private var loss: JournalLoss?
    /// The sequence number of the next batch.
    private var expected: UInt64 = 1
    /// The link the next batch must have; nil before the oldest batch, whose predecessor is gone.
    private var link: UInt32?
    /// Where the newest segment goes on, and its two copies.
    private var newest: JournalSegmentImage?
    private var end = 0
    /// The last batch there, and where it begins.
    private var newestBatch: (batch: JournalBatch, offset: Int)?

    init(folders: JournalFolders, segmentByteCount: Int) {
        self.folders = folders
        self.segmentByteCount = segmentByteCount
    }

    mutating func open(
        expectsVotes: Bool
    ) throws(StorageError) -> (
        journal: VoteJournal, records: [JournalRecord], report: JournalReport
    ) {
        try folders.create()
        let ceiling = try VoteCeiling.open(folders.folder, folders.fileSystem)?.ceiling
        report.ceiling = ceiling?.mark
        let names = try currentSegments(ceiling)
        for (index, name) in names.enumerated() {
            let next = index + 1 < names.count ? names[index + 1] : nil
            try read(name, next: next)
        }
        if let ceiling { noteMissingSegments(names, ceiling) }
        if ceiling == nil, expectsVotes {
            loss = loss ?? (records.isEmpty ? .missingJournal : .missingCeiling)
        }
        if let loss { return amnesiac(loss, ceiling) }
        return try healed(ceiling)
    }

    /// The segments from the oldest needed one on; older ones are left from an interrupted prune.
    private func currentSegments(_ ceiling: VoteCeiling?) throws(StorageError) -> [UInt64] {
        let oldest = ceiling?.value.oldestSegment ?? 0
        let found = try folders.segments()
        for leftover in found where leftover < oldest { try folders.remove(leftover) }
        return found.filter { $0 >= oldest }
    }

    private mutating func noteMissingSegments(_ names: [UInt64], _ ceiling: VoteCeiling) {
        for needed in [ceiling.value.oldestSegment, ceiling.value.newestSegment]
        where !names.contains(needed) {
            loss = loss ?? .missingSegment(firstBatch: needed)
        }
        expected = max(expected, ceiling.value.newestSegment)
    }

    /// Reads the batches of one segment; `next` is the first batch of the segment behind it.
    private mutating func read(_ name: UInt64, next: UInt64?) throws(StorageError) {
        let image = try JournalSegmentImage(name, folders)
        if segments.isEmpty { expected = name }
        segments.append(.init(firstBatch: name))
        newestBatch = nil
        var offset = 0
        while next.map({ expected < $0 }) ?? true,
            let found = image.batch(at: offset, sequence: expected, link: link)
        {
            take(found.batch, checksum: found.checksum)
            newestBatch = (found.batch, offset)
            if loss == nil, found.isMissingInOneCopy {
                try image.repair(found.batch, at: offset)
                report.repairedBatchCount += 1
            }
            offset += found.byteCount
        }
        let isShort = next.map { expected < $0 } ?? false
        let behind = image.batches(behind: offset, from: expected)
        if isShort || !behind.isEmpty {
            loss = loss ?? .damagedBatch(segment: JournalFolders.fileName(name), offset: offset)
            for found in behind { take(found.batch, checksum: found.checksum) }
        }
        if let next, expected < next {
            expected = next
            link = nil
        }
        newest = image
        end = offset
    }

    private mutating func take(_ batch: JournalBatch, checksum: UInt32) {
        records += batch.records
        expected = batch.sequence + 1
        link = checksum
        let highest = batch.records.map(\.mark).max() ?? .zero
        let last = segments.count - 1
        segments[last].highest = max(segments[last].highest, highest)
    }

    private mutating func amnesiac(
        _ loss: JournalLoss,
        _ ceiling: VoteCeiling?
    ) -> (journal: VoteJournal, records: [JournalRecord], report: JournalReport) {
        report.outcome = .amnesia(loss)
        let journal = VoteJournal(
            folders: folders,
            segmentByteCount: segmentByteCount,
            segments: segments,
            position: nil,
            ceiling: ceiling,
            nextSequence: expected + 1
        )
        return (journal, records, report)
    }

    /// Zeros what an interrupted batch left, creates what is missing, and makes all of it durable.
    ///
    /// The last batch is written once more: if its sync failed, the kernel shows it and takes it
    /// for written, so that no further sync would bring it to the disk.
    private mutating func healed(
        _ ceiling: VoteCeiling?
    ) throws(StorageError) -> (
        journal: VoteJournal, records: [JournalRecord], report: JournalReport
    ) {
        if ceiling == nil, records.isEmpty { report.outcome = .created }
        if segments.isEmpty { segments = [.init(firstBatch: expected)] }
        let name = segments[segments.count - 1].firstBatch
        let image: JournalSegmentImage
        if let newest {
            image = newest
            if let newestBatch { try image.write(newestBatch.batch, at: newestBatch.offset) }
            if try image.clear(from: end, byteCount: segmentByteCount), report.outcome == .intact {
                report.outcome = .tornTail
            }
        } else {
            _ = try folders.createSegment(name, byteCount: segmentByteCount)
            image = try JournalSegmentImage(name, folders)
        }
        for copy in folders.copies { try folders.fileSystem.syncFolder(copy) }
        var ceiling = ceiling
        if ceiling == nil { ceiling = try newCeiling(newestSegment: name) }
        // A segment whose creation was interrupted goes on here; without its name in the ceiling
        // file, the older one would be missed as soon as it is pruned.
        if ceiling.map({ $0.value.newestSegment < name }) == true {
            try ceiling?.replace { $0.newestSegment = name }
        }
        let journal = VoteJournal(
            folders: folders,
            segmentByteCount: segmentByteCount,
            segments: segments,
            position: .init(
                files: image.files,
                offset: end,
                byteCount: max(image.byteCount, segmentByteCount),
                link: link ?? 0
            ),
            ceiling: ceiling,
            nextSequence: expected
        )
        return (journal, records, report)
    }

    /// A ceiling for a new journal.
    private func newCeiling(newestSegment: UInt64) throws(StorageError) -> VoteCeiling {
        try VoteCeiling.create(
            folders.folder,
            folders.fileSystem,
            value: .init(
                generation: 1,
                mark: records.map(\.mark).max() ?? .zero,
                oldestSegment: segments.first?.firstBatch ?? newestSegment,
                newestSegment: newestSegment
            )
        )
    }
}
