/// Appends frames to the ledger folder.
///
/// Owned by the disk thread.
///
/// ```
///  append   openat(O_CREAT|O_EXCL)            only when there is no open segment
///           pwrite(frames, end)…
///  sync     fdatasync(open)
///           fsync(ledger/)                    only when the segment is new
///  seal     pwrite fdatasync(index.new)       only when it is large and finalized something
///           rename(index.new, index)
///           rename(.open, .sealed)
///           fsync(ledger/)
/// ```
/// - Invariant: bytes before `durable` are on the disk; bytes from there to `end` are written and
///   may be lost; there is nothing behind `end`.
struct LedgerWriter: Sendable {
    /// The segment being appended to.
    struct OpenSegment: Sendable {
        let name: SegmentName
        let ordinal: UInt32
        let file: any File
        /// Where the next frame begins.
        var end: UInt64
        /// How many bytes are known to be durable.
        var durable: UInt64
        /// The name of the file is not durable yet.
        var nameIsNew: Bool
    }

    private let folder: String
    private let fileSystem: any FileSystem
    private let segmentLimit: UInt64
    private var segment: OpenSegment?
    /// The frames in the open segment, in order.
    private var entries: [FrameEntry]
    private var segmentCount: UInt32
    private var highestFinalized: UInt64
    private var receipt = LedgerReceipt()

    init(
        folder: String,
        fileSystem: any FileSystem,
        segmentLimit: UInt64,
        segment: OpenSegment?,
        entries: [FrameEntry],
        segmentCount: UInt32,
        highestFinalized: UInt64
    ) {
        self.folder = folder
        self.fileSystem = fileSystem
        self.segmentLimit = segmentLimit
        self.segment = segment
        self.entries = entries
        self.segmentCount = segmentCount
        self.highestFinalized = highestFinalized
    }

    /// Writes frames behind the last one, without waiting for the disk.
    ///
    /// On a full disk nothing of them remains, and the same call may be made again.
    mutating func append(
        _ blocks: [StoredBlock],
        _ finalizations: [StoredFinalization]
    ) throws(StorageError) {
        if blocks.isEmpty, finalizations.isEmpty { return }
        try refuseTooLarge(blocks, finalizations)
        if segment == nil { segment = try openSegment() }
        guard let target = segment else { return }
        var run = FrameRun(target)
        do throws(StorageError) {
            for block in blocks {
                let fixed = FrameHeader(block, durableByteCount: target.durable)
                try run.add(fixed, block.header, block.body)
            }
            for finalization in finalizations {
                let fixed = FrameHeader(finalization, durableByteCount: target.durable)
                try run.add(fixed, [], finalization.proof)
            }
            try run.flush()
        } catch {
            // What was written of the batch goes away again, so that `end` stays the end.
            try target.file.truncate(to: target.end)
            throw error
        }
        segment?.end = run.end
        entries += run.entries
        receipt.entries += run.entries
        for finalization in finalizations {
            highestFinalized = max(highestFinalized, finalization.height)
        }
    }

    /// Takes back what was appended since the last sync.
    mutating func withdraw() throws(StorageError) {
        guard let target = segment, target.durable < target.end else { return }
        try target.file.truncate(to: target.durable)
        segment?.end = target.durable
        entries.removeLast(receipt.entries.count)
        receipt.entries = []
        highestFinalized = entries.lazy.filter { $0.kind == .finalization }.map(\.height)
            .reduce(target.name.firstHeight - 1, max)
    }

    /// Lets the disk begin with what was appended.
    func startWriteback() {
        guard let segment, segment.durable < segment.end else { return }
        segment.file.startWriteback()
    }

    /// Waits until everything appended is durable, and tells what that is since the last time.
    mutating func sync() throws(StorageError) -> LedgerReceipt {
        if var target = segment, target.durable < target.end || target.nameIsNew {
            try target.file.syncData()
            if target.nameIsNew { try fileSystem.syncFolder(folder) }
            target.durable = target.end
            target.nameIsNew = false
            segment = target
            try sealIfDue()
        }
        defer { receipt = LedgerReceipt() }
        return receipt
    }

    private func refuseTooLarge(
        _ blocks: [StoredBlock],
        _ finalizations: [StoredFinalization]
    ) throws(StorageError) {
        for header in blocks.lazy.map(\.header) where header.count > FrameHeader.headerLimit {
            throw .tooLarge(byteCount: header.count, limit: FrameHeader.headerLimit)
        }
        for body in blocks.lazy.map(\.body) where body.count > FrameHeader.bodyLimit {
            throw .tooLarge(byteCount: body.count, limit: FrameHeader.bodyLimit)
        }
        for proof in finalizations.lazy.map(\.proof) where proof.count > FrameHeader.bodyLimit {
            throw .tooLarge(byteCount: proof.count, limit: FrameHeader.bodyLimit)
        }
    }

    private mutating func openSegment() throws(StorageError) -> OpenSegment {
        let name = SegmentName(firstHeight: highestFinalized + 1, lastHeight: nil)
        let file = try fileSystem.open(folder + "/" + name.fileName, .create)
        receipt.opened.append(.opened(name, file))
        defer { segmentCount += 1 }
        return OpenSegment(
            name: name,
            ordinal: segmentCount,
            file: file,
            end: 0,
            durable: 0,
            nameIsNew: true
        )
    }

    /// Gives the segment its final name when it is full and finalized something.
    ///
    /// A full disk here fails nothing: the segment stays open and is sealed later.
    private mutating func sealIfDue() throws(StorageError) {
        guard let full = segment, full.durable >= segmentLimit,
            highestFinalized >= full.name.firstHeight
        else { return }
        let name = SegmentName(firstHeight: full.name.firstHeight, lastHeight: highestFinalized)
        let index = SegmentIndex(segmentByteCount: full.end, entries: entries)
        do throws(StorageError) {
            try SegmentFolder.write(index, of: name, folder, fileSystem)
            let path = folder + "/" + full.name.fileName
            try fileSystem.rename(path, to: folder + "/" + name.fileName)
        } catch .noSpace {
            return
        }
        try fileSystem.syncFolder(folder)
        receipt.sealed.append(.sealed(name))
        segment = nil
        entries = []
    }
}

/// Frames on their way to the file: small ones are gathered, large bodies go out as they are.
private struct FrameRun {
    private static let gatherLimit = 256 << 10

    private let segment: LedgerWriter.OpenSegment
    private var gathered: [UInt8] = []
    /// Where the gathered bytes go.
    private var offset: UInt64
    /// Where the next frame begins.
    private(set) var end: UInt64
    private(set) var entries: [FrameEntry] = []

    init(_ segment: LedgerWriter.OpenSegment) {
        self.segment = segment
        offset = segment.end
        end = segment.end
    }

    mutating func add(
        _ fixed: FrameHeader,
        _ header: [UInt8],
        _ body: [UInt8]
    ) throws(StorageError) {
        gathered += fixed.encoded(
            at: FramePlace(firstHeight: segment.name.firstHeight, offset: end)
        )
        gathered += header
        if body.count >= Self.gatherLimit {
            try flush()
            try segment.file.write(body, at: offset)
            offset += UInt64(body.count)
        } else {
            gathered += body
        }
        gathered.append(contentsOf: repeatElement(0, count: fixed.paddingByteCount))
        if gathered.count >= Self.gatherLimit { try flush() }
        entries.append(FrameEntry(fixed, segment: segment.ordinal, offset: end))
        end += UInt64(fixed.frameByteCount)
    }

    mutating func flush() throws(StorageError) {
        if gathered.isEmpty { return }
        try segment.file.write(gathered, at: offset)
        offset += UInt64(gathered.count)
        gathered.removeAll(keepingCapacity: true)
    }
}
