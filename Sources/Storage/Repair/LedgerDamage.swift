internal import Cryptography

/// A place in the ledger folder that no longer holds what had been durable there.
package struct LedgerDamage: Hashable, Sendable {
    /// Where it is, what is damaged, and all that can still be said of what stood there.
    ///
    /// Where the fixed part of a frame is damaged, the index of its segment says what it was. The
    /// body is left out.
    package let frame: DamagedFrame
    /// Whether a whole finalization was written behind it.
    ///
    /// A finalization that stood here is then covered by that one, and a block which no stored
    /// header or proof names is on a branch that was given up.
    package internal(set) var isSettled = false
    /// The segment, counted from the oldest.
    let segment: UInt32
    /// The fixed part; nil when it is damaged.
    let fixed: FrameHeader?

    /// The byte at which the place begins.
    var offset: UInt64 { frame.spot.offset }
    /// The first byte behind it.
    var end: UInt64 { frame.spot.offset + frame.spot.byteCount }

    /// A damaged frame as a walk over its segment found it.
    init(_ found: SegmentScanner.Frame, fileName: String, segment: UInt32) {
        // A cut file may end anywhere; frames do not.
        let byteCount =
            found.fixed?.frameByteCount
            ?? Int(found.byteCount).roundedUp(toMultipleOf: FrameHeader.alignment)
        self.init(
            FrameSpot(fileName: fileName, offset: found.offset, byteCount: UInt64(byteCount)),
            part: found.damage ?? .fixedPart,
            kind: found.fixed?.kind,
            height: found.fixed?.height,
            hash: found.fixed?.hash,
            header: Array(found.header),
            segment: segment,
            fixed: found.fixed
        )
    }

    /// A frame that the index promises and the segment does not hold.
    init(_ promised: FrameEntry, fileName: String, header: [UInt8]) {
        self.init(
            FrameSpot(
                fileName: fileName,
                offset: promised.location.offset,
                byteCount: UInt64(promised.location.byteCount)
            ),
            part: .fixedPart,
            kind: promised.kind,
            height: promised.height,
            hash: promised.hash,
            header: header,
            segment: promised.location.segment
        )
    }

    /// A place of which nothing is known.
    init(unknown range: Range<UInt64>, fileName: String, segment: UInt32, header: [UInt8] = []) {
        self.init(
            FrameSpot(
                fileName: fileName,
                offset: range.lowerBound,
                byteCount: range.upperBound - range.lowerBound
            ),
            part: .fixedPart,
            kind: nil,
            height: nil,
            hash: nil,
            header: header,
            segment: segment
        )
    }

    private init(
        _ spot: FrameSpot,
        part: DamagedPart,
        kind: FrameKind?,
        height: UInt64?,
        hash: Digest?,
        header: [UInt8],
        segment: UInt32,
        fixed: FrameHeader? = nil
    ) {
        frame = DamagedFrame(
            spot: spot,
            part: part,
            kind: kind,
            height: height,
            hash: hash,
            header: header,
            body: []
        )
        self.segment = segment
        self.fixed = fixed
    }
}
