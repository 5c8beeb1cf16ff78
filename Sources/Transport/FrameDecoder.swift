/// Cuts a stream of bytes into frames: 4 bytes of big-endian length, then that many bytes.
///
/// A frame costs one allocation, its payload. Memory follows the bytes that have arrived and never
/// the length that was announced: a peer that announces 6 MiB and falls silent costs 16 KiB.
package struct FrameDecoder {
    /// Bytes before each payload.
    package static let headerByteCount = 4

    private static let firstReservation = 16_384

    /// The longest payload allowed; a change counts for frames not yet begun.
    package var maximumFrameBytes: Int
    private var length: UInt32 = 0
    private var headerBytesSeen = 0
    private var payload: [UInt8] = []
    private var missing = 0

    /// A decoder at the start of a stream.
    package init(maximumFrameBytes: Int) {
        precondition(maximumFrameBytes >= 0 && maximumFrameBytes <= Int(UInt32.max))
        self.maximumFrameBytes = maximumFrameBytes
    }

    /// Whether the stream may end here without cutting a frame.
    package var isBetweenFrames: Bool { headerBytesSeen == 0 }

    /// Bytes held for the unfinished frame; tests watch that announcements cost nothing.
    package var reservedByteCount: Int { payload.capacity }

    /// Reads on from `position` to the end of the next frame; nil when the bytes end before it.
    ///
    /// Call it with the same bytes until it answers nil. After an error the stream is lost: its
    /// framing cannot be found again.
    package mutating func next(
        in bytes: borrowing Span<UInt8>,
        from position: inout Int
    ) throws(TransportError) -> [UInt8]? {
        while headerBytesSeen < Self.headerByteCount {
            guard position < bytes.count else { return nil }
            length = length << 8 | UInt32(bytes[position])
            headerBytesSeen += 1
            position += 1
            if headerBytesSeen == Self.headerByteCount { try begin(Int(length)) }
        }
        let count = min(missing, bytes.count - position)
        take(bytes.extracting(position..<position + count))
        position += count
        return missing == 0 ? finish() : nil
    }

    private mutating func begin(_ announced: Int) throws(TransportError) {
        guard announced <= maximumFrameBytes else {
            throw .frameTooLong(announced: announced, limit: maximumFrameBytes)
        }
        missing = announced
        payload.reserveCapacity(min(announced, Self.firstReservation))
    }

    private mutating func take(_ part: borrowing Span<UInt8>) {
        let needed = payload.count + part.count
        if needed > payload.capacity {
            // At most four times what is here, and never more than was announced.
            payload.reserveCapacity(min(4 * needed, payload.count + missing))
        }
        // Safe: the span is live during the call and append copies its bytes.
        unsafe part.withUnsafeBufferPointer { unsafe payload.append(contentsOf: $0) }
        missing -= part.count
    }

    private mutating func finish() -> [UInt8] {
        headerBytesSeen = 0
        length = 0
        return exchange(&payload, with: [])
    }
}
