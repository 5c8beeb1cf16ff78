internal import Cryptography

/// What a frame holds.
package enum FrameKind: UInt8, Hashable, Sendable {
    /// A block: header bytes, then body bytes.
    case block = 1
    /// A finalization: no header bytes; the body is the proof.
    case finalization = 2
    /// Nothing, where a frame was lost that no chain needs: zeros, passed over by every reader.
    case blank = 3
}

/// Where a frame begins: the segment, named by its first height, and the byte in it.
struct FramePlace: Hashable, Sendable {
    let firstHeight: UInt64
    let offset: UInt64
}

/// The fixed 72 bytes before every frame's payload. Spec: <doc:OnDiskFormat#Frame>
///
/// The last field is a checksum over the place of the frame and the 68 bytes before it. A frame
/// that the disk wrote to a wrong place is therefore damaged, even though its bytes are whole; and
/// when the fixed part is whole, the kind, length and name of the frame can be trusted although
/// the payload is damaged.
struct FrameHeader: Hashable, Sendable {
    let kind: FrameKind
    let headerByteCount: Int
    let bodyByteCount: Int
    let height: UInt64
    let hash: Digest
    /// How many bytes of the segment were durable when the frame was written.
    let durableByteCount: UInt64
    let headerChecksum: UInt32
    /// Of the body and of the zeros after it.
    let bodyChecksum: UInt32

    static let byteCount = 72
    /// Frames begin at multiples of this: the smallest unit that a disk writes as a whole.
    static let alignment = 512
    /// The most bytes a block header may have.
    static let headerLimit = 1 << 20
    /// The most bytes a body or a proof may have.
    static let bodyLimit = 64 << 20
    /// "LZF" and the version of the format; the fourth byte is the kind.
    static let magic: [UInt8] = [0x4c, 0x5a, 0xf1]

    /// The bytes of the whole frame with the zeros that fill it up.
    var frameByteCount: Int {
        (Self.byteCount + headerByteCount + bodyByteCount).roundedUp(toMultipleOf: Self.alignment)
    }

    /// The zeros at the end of the frame.
    var paddingByteCount: Int {
        frameByteCount - Self.byteCount - headerByteCount - bodyByteCount
    }

    /// Where the body begins, counted from the beginning of the frame.
    var bodyOffset: Int { Self.byteCount + headerByteCount }

    func encoded(at place: FramePlace) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount + headerByteCount)
        bytes += Self.magic
        bytes.append(kind.rawValue)
        bytes.appendBigEndian(UInt32(headerByteCount))
        bytes.appendBigEndian(UInt32(bodyByteCount))
        bytes.appendBigEndian(height)
        bytes += hash.bytes
        bytes.appendBigEndian(durableByteCount)
        bytes.appendBigEndian(headerChecksum)
        bytes.appendBigEndian(bodyChecksum)
        bytes.appendBigEndian(Self.checksum(of: bytes[...], at: place))
        return bytes
    }

    /// Reads the fixed part of a frame; nil when it is not whole, or not meant for this place.
    init?(decoding bytes: ArraySlice<UInt8>, at place: FramePlace) {
        guard bytes.count >= Self.byteCount, bytes.starts(with: Self.magic) else { return nil }
        let fixed = bytes.prefix(Self.byteCount)
        var fields = FieldReader(fixed.dropFirst(Self.magic.count))
        guard let kind = fields.integer(UInt8.self).flatMap(FrameKind.init(rawValue:)),
            let headerByteCount = fields.integer(UInt32.self),
            let bodyByteCount = fields.integer(UInt32.self),
            let height = fields.integer(UInt64.self),
            let hash = fields.bytes(Digest.byteCount).flatMap({ Digest($0) }),
            let durableByteCount = fields.integer(UInt64.self),
            let headerChecksum = fields.integer(UInt32.self),
            let bodyChecksum = fields.integer(UInt32.self),
            let checksum = fields.integer(UInt32.self),
            checksum == Self.checksum(of: fixed.dropLast(4), at: place),
            headerByteCount <= Self.headerLimit, bodyByteCount <= Self.bodyLimit,
            durableByteCount <= place.offset, height < .max
        else { return nil }
        self.init(
            kind: kind,
            headerByteCount: Int(headerByteCount),
            bodyByteCount: Int(bodyByteCount),
            height: height,
            hash: hash,
            durableByteCount: durableByteCount,
            headerChecksum: headerChecksum,
            bodyChecksum: bodyChecksum
        )
    }

    private static func checksum(of fixed: ArraySlice<UInt8>, at place: FramePlace) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(place.firstHeight)
        checksum.update(place.offset)
        checksum.update(fixed)
        return checksum.value
    }
}

extension FrameHeader {
    /// Describes a block to be written.
    init(_ block: StoredBlock, durableByteCount: UInt64) {
        self.init(
            kind: .block,
            hash: block.hash,
            height: block.height,
            header: block.header,
            body: block.body,
            durableByteCount: durableByteCount
        )
    }

    /// Describes a finalization to be written.
    init(_ finalization: StoredFinalization, durableByteCount: UInt64) {
        self.init(
            kind: .finalization,
            hash: finalization.hash,
            height: finalization.height,
            header: [],
            body: finalization.proof,
            durableByteCount: durableByteCount
        )
    }

    /// Describes a frame that says nothing and fills its place, which is a multiple of 512 bytes.
    static func blank(byteCount: Int) -> FrameHeader {
        FrameHeader(
            kind: .blank,
            hash: .zero,
            height: 0,
            header: [],
            body: [UInt8](repeating: 0, count: byteCount - Self.byteCount),
            durableByteCount: 0
        )
    }

    private init(
        kind: FrameKind,
        hash: Digest,
        height: UInt64,
        header: [UInt8],
        body: [UInt8],
        durableByteCount: UInt64
    ) {
        let payloadByteCount = Self.byteCount + header.count + body.count
        let padding = payloadByteCount.roundedUp(toMultipleOf: Self.alignment) - payloadByteCount
        var bodyChecksum = CRC32C()
        bodyChecksum.update(body)
        bodyChecksum.update([UInt8](repeating: 0, count: padding))
        self.init(
            kind: kind,
            headerByteCount: header.count,
            bodyByteCount: body.count,
            height: height,
            hash: hash,
            durableByteCount: durableByteCount,
            headerChecksum: CRC32C.checksum(header),
            bodyChecksum: bodyChecksum.value
        )
    }

    private init(
        kind: FrameKind,
        headerByteCount: Int,
        bodyByteCount: Int,
        height: UInt64,
        hash: Digest,
        durableByteCount: UInt64,
        headerChecksum: UInt32,
        bodyChecksum: UInt32
    ) {
        self.kind = kind
        self.headerByteCount = headerByteCount
        self.bodyByteCount = bodyByteCount
        self.height = height
        self.hash = hash
        self.durableByteCount = durableByteCount
        self.headerChecksum = headerChecksum
        self.bodyChecksum = bodyChecksum
    }
}
