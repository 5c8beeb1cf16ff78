package import Cryptography
internal import Synchronization

/// Reads blocks and finalizations by name while the disk thread appends.
///
/// What is indexed never changes its place, so reading needs nothing from the writer but the
/// receipts of what became durable: ``apply(_:)``. Usable from any thread.
package final class StoreReader: Sendable {
    /// A segment and, once it was read from, its open file.
    private struct Segment: Sendable {
        var name: SegmentName
        var file: (any File)?
    }

    private struct State: Sendable {
        var index = FrameIndex()
        var segments: [Segment] = []
        /// The segments whose files this reader opened itself, longest open first.
        var openOrder: [Int] = []
    }

    /// How many sealed segments are kept open for reading.
    private static let openFileLimit = 64

    private let folder: String
    private let fileSystem: any FileSystem
    private let state: Mutex<State>

    init(
        folder: String,
        fileSystem: any FileSystem,
        segments: [SegmentName],
        index: FrameIndex,
        openFile: (any File)?
    ) {
        self.folder = folder
        self.fileSystem = fileSystem
        var state = State()
        state.index = index
        state.segments = segments.map {
            Segment(name: $0, file: $0.lastHeight == nil ? openFile : nil)
        }
        self.state = Mutex(state)
    }

    /// Takes in what a write made durable; only then it can be read.
    package func apply(_ receipt: LedgerReceipt) {
        state.withLock { state in
            for case .opened(let name, let file) in receipt.opened {
                state.segments.append(Segment(name: name, file: file))
            }
            for entry in receipt.entries { state.index.add(entry) }
            for case .sealed(let name) in receipt.sealed where !state.segments.isEmpty {
                state.segments[state.segments.count - 1] = Segment(name: name, file: nil)
            }
        }
    }

    /// True when the block is there.
    package func contains(_ hash: Digest) -> Bool {
        state.withLock { $0.index.block(hash) != nil }
    }

    /// The number of blocks, unfinalized siblings included.
    package var blockCount: Int {
        state.withLock { $0.index.blockCount }
    }

    /// The highest height with a finalization, and its hash.
    package var highestFinalization: (height: UInt64, hash: Digest)? {
        state.withLock { $0.index.highestFinalization.map { ($0.height, $0.hash) } }
    }

    /// All blocks that state a height, in the order in which they were written.
    package func blockHashes(at height: UInt64) -> [Digest] {
        state.withLock { $0.index.blockHashes(at: height) }
    }

    /// A block, nil when the store does not have it; damage is an error that names the place.
    package func block(_ hash: Digest) throws(StorageError) -> StoredBlock? {
        guard let location = state.withLock({ $0.index.block(hash) }) else { return nil }
        let frame = try read(location)
        guard frame.fixed.kind == .block, frame.fixed.hash == hash else {
            throw frame.damaged
        }
        let end = frame.fixed.bodyOffset + frame.fixed.bodyByteCount
        return StoredBlock(
            hash: hash,
            height: frame.fixed.height,
            header: Array(frame.bytes[FrameHeader.byteCount..<frame.fixed.bodyOffset]),
            body: Array(frame.bytes[frame.fixed.bodyOffset..<end])
        )
    }

    /// The header bytes of a block, without reading the body.
    package func header(_ hash: Digest) throws(StorageError) -> [UInt8]? {
        guard let location = state.withLock({ $0.index.block(hash) }) else { return nil }
        let frame = try read(location, headerOnly: true)
        guard frame.fixed.kind == .block, frame.fixed.hash == hash else { throw frame.damaged }
        return Array(frame.bytes[FrameHeader.byteCount..<frame.fixed.bodyOffset])
    }

    /// The nearest finalization at or above a height: it makes that height final.
    package func finalization(
        covering height: UInt64
    ) throws(StorageError) -> StoredFinalization? {
        let entry = state.withLock { $0.index.finalization(covering: height) }
        guard let entry else { return nil }
        let frame = try read(entry.location)
        guard frame.fixed.kind == .finalization, frame.fixed.hash == entry.hash else {
            throw frame.damaged
        }
        let end = frame.fixed.bodyOffset + frame.fixed.bodyByteCount
        return StoredFinalization(
            hash: entry.hash,
            height: entry.height,
            proof: Array(frame.bytes[frame.fixed.bodyOffset..<end])
        )
    }
}

extension StoreReader {
    /// The bytes of a frame whose checksums are right.
    private struct Frame {
        let fixed: FrameHeader
        let bytes: [UInt8]
        /// The error for a frame that is whole but not the one the index promised.
        let damaged: StorageError
    }

    private func read(
        _ location: FrameLocation,
        headerOnly: Bool = false
    ) throws(StorageError) -> Frame {
        let (file, name) = try segment(Int(location.segment))
        let damaged = StorageError.damagedSegment(path: file.path, offset: location.offset)
        let place = FramePlace(firstHeight: name.firstHeight, offset: location.offset)
        var wanted = headerOnly ? min(4096, Int(location.byteCount)) : Int(location.byteCount)
        var bytes = try file.read(at: location.offset, byteCount: wanted)
        guard let fixed = FrameHeader(decoding: bytes[...], at: place),
            fixed.frameByteCount == Int(location.byteCount)
        else { throw damaged }
        if fixed.bodyOffset > bytes.count, headerOnly {
            wanted = fixed.bodyOffset
            bytes = try file.read(at: location.offset, byteCount: wanted)
        }
        guard bytes.count == wanted,
            CRC32C.checksum(bytes[FrameHeader.byteCount..<fixed.bodyOffset])
                == fixed.headerChecksum,
            headerOnly || CRC32C.checksum(bytes[fixed.bodyOffset...]) == fixed.bodyChecksum
        else { throw damaged }
        return Frame(fixed: fixed, bytes: bytes, damaged: damaged)
    }

    /// The open file of a segment; the one longest open is closed for it when there are many.
    private func segment(_ ordinal: Int) throws(StorageError) -> (any File, SegmentName) {
        try state.withLock { state throws(StorageError) in
            let segment = state.segments[ordinal]
            if let file = segment.file { return (file, segment.name) }
            let file = try fileSystem.open(folder + "/" + segment.name.fileName, .read)
            if state.openOrder.count >= Self.openFileLimit {
                state.segments[state.openOrder.removeFirst()].file = nil
            }
            state.segments[ordinal].file = file
            state.openOrder.append(ordinal)
            return (file, segment.name)
        }
    }
}
