/// What lies in a ledger folder.
enum SegmentFolder {
    /// The segments, oldest first; refuses files that do not belong and gaps between segments.
    static func segments(
        _ folder: String,
        _ fileSystem: any FileSystem
    ) throws(StorageError) -> [SegmentName] {
        let segments = try segmentsWithGaps(folder, fileSystem)
        for (segment, next) in zip(segments, segments.dropFirst()) {
            if let last = segment.lastHeight, next.firstHeight > last + 1 {
                throw .missingSegment(folder: folder, firstHeight: last + 1)
            }
        }
        return segments
    }

    /// The segments that are there, oldest first; refuses files that do not belong.
    static func segmentsWithGaps(
        _ folder: String,
        _ fileSystem: any FileSystem
    ) throws(StorageError) -> [SegmentName] {
        var segments: [SegmentName] = []
        for name in try fileSystem.list(folder) {
            if let segment = SegmentName(name) {
                segments.append(segment)
            } else if name.hasPrefix("ledger_"), !name.hasSuffix(".index"),
                !name.hasSuffix(".index.new")
            {
                throw .unexpectedFile(path: folder + "/" + name)
            }
        }
        segments.sort { $0.firstHeight < $1.firstHeight }
        for (segment, next) in zip(segments, segments.dropFirst()) {
            guard let last = segment.lastHeight, next.firstHeight > last else {
                throw .unexpectedFile(path: folder + "/" + segment.fileName)
            }
        }
        return segments
    }

    /// The index of a sealed segment; nil when it is missing or not whole.
    static func index(
        of segment: SegmentName,
        ordinal: UInt32,
        _ folder: String,
        _ fileSystem: any FileSystem
    ) throws(StorageError) -> SegmentIndex? {
        guard let name = segment.indexFileName,
            let bytes = try fileSystem.contents(folder + "/" + name)
        else { return nil }
        return SegmentIndex(decoding: bytes, segment: ordinal)
    }

    /// Writes an index file so that it is there whole or not at all.
    ///
    /// Syscalls: openat(.index.new) pwrite fdatasync rename; the caller syncs the folder.
    static func write(
        _ index: SegmentIndex,
        of segment: SegmentName,
        _ folder: String,
        _ fileSystem: any FileSystem
    ) throws(StorageError) {
        guard let name = segment.indexFileName else { return }
        let path = folder + "/" + name
        let file = try fileSystem.open(path + ".new", .readWriteOrCreate)
        try file.truncate(to: 0)
        try file.write(index.encoded(), at: 0)
        try file.syncData()
        try fileSystem.rename(path + ".new", to: path)
    }
}
