package import Cryptography

/// Where a frame lies: 16 bytes, for an index may hold millions.
package struct FrameLocation: Hashable, Sendable {
    /// The segment, counted from the oldest of the folder.
    package let segment: UInt32
    /// The bytes of the whole frame.
    package let byteCount: UInt32
    /// Where in the segment it begins.
    package let offset: UInt64
}

/// One line of an index: what a frame is, and where.
package struct FrameEntry: Hashable, Sendable {
    /// Block or finalization.
    package let kind: FrameKind
    /// The hash of the block it holds or finalizes.
    package let hash: Digest
    /// The height of that block.
    package let height: UInt64
    /// Where the frame lies.
    package let location: FrameLocation
}

extension FrameEntry {
    init(_ header: FrameHeader, segment: UInt32, offset: UInt64) {
        self.init(
            kind: header.kind,
            hash: header.hash,
            height: header.height,
            location: FrameLocation(
                segment: segment,
                byteCount: UInt32(header.frameByteCount),
                offset: offset
            )
        )
    }
}
