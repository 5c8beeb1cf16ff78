internal import Cryptography

/// What a walk over one whole segment found: the frames that are whole, and the places that are
/// not.
///
/// ```
///  index     │ B1 │ F1 │ B2 │ F2 │ B3 │
///  segment   │ B1 │ F1 │?????????│ B3 │   no whole fixed part: one gap, two frames by the index
///  damages             │ B2 │ F2 │
/// ```
/// A segment whose file is gone is surveyed as one that lost everything.
struct SegmentSurvey {
    let name: SegmentName
    /// Whether there is no file.
    var isAbsent = false
    private let ordinal: UInt32
    /// What the index file says; nil when it is missing or not whole, and for the open segment.
    private(set) var index: SegmentIndex?
    /// The whole frames, in the order of their places.
    private(set) var entries: [FrameEntry] = []
    /// In the order of their places.
    private(set) var damages: [LedgerDamage] = []
    /// The bytes of an interrupted write at the end of the open segment.
    private(set) var tornByteCount: UInt64 = 0
    private var byteCount: UInt64 = 0

    /// Reads a segment; `progress` hears of the bytes of each frame.
    init(
        _ name: SegmentName,
        ordinal: UInt32,
        _ folder: String,
        _ fileSystem: any FileSystem,
        progress: (UInt64) -> Void
    ) throws(StorageError) {
        self.name = name
        self.ordinal = ordinal
        index = try SegmentFolder.index(of: name, ordinal: ordinal, folder, fileSystem)
        guard let file = try fileSystem.openIfPresent(folder + "/" + name.fileName, .read) else {
            isAbsent = true
            nameDamages()
            return
        }
        let durable = try walk(file, progress)
        if name.lastHeight == nil { cutTail(durable) } else { nameDamages() }
    }

    /// The first byte behind all that stands in it, or is known to have stood there.
    var end: UInt64 {
        let ends = entries.map { $0.location.offset + UInt64($0.location.byteCount) }
        return max(
            UInt64(Int(byteCount - tornByteCount).roundedUp(toMultipleOf: FrameHeader.alignment)),
            index?.segmentByteCount ?? 0,
            ends.max() ?? 0,
            damages.map(\.end).max() ?? 0
        )
    }

    /// Takes note that the end of an interrupted write was cut off.
    mutating func cutTornTail() {
        byteCount -= tornByteCount
        tornByteCount = 0
    }

    /// Takes in a frame, put where there was damage or behind all others.
    mutating func add(_ entry: FrameEntry) {
        entries.append(entry)
        entries.sort { $0.location.offset < $1.location.offset }
    }

    /// The index of a sealed segment without damage, when the file does not say the same.
    func missingIndex(segmentByteCount: UInt64) -> SegmentIndex? {
        guard name.lastHeight != nil else { return nil }
        let right = SegmentIndex(segmentByteCount: segmentByteCount, entries: entries)
        let isRight =
            index?.segmentByteCount == segmentByteCount && index?.entries == right.entries
        return isRight ? nil : right
    }

    private mutating func walk(
        _ file: any File,
        _ progress: (UInt64) -> Void
    ) throws(StorageError) -> UInt64 {
        var scanner = try SegmentScanner(file, firstHeight: name.firstHeight, depth: .everything)
        byteCount = scanner.byteCount
        var durable: UInt64 = 0
        while let frame = try scanner.next() {
            durable = max(durable, frame.fixed?.durableByteCount ?? 0)
            if let fixed = frame.fixed, frame.damage == nil {
                if fixed.kind != .blank {
                    entries.append(FrameEntry(fixed, segment: ordinal, offset: frame.offset))
                }
            } else {
                damages.append(LedgerDamage(frame, fileName: name.fileName, segment: ordinal))
            }
            progress(frame.byteCount)
        }
        return durable
    }

    /// Leaves the end of an interrupted write to the next start, which cuts it off.
    private mutating func cutTail(_ durable: UInt64) {
        guard let torn = damages.first(where: { $0.offset >= durable })?.offset else { return }
        tornByteCount = byteCount - torn
        damages.removeAll { $0.offset >= torn }
        entries.removeAll { $0.location.offset >= torn }
    }
}

// MARK: - By the index

extension SegmentSurvey {
    /// Says of damaged places what the index promises there.
    private mutating func nameDamages() {
        guard let index else { return }
        let whole = Set(entries.map(\.location.offset))
        let promised = index.entries.filter { !whole.contains($0.location.offset) }
            .sorted { $0.location.offset < $1.location.offset }
        guard !overlapsWholeFrames(promised) else {
            // Every frame that is whole was written here, so it is the index that is wrong.
            self.index = nil
            return
        }
        let known = damages.filter { $0.fixed != nil }
        let named =
            known
            + promised.filter { entry in
                !known.contains { $0.offset == entry.location.offset }
            }.map { entry in
                let found = damages.first { $0.offset == entry.location.offset }
                return LedgerDamage(
                    entry,
                    fileName: name.fileName,
                    header: found?.frame.header ?? []
                )
            }
        damages = (named + unexplained(by: named, index.segmentByteCount))
            .sorted { $0.offset < $1.offset }
    }

    private func overlapsWholeFrames(_ promised: [FrameEntry]) -> Bool {
        var next = entries[...]
        for entry in promised {
            let end = entry.location.offset + UInt64(entry.location.byteCount)
            next = next.drop {
                $0.location.offset + UInt64($0.location.byteCount) <= entry.location.offset
            }
            if let first = next.first, first.location.offset < end { return true }
        }
        return false
    }

    /// The parts of damaged places, and of a cut end, where no named frame stood.
    private func unexplained(by named: [LedgerDamage], _ expected: UInt64) -> [LedgerDamage] {
        var ranges = damages.filter { $0.fixed == nil }.map { $0.offset..<$0.end }
        if expected > byteCount {
            let isCutInGap = ranges.last.map { $0.upperBound >= byteCount } ?? false
            ranges.append((isCutInGap ? ranges.removeLast().lowerBound : byteCount)..<expected)
        }
        for taken in named.sorted(by: { $0.offset < $1.offset }) {
            ranges = ranges.flatMap { range in
                [
                    range.lowerBound..<max(range.lowerBound, min(range.upperBound, taken.offset)),
                    min(range.upperBound, max(range.lowerBound, taken.end))..<range.upperBound,
                ]
            }
            ranges.removeAll(where: \.isEmpty)
        }
        return ranges.map {
            LedgerDamage(unknown: $0, fileName: name.fileName, segment: ordinal)
        }
    }
}
