internal import Cryptography

/// The index file of a sealed segment: its frames, sorted by hash. Spec: <doc:OnDiskFormat#Index>
///
/// The file saves reading the whole segment at start, and is no source of truth: when it is
/// missing, or its checksum fails, it is built again from the segment.
struct SegmentIndex {
    /// How many bytes the segment has.
    let segmentByteCount: UInt64
    /// Sorted by hash, then by kind, then by offset.
    let entries: [FrameEntry]

    private static let magic: [UInt8] = Array("LZI\u{1}".utf8)
    private static let headByteCount = 16
    private static let entryByteCount = 56

    init(segmentByteCount: UInt64, entries: [FrameEntry]) {
        self.segmentByteCount = segmentByteCount
        self.entries = entries.sorted { left, right in
            if left.hash != right.hash { return left.hash < right.hash }
            if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
            return left.location.offset < right.location.offset
        }
    }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.headByteCount + entries.count * Self.entryByteCount + 4)
        bytes += Self.magic
        bytes.appendBigEndian(UInt32(entries.count))
        bytes.appendBigEndian(segmentByteCount)
        for entry in entries {
            bytes += entry.hash.bytes
            bytes.appendBigEndian(entry.height)
            bytes.appendBigEndian(entry.location.offset)
            bytes.appendBigEndian(entry.location.byteCount)
            bytes.appendBigEndian(UInt32(entry.kind.rawValue))
        }
        bytes.appendBigEndian(CRC32C.checksum(bytes))
        return bytes
    }

    /// Reads an index file; nil when it is not whole.
    init?(decoding bytes: [UInt8], segment: UInt32) {
        guard bytes.count >= Self.headByteCount + 4, bytes.starts(with: Self.magic) else {
            return nil
        }
        var trailer = FieldReader(bytes.suffix(4))
        guard trailer.integer(UInt32.self) == CRC32C.checksum(bytes.dropLast(4)) else { return nil }
        var fields = FieldReader(bytes[4...].dropLast(4))
        guard let count = fields.integer(UInt32.self),
            let segmentByteCount = fields.integer(UInt64.self),
            fields.rest.count == Int(count) * Self.entryByteCount
        else { return nil }
        var entries: [FrameEntry] = []
        entries.reserveCapacity(Int(count))
        for _ in 0..<count {
            guard let hash = fields.bytes(Digest.byteCount).flatMap({ Digest($0) }),
                let height = fields.integer(UInt64.self),
                let offset = fields.integer(UInt64.self),
                let byteCount = fields.integer(UInt32.self),
                let kind = fields.integer(UInt32.self)
                    .flatMap(UInt8.init(exactly:)).flatMap(FrameKind.init(rawValue:))
            else { return nil }
            let location = FrameLocation(segment: segment, byteCount: byteCount, offset: offset)
            entries.append(
                FrameEntry(kind: kind, hash: hash, height: height, location: location)
            )
        }
        self.segmentByteCount = segmentByteCount
        self.entries = entries
    }
}
