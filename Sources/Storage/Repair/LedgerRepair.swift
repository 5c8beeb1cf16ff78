package import Cryptography

/// Finds what is damaged in a ledger folder, and puts whole frames back in place.
///
/// ```
///  open      pread(everything)
///  mend      pwrite(frame, its place) fdatasync pread(to compare)
///  add       pwrite(frame, the end) fdatasync pread(to compare)    where no place is known
///            fsync(ledger/)                                        when the file was gone
///  finish    index.new → index, of sealed segments whose index does not fit; fsync(ledger/)
/// ```
/// The caller holds the home's lock and brings the blocks. Nothing is written that does not verify,
/// and nothing over frames that are whole. An interrupted repair leaves damage that the next one
/// finds.
package struct LedgerRepair {
    /// The places that are damaged still, in the order in which they were written.
    package private(set) var damages: [LedgerDamage] = []
    /// The bytes of an interrupted write, which the next start of the node cuts off.
    package let tornByteCount: UInt64
    /// The bytes that were read.
    package let byteCount: UInt64
    /// Gives the frames that are whole, those put back included.
    package let reader: StoreReader

    let folder: String
    let fileSystem: any FileSystem
    private let suite: Suite
    var segments: [SegmentSurvey] = []

    /// Reads all segments; `progress` hears of the bytes done and of all.
    package init(
        folder: String,
        fileSystem: some FileSystem,
        suite: Suite,
        progress: (_ done: UInt64, _ all: UInt64) -> Void
    ) throws(StorageError) {
        self.folder = folder
        self.fileSystem = fileSystem
        self.suite = suite
        let names = Self.fillingGaps(try SegmentFolder.segmentsWithGaps(folder, fileSystem))
        var all: UInt64 = 0
        for name in names {
            let file = try fileSystem.openIfPresent(folder + "/" + name.fileName, .read)
            all += try file?.byteCount() ?? 0
        }
        byteCount = all
        var done: UInt64 = 0
        var index = FrameIndex()
        for (ordinal, name) in names.enumerated() {
            let survey = try SegmentSurvey(name, ordinal: UInt32(ordinal), folder, fileSystem) {
                done += $0
                progress(done, all)
            }
            for entry in survey.entries { index.add(entry) }
            segments.append(survey)
        }
        tornByteCount = segments.last?.tornByteCount ?? 0
        reader = StoreReader(
            folder: folder,
            fileSystem: fileSystem,
            segments: names,
            index: index,
            openFile: nil
        )
        damages = segments.flatMap(\.damages)
        noteSettled()
    }

    /// The segments, with those that must have been there for the others to follow them.
    private static func fillingGaps(_ names: [SegmentName]) -> [SegmentName] {
        var all: [SegmentName] = []
        var next: UInt64 = 1
        for name in names {
            if next < name.firstHeight {
                all.append(SegmentName(firstHeight: next, lastHeight: name.firstHeight - 1))
            }
            all.append(name)
            next = (name.lastHeight ?? name.firstHeight) + 1
        }
        return all
    }

    /// Sealed segments whose index is missing, damaged or wrong, although they are whole.
    package var unindexedSegments: [String] {
        segments.filter { segment in
            !isDamaged(segment) && !segment.isAbsent && segment.name.lastHeight != nil
                && segment.index == nil
        }.map(\.name.fileName)
    }

    /// Whether a name says up to which height something was final.
    package var hasSealedSegments: Bool { segments.contains { $0.name.lastHeight != nil } }

    /// Segments of which there is no file.
    package var absentSegments: [String] { segments.filter(\.isAbsent).map(\.name.fileName) }

    /// Everything that a finalization behind it settles.
    private mutating func noteSettled() {
        let last = segments.last { $0.entries.contains { $0.kind == .finalization } }?
            .entries.last { $0.kind == .finalization }?.location
        for index in damages.indices {
            let place = (damages[index].segment, damages[index].offset)
            damages[index].isSettled = last.map { place < ($0.segment, $0.offset) } ?? false
        }
    }

    private func isDamaged(_ segment: SegmentSurvey) -> Bool {
        damages.contains { $0.frame.spot.fileName == segment.name.fileName }
    }
}

// MARK: - Mending

extension LedgerRepair {
    /// Whether a block is the one that stood at a place, as far as its frame tells.
    ///
    /// Its header must have the hash. Where the fixed part is whole, the frame must have exactly
    /// its lengths and checksums; where the index names it, its length; else it must fit in. That
    /// the body is the header's is for the caller to know.
    package func fits(_ block: StoredBlock, _ damage: LedgerDamage) -> Bool {
        guard suite.digest(block.header) == block.hash, block.height < .max,
            block.header.count <= FrameHeader.headerLimit,
            block.body.count <= FrameHeader.bodyLimit,
            damage.frame.kind ?? .block == .block
        else { return false }
        return accepts(fixedPart(of: block, at: damage), damage)
    }

    /// Puts a block back durably; false, with nothing written, when it does not fit.
    package mutating func mend(
        _ damage: LedgerDamage,
        with block: StoredBlock
    ) throws(StorageError) -> Bool {
        guard fits(block, damage) else { return false }
        let fixed = fixedPart(of: block, at: damage)
        try put([(fixed, block.header + block.body)], at: damage)
        let rest = damage.offset + UInt64(fixed.frameByteCount)..<damage.end
        if !rest.isEmpty {
            // Other frames may have stood behind it.
            damages.append(
                LedgerDamage(
                    unknown: rest,
                    fileName: damage.frame.spot.fileName,
                    segment: damage.segment
                )
            )
            damages.sort { ($0.segment, $0.offset) < ($1.segment, $1.offset) }
        }
        noteSettled()
        return true
    }

    /// Whether the frame of a finalization has room at a place.
    package func fits(_ finalization: StoredFinalization, _ damage: LedgerDamage) -> Bool {
        guard finalization.proof.count <= FrameHeader.bodyLimit,
            damage.frame.kind ?? .finalization == .finalization,
            damage.frame.hash ?? finalization.hash == finalization.hash,
            damage.frame.height ?? finalization.height == finalization.height
        else { return false }
        let fixed = FrameHeader(finalization, durableByteCount: 0)
        return UInt64(fixed.frameByteCount) <= damage.frame.spot.byteCount
    }

    /// Writes a finalization durably; false, with nothing written, when it does not fit.
    ///
    /// Other validators may have signed than those of the one that stood there. That the proof is
    /// good is for the caller to know.
    package mutating func mend(
        _ damage: LedgerDamage,
        with finalization: StoredFinalization
    ) throws(StorageError) -> Bool {
        guard fits(finalization, damage) else { return false }
        let fixed = FrameHeader(finalization, durableByteCount: 0)
        try put([(fixed, finalization.proof)], at: damage, fillingUp: true)
        noteSettled()
        return true
    }

    /// Writes durably that nothing stands at a place any more.
    ///
    /// That the chain up to the newest whole finalization needs nothing of what stood there is for
    /// the caller to know. Where that finalization was written before, the ledger ends there, as
    /// after an interrupted write. A sealed segment keeps its name, and the next begins where the
    /// name says.
    package mutating func clear(_ damage: LedgerDamage) throws(StorageError) {
        try put([], at: damage, fillingUp: true)
    }

    /// Writes the indexes of whole sealed segments that have none or a wrong one.
    ///
    /// Answers with the names of the files. A damaged segment keeps its index: it says what is
    /// missing.
    package mutating func writeIndexes() throws(StorageError) -> [String] {
        var written: [String] = []
        for segment in segments where !isDamaged(segment) {
            let path = folder + "/" + segment.name.fileName
            guard let file = try fileSystem.openIfPresent(path, .read),
                let index = segment.missingIndex(segmentByteCount: try file.byteCount())
            else { continue }
            try SegmentFolder.write(index, of: segment.name, folder, fileSystem)
            written.append(segment.name.indexFileName ?? "")
        }
        if !written.isEmpty { try fileSystem.syncFolder(folder) }
        return written
    }
}

// MARK: - Writing

extension LedgerRepair {
    /// The fixed part with which a block goes to a place.
    ///
    /// One that was lost is made again with a mark of durability of 0. A frame behind it shows that
    /// everything up to it was durable, with a higher mark than this one can have had.
    private func fixedPart(of block: StoredBlock, at damage: LedgerDamage) -> FrameHeader {
        FrameHeader(block, durableByteCount: damage.fixed?.durableByteCount ?? 0)
    }

    private func accepts(_ fixed: FrameHeader, _ damage: LedgerDamage) -> Bool {
        if let known = damage.fixed { return fixed == known }
        let byteCount = UInt64(fixed.frameByteCount)
        guard let hash = damage.frame.hash else { return byteCount <= damage.frame.spot.byteCount }
        return fixed.hash == hash && fixed.height == damage.frame.height
            && byteCount == damage.frame.spot.byteCount
    }

    /// Writes frames at a damaged place and blank ones behind them, and reads them again.
    private mutating func put(
        _ frames: [(fixed: FrameHeader, payload: [UInt8])],
        at damage: LedgerDamage,
        fillingUp: Bool = false
    ) throws(StorageError) {
        let segment = Int(damage.segment)
        let firstHeight = segments[segment].name.firstHeight
        var frames = frames
        var end = frames.reduce(damage.offset) { $0 + UInt64($1.fixed.frameByteCount) }
        while fillingUp, end < damage.end {
            let byteCount = min(Int(damage.end - end), FrameHeader.bodyLimit)
            frames.append((FrameHeader.blank(byteCount: byteCount), []))
            end += UInt64(byteCount)
        }
        var bytes: [UInt8] = []
        for (fixed, payload) in frames {
            let offset = damage.offset + UInt64(bytes.count)
            let end = bytes.count + fixed.frameByteCount
            bytes += fixed.encoded(at: FramePlace(firstHeight: firstHeight, offset: offset))
            bytes += payload
            bytes += repeatElement(0, count: end - bytes.count)
        }
        precondition(damage.offset + UInt64(bytes.count) <= damage.end, "frames stay in place")
        try write(bytes, at: damage.offset, ofSegment: segment)
        damages.removeAll { $0.segment == damage.segment && $0.offset == damage.offset }
        for (fixed, _) in frames where fixed.kind != .blank {
            note(FrameEntry(fixed, segment: damage.segment, offset: damage.offset))
        }
    }

    /// Writes durably, and reads again what was written.
    private mutating func write(
        _ bytes: [UInt8],
        at offset: UInt64,
        ofSegment segment: Int
    ) throws(StorageError) {
        let path = folder + "/" + segments[segment].name.fileName
        let file = try fileSystem.open(path, .readWriteOrCreate)
        try file.write(bytes, at: offset)
        try file.syncData()
        if segments[segment].isAbsent { try fileSystem.syncFolder(folder) }
        segments[segment].isAbsent = false
        guard try file.read(at: offset, byteCount: bytes.count) == bytes else {
            throw .damagedSegment(path: path, offset: offset)
        }
    }

    private mutating func note(_ entry: FrameEntry) {
        segments[Int(entry.location.segment)].add(entry)
        var receipt = LedgerReceipt()
        receipt.entries = [entry]
        reader.apply(receipt)
    }
}

// MARK: - Adding

extension LedgerRepair {
    /// Puts a block of which no trace is left behind all that stands in the segment of its parent's
    /// height; false, with nothing written, when there is no such segment.
    ///
    /// That is where blocks mostly stand, since they are written before they are final: behind its
    /// parent, and before what builds on it, as who reads the files in order likes to find it.
    /// That the chain needs it, and that the body is the header's, is for the caller to know.
    package mutating func add(_ block: StoredBlock) throws(StorageError) -> Bool {
        guard suite.digest(block.header) == block.hash, block.height < .max,
            block.header.count <= FrameHeader.headerLimit,
            block.body.count <= FrameHeader.bodyLimit
        else { return false }
        let fixed = FrameHeader(block, durableByteCount: 0)
        return try add(fixed, block.header + block.body, at: block.height - min(block.height, 1))
    }

    /// Puts a finalization of which no trace is left behind all that stands in the segment of its
    /// height; false, with nothing written, when there is no such segment.
    ///
    /// That the chain needs it, and that the proof is good, is for the caller to know.
    package mutating func add(_ finalization: StoredFinalization) throws(StorageError) -> Bool {
        guard finalization.proof.count <= FrameHeader.bodyLimit else { return false }
        let fixed = FrameHeader(finalization, durableByteCount: 0)
        return try add(fixed, finalization.proof, at: finalization.height)
    }

    /// Makes empty files of segments that are gone and of which nothing is missing.
    package mutating func createAbsentSegments() throws(StorageError) {
        for place in segments.indices where segments[place].isAbsent {
            try write([], at: 0, ofSegment: place)
        }
    }

    private mutating func add(
        _ fixed: FrameHeader,
        _ payload: [UInt8],
        at height: UInt64
    ) throws(StorageError) -> Bool {
        let place = segments.firstIndex { height <= $0.name.lastHeight ?? .max }
        guard let place else { return false }
        try cutTornTail(ofSegment: place)
        let segment = segments[place]
        let offset = segment.end
        let at = FramePlace(firstHeight: segment.name.firstHeight, offset: offset)
        let zeros = [UInt8](repeating: 0, count: fixed.paddingByteCount)
        try write(fixed.encoded(at: at) + payload + zeros, at: offset, ofSegment: place)
        note(FrameEntry(fixed, segment: UInt32(place), offset: offset))
        noteSettled()
        return true
    }

    /// What stands behind the end of an interrupted write would be cut off with it.
    private mutating func cutTornTail(ofSegment place: Int) throws(StorageError) {
        let segment = segments[place]
        guard segment.tornByteCount > 0 else { return }
        let file = try fileSystem.open(folder + "/" + segment.name.fileName, .readWrite)
        try file.truncate(to: segment.end)
        segments[place].cutTornTail()
    }
}
