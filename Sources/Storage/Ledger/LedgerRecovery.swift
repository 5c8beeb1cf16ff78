/// What opening a ledger folder found and did.
package struct LedgerReport: Hashable, Sendable {
    /// Bytes of an interrupted write that were cut off the end of the newest segment.
    package internal(set) var healedByteCount: UInt64 = 0
    /// Whole frames among them: written but never acknowledged.
    package internal(set) var discardedFrameCount = 0
    /// Sealed segments whose index was missing or damaged and was built again.
    package internal(set) var rebuiltIndexes: [String] = []
    /// The number of segments.
    package internal(set) var segmentCount = 0
    /// Blocks in the store, unfinalized siblings included.
    package internal(set) var blockCount = 0
}

/// Opens a ledger folder: trusts sealed segments through their index, reads the newest segment
/// whole, and tells an interrupted write from damage.
///
/// Each frame says how many bytes before it were durable when it was written. Bytes beyond the
/// highest such mark belong to a write that nobody was told of: if anything there fails its
/// checksum, everything from there on is cut off. Damage before the mark is damage to acknowledged
/// data: it is refused by name and never dropped.
struct LedgerRecovery {
    private let folder: String
    private let fileSystem: any FileSystem
    private var index = FrameIndex()
    private var report = LedgerReport()

    init(folder: String, fileSystem: any FileSystem) {
        self.folder = folder
        self.fileSystem = fileSystem
    }

    mutating func open(
        segmentLimit: UInt64
    ) throws(StorageError) -> (LedgerWriter, StoreReader, LedgerReport) {
        let segments = try SegmentFolder.segments(folder, fileSystem)
        try removeLeftovers(segments)
        report.segmentCount = segments.count
        var newest: (segment: LedgerWriter.OpenSegment, entries: [FrameEntry])?
        for (ordinal, segment) in segments.enumerated() {
            if segment.lastHeight == nil {
                newest = try openNewest(segment, ordinal: UInt32(ordinal))
            } else {
                try addSealed(segment, ordinal: UInt32(ordinal))
            }
        }
        for entry in newest?.entries ?? [] { index.add(entry) }
        report.blockCount = index.blockCount
        let writer = LedgerWriter(
            folder: folder,
            fileSystem: fileSystem,
            segmentLimit: segmentLimit,
            segment: newest?.segment,
            entries: newest?.entries ?? [],
            segmentCount: UInt32(segments.count),
            highestFinalized: max(
                index.highestFinalization?.height ?? 0,
                // A repair may have given up the finalization that the name speaks of.
                segments.compactMap(\.lastHeight).max() ?? 0
            )
        )
        let reader = StoreReader(
            folder: folder,
            fileSystem: fileSystem,
            segments: segments,
            index: index,
            openFile: newest?.segment.file
        )
        return (writer, reader, report)
    }

    /// Removes index files whose segment was never sealed: a seal was interrupted.
    private func removeLeftovers(_ segments: [SegmentName]) throws(StorageError) {
        let known = Set(segments.compactMap(\.indexFileName))
        for name in try fileSystem.list(folder) {
            let isIndex = name.hasSuffix(".index") || name.hasSuffix(".index.new")
            if isIndex, !known.contains(name) { try fileSystem.remove(folder + "/" + name) }
        }
    }

    private mutating func addSealed(
        _ segment: SegmentName,
        ordinal: UInt32
    ) throws(StorageError) {
        let path = folder + "/" + segment.fileName
        let file = try fileSystem.open(path, .read)
        let byteCount = try file.byteCount()
        let stored = try SegmentFolder.index(of: segment, ordinal: ordinal, folder, fileSystem)
        if let stored {
            guard stored.segmentByteCount == byteCount else {
                throw .wrongSegmentSize(
                    path: path,
                    expected: stored.segmentByteCount,
                    found: byteCount
                )
            }
            // In the order in which they were written, as if the segment had been read.
            for entry in stored.entries.sorted(by: { $0.location.offset < $1.location.offset }) {
                index.add(entry)
            }
            return
        }
        let scan = try scan(file, segment, ordinal: ordinal)
        if let damage = scan.damage { throw .damagedSegment(path: path, offset: damage) }
        let rebuilt = SegmentIndex(segmentByteCount: byteCount, entries: scan.entries)
        try SegmentFolder.write(rebuilt, of: segment, folder, fileSystem)
        try fileSystem.syncFolder(folder)
        report.rebuiltIndexes.append(segment.indexFileName ?? "")
        for entry in scan.entries { index.add(entry) }
    }

    /// Reads the newest segment, heals its end, and makes sure that what was read is durable.
    ///
    /// Syscalls: pread … ftruncate (only when healing) pread pwrite … fdatasync fsync(ledger/)
    private mutating func openNewest(
        _ segment: SegmentName,
        ordinal: UInt32
    ) throws(StorageError) -> (segment: LedgerWriter.OpenSegment, entries: [FrameEntry]) {
        let path = folder + "/" + segment.fileName
        let file = try fileSystem.open(path, .readWrite)
        let scan = try scan(file, segment, ordinal: ordinal)
        var end = scan.end
        var entries = scan.entries
        if let damage = scan.damage {
            guard damage >= scan.durable else {
                throw .damagedSegment(path: path, offset: damage)
            }
            end = damage
            entries.removeAll { $0.location.offset >= damage }
            report.discardedFrameCount = scan.entries.count - entries.count
            report.healedByteCount = scan.end - end
            try file.truncate(to: end)
        }
        // A process that was killed leaves bytes which the kernel has and the disk has not. After a
        // failed sync the kernel even takes them for written, so they are written once more.
        try rewrite(file, from: scan.durable, to: end)
        try file.syncData()
        try fileSystem.syncFolder(folder)
        let open = LedgerWriter.OpenSegment(
            name: segment,
            ordinal: ordinal,
            file: file,
            end: end,
            durable: end,
            nameIsNew: false
        )
        return (open, entries)
    }

    private func rewrite(
        _ file: any File,
        from start: UInt64,
        to end: UInt64
    ) throws(StorageError) {
        var offset = start
        while offset < end {
            let bytes = try file.read(at: offset, byteCount: Int(min(end - offset, 1 << 20)))
            guard !bytes.isEmpty else { return }
            try file.write(bytes, at: offset)
            offset += UInt64(bytes.count)
        }
    }

    /// What one walk over a segment says.
    private struct Scan {
        var entries: [FrameEntry] = []
        /// The first byte of the first frame that is not whole.
        var damage: UInt64?
        /// The highest mark of durable bytes in any frame whose fixed part is whole.
        var durable: UInt64 = 0
        var end: UInt64 = 0
    }

    private func scan(
        _ file: any File,
        _ segment: SegmentName,
        ordinal: UInt32
    ) throws(StorageError) -> Scan {
        var scanner = try SegmentScanner(
            file,
            firstHeight: segment.firstHeight,
            depth: .everything
        )
        var scan = Scan()
        while let frame = try scanner.next() {
            if let fixed = frame.fixed {
                scan.durable = max(scan.durable, fixed.durableByteCount)
            }
            if let fixed = frame.fixed, frame.damage == nil {
                guard fixed.kind != .blank else { continue }
                scan.entries.append(FrameEntry(fixed, segment: ordinal, offset: frame.offset))
            } else if scan.damage == nil {
                scan.damage = frame.offset
            }
        }
        scan.end = scanner.byteCount
        return scan
    }
}
