/// What a ``FrameReader`` found next.
package enum ReadFrame: Hashable, Sendable {
    /// A whole block frame.
    case block(StoredBlock, at: FrameSpot)
    /// A whole finalization frame.
    case finalization(StoredFinalization, at: FrameSpot)
    /// A frame that fails a checksum; reading goes on behind it.
    case damaged(DamagedFrame)
}

/// Reads all frames of a ledger folder in the order in which they were written.
///
/// For restart, replay and audit: it takes no lock, writes nothing, needs no index and does not
/// stop at damage. Over the folder of a running node it sees what was written when each segment
/// was opened; the last frame may then be ``DamagedPart/unfinished``.
package struct FrameReader {
    /// How much of each frame is read.
    package enum Depth: Hashable, Sendable {
        /// Everything, all checksums compared.
        case everything
        /// Headers of blocks and names of finalizations; bodies and proofs come back empty.
        case headersOnly
    }

    /// What to do when a segment between two others is missing.
    package enum Gaps: Hashable, Sendable {
        /// Opening the folder fails with ``StorageError/missingSegment(folder:firstHeight:)``.
        case refused
        /// The segments that are there are read; the names tell what is missing.
        case passed
    }

    /// The bytes of the folder passed so far.
    package private(set) var bytesRead: UInt64 = 0
    /// The bytes that the folder had at the beginning.
    package let byteCount: UInt64
    /// The segments that are read, oldest first.
    package let segmentNames: [SegmentName]

    private let folder: String
    private let fileSystem: any FileSystem
    private let depth: Depth
    private var segments: ArraySlice<SegmentName>
    private var fileName = ""
    private var scanner: SegmentScanner?

    /// Opens the segments of a folder, oldest first.
    package init(
        folder: String,
        fileSystem: some FileSystem,
        depth: Depth = .everything,
        gaps: Gaps = .refused
    ) throws(StorageError) {
        self.folder = folder
        self.fileSystem = fileSystem
        self.depth = depth
        let segments =
            switch gaps {
            case .refused: try SegmentFolder.segments(folder, fileSystem)
            case .passed: try SegmentFolder.segmentsWithGaps(folder, fileSystem)
            }
        segmentNames = segments
        self.segments = segments[...]
        var byteCount: UInt64 = 0
        for segment in segments {
            let path = folder + "/" + segment.fileName
            byteCount += try fileSystem.open(path, .read).byteCount()
        }
        self.byteCount = byteCount
    }

    /// The next frame; nil at the end.
    package mutating func next() throws(StorageError) -> ReadFrame? {
        while true {
            if let frame = try scanner?.next() {
                bytesRead += frame.byteCount
                if let read = read(frame) { return read }
                continue
            }
            guard let segment = segments.popFirst() else { return nil }
            fileName = segment.fileName
            scanner = try SegmentScanner(
                try fileSystem.open(folder + "/" + fileName, .read),
                firstHeight: segment.firstHeight,
                depth: depth
            )
        }
    }

    /// What a frame holds; nil for one that says nothing.
    private func read(_ frame: SegmentScanner.Frame) -> ReadFrame? {
        guard let fixed = frame.fixed, frame.damage == nil else {
            return .damaged(DamagedFrame(frame, fileName: fileName))
        }
        let spot = FrameSpot(fileName: fileName, offset: frame.offset, byteCount: frame.byteCount)
        switch fixed.kind {
        case .block:
            let block = StoredBlock(
                hash: fixed.hash,
                height: fixed.height,
                header: Array(frame.header),
                body: Array(frame.body)
            )
            return .block(block, at: spot)
        case .finalization:
            let finalization = StoredFinalization(
                hash: fixed.hash,
                height: fixed.height,
                proof: Array(frame.body)
            )
            return .finalization(finalization, at: spot)
        case .blank:
            return nil
        }
    }
}
