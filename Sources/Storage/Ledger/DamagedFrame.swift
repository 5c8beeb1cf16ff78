package import Cryptography

/// Which part of a frame does not match its checksum.
package enum DamagedPart: String, Hashable, Sendable {
    /// The fixed part; what the frame is can only be guessed.
    case fixedPart
    /// The block header.
    case header
    /// The body, the proof, or the zeros behind it.
    case body
    /// The segment ends before the frame does: an interrupted write, or a cut file.
    case unfinished
}

/// Where a frame stands in the ledger folder.
package struct FrameSpot: Hashable, Sendable {
    /// The name of the segment file.
    package let fileName: String
    /// The byte of the file at which the frame begins.
    package let offset: UInt64
    /// The bytes of the frame with the zeros that fill it up.
    package let byteCount: UInt64
}

/// A frame that is not as it was written, with all that can still be said about it.
package struct DamagedFrame: Hashable, Sendable {
    /// Where it stands.
    package let spot: FrameSpot
    /// The part that is damaged; the others are as written.
    package let part: DamagedPart
    /// Nil when the fixed part is damaged.
    package let kind: FrameKind?
    /// The height it states; nil when the fixed part is damaged.
    package let height: UInt64?
    /// The hash it states; nil when the fixed part is damaged.
    package let hash: Digest?
    /// The block header as it is now; empty when its place is unknown.
    package let header: [UInt8]
    /// The body or proof as it is now; empty when its place is unknown.
    package let body: [UInt8]
}

extension DamagedFrame {
    init(_ frame: SegmentScanner.Frame, fileName: String) {
        self.init(
            spot: FrameSpot(
                fileName: fileName,
                offset: frame.offset,
                byteCount: frame.byteCount
            ),
            part: frame.damage ?? .fixedPart,
            kind: frame.fixed?.kind,
            height: frame.fixed?.height,
            hash: frame.fixed?.hash,
            header: Array(frame.header),
            body: Array(frame.body)
        )
    }
}
