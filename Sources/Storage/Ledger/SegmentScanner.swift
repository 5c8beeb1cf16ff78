internal import Cryptography

/// Walks the frames of one segment in order, and goes on behind damage.
///
/// The file is read in large windows; a frame is lent as views of the window.
struct SegmentScanner {
    /// A frame, whole or not.
    struct Frame {
        let offset: UInt64
        let byteCount: UInt64
        /// Nil when the fixed part is damaged.
        let fixed: FrameHeader?
        /// The block header as read; empty when its place is unknown.
        let header: ArraySlice<UInt8>
        /// The body as read; empty when its place is unknown or it was not asked for.
        let body: ArraySlice<UInt8>
        /// Nil when the frame is whole.
        let damage: DamagedPart?
    }

    private let file: any File
    private let firstHeight: UInt64
    private let depth: FrameReader.Depth
    private let windowByteCount: Int
    private var window: [UInt8] = []
    private var windowOffset: UInt64 = 0

    /// Where the next frame is looked for.
    private(set) var offset: UInt64 = 0
    /// The bytes the segment had when the walk began.
    let byteCount: UInt64

    init(_ file: any File, firstHeight: UInt64, depth: FrameReader.Depth) throws(StorageError) {
        self.file = file
        self.firstHeight = firstHeight
        self.depth = depth
        windowByteCount = depth == .everything ? 8 << 20 : 64 << 10
        byteCount = try file.byteCount()
    }

    /// The next frame; nil at the end of the segment.
    mutating func next() throws(StorageError) -> Frame? {
        guard offset < byteCount else { return nil }
        let frame = try frameAtOffset()
        offset += frame.byteCount
        return frame
    }

    private mutating func frameAtOffset() throws(StorageError) -> Frame {
        guard let fixed = try fixedPart(at: offset) else { return try gap() }
        let left = byteCount - offset
        let isUnfinished = UInt64(fixed.frameByteCount) > left
        let header = try view(offset + UInt64(FrameHeader.byteCount), fixed.headerByteCount)
        let body = try view(
            offset + UInt64(fixed.bodyOffset),
            depth == .everything ? fixed.bodyByteCount + fixed.paddingByteCount : 0
        )
        let damage: DamagedPart? =
            if isUnfinished {
                .unfinished
            } else if CRC32C.checksum(header) != fixed.headerChecksum {
                .header
            } else if depth == .everything, CRC32C.checksum(body) != fixed.bodyChecksum {
                .body
            } else {
                nil
            }
        return Frame(
            offset: offset,
            byteCount: min(UInt64(fixed.frameByteCount), left),
            fixed: fixed,
            header: header,
            body: body.prefix(fixed.bodyByteCount),
            damage: damage
        )
    }

    /// The bytes from here to the next whole fixed part, or to the end of the segment.
    private mutating func gap() throws(StorageError) -> Frame {
        let alignment = UInt64(FrameHeader.alignment)
        var end = (offset / alignment + 1) * alignment
        while end < byteCount, try fixedPart(at: end) == nil { end += alignment }
        end = min(end, byteCount)
        let parts = try payloadGuess(byteCount: end - offset)
        return Frame(
            offset: offset,
            byteCount: end - offset,
            fixed: nil,
            header: parts.header,
            body: parts.body,
            damage: end == byteCount ? .unfinished : .fixedPart
        )
    }

    /// Header and body of a frame whose fixed part fails its checksum, if the lengths in it still
    /// lead exactly to the next frame: then the damage is elsewhere in the fixed part.
    private mutating func payloadGuess(
        byteCount gapByteCount: UInt64
    ) throws(StorageError) -> (header: ArraySlice<UInt8>, body: ArraySlice<UInt8>) {
        var fields = FieldReader(try view(offset + 4, 8))
        guard depth == .everything,
            let headerByteCount = fields.integer(UInt32.self).map(Int.init),
            let bodyByteCount = fields.integer(UInt32.self).map(Int.init),
            headerByteCount <= FrameHeader.headerLimit, bodyByteCount <= FrameHeader.bodyLimit
        else { return ([], []) }
        let payload = headerByteCount + bodyByteCount
        let frameByteCount = (FrameHeader.byteCount + payload)
            .roundedUp(toMultipleOf: FrameHeader.alignment)
        guard UInt64(frameByteCount) == gapByteCount else { return ([], []) }
        let bytes = try view(offset + UInt64(FrameHeader.byteCount), payload)
        return (bytes.prefix(headerByteCount), bytes.dropFirst(headerByteCount))
    }

    private mutating func fixedPart(at place: UInt64) throws(StorageError) -> FrameHeader? {
        FrameHeader(
            decoding: try view(place, FrameHeader.byteCount),
            at: FramePlace(firstHeight: firstHeight, offset: place)
        )
    }

    /// Lends bytes of the segment; fewer than asked for only at its end.
    private mutating func view(
        _ start: UInt64,
        _ count: Int
    ) throws(StorageError) -> ArraySlice<UInt8> {
        let end = min(start + UInt64(count), byteCount)
        guard start < end else { return [] }
        if start < windowOffset || end > windowOffset + UInt64(window.count) {
            window = try file.read(at: start, byteCount: max(count, windowByteCount))
            windowOffset = start
        }
        let lower = Int(start - windowOffset)
        return window[min(lower, window.count)..<min(lower + Int(end - start), window.count)]
    }
}
