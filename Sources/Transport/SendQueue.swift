/// Frames on their way out, cut and joined so that each write fills a TLS record.
///
/// Small frames are copied behind one another into a batch. A large frame only tops the batch up;
/// the rest of it is queued as it is, so a block sent to twenty peers is in memory once.
package struct SendQueue {
    /// A batch is written as one record when it has this many bytes (RFC 8446 §5.1).
    private static let recordByteCount = 16_384
    /// A batch beyond this is closed and a new one begun, so that no array ever grows large.
    private static let maximumBatchByteCount = 65_536

    private var closed: [ArraySlice<UInt8>] = []
    private var closedIndex = 0
    private var batch: [UInt8] = []
    private var batchSent = 0

    /// Bytes not yet written, length prefixes included.
    package private(set) var byteCount = 0

    /// An empty queue.
    package init() {}

    /// Whether everything has been written.
    package var isEmpty: Bool { byteCount == 0 }

    /// Puts one frame at the end.
    package mutating func append(_ payload: [UInt8]) {
        appendLength(payload.count)
        byteCount += FrameDecoder.headerByteCount + payload.count
        if payload.count <= Self.recordByteCount {
            batch.append(contentsOf: payload)
        } else {
            let room = max(0, Self.recordByteCount - (batch.count - batchSent))
            batch.append(contentsOf: payload[..<room])
            closeBatch()
            closed.append(payload[room...])
        }
        if batch.count >= Self.maximumBatchByteCount { closeBatch() }
    }

    /// Lends the next bytes to write, which are not empty while the queue is not.
    package func withNext<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        // Safe: the buffer is lent for the call only.
        if closedIndex < closed.count {
            return unsafe closed[closedIndex].withUnsafeBytes(body)
        }
        return unsafe batch[batchSent...].withUnsafeBytes(body)
    }

    /// Counts the first bytes as written; never more than `withNext` lent.
    package mutating func consume(_ count: Int) {
        byteCount -= count
        if closedIndex < closed.count {
            closed[closedIndex].removeFirst(count)
            if closed[closedIndex].isEmpty { dropClosed() }
        } else {
            batchSent += count
            if batchSent == batch.count {
                batch.removeAll(keepingCapacity: batch.capacity <= 2 * Self.recordByteCount)
                batchSent = 0
            }
        }
    }

    private mutating func appendLength(_ count: Int) {
        precondition(count <= Int(UInt32.max), "a frame's length has 32 bits")
        let length = UInt32(count)
        batch.append(UInt8(truncatingIfNeeded: length >> 24))
        batch.append(UInt8(truncatingIfNeeded: length >> 16))
        batch.append(UInt8(truncatingIfNeeded: length >> 8))
        batch.append(UInt8(truncatingIfNeeded: length))
    }

    private mutating func closeBatch() {
        closed.append(batch[batchSent...])
        batch = []
        batchSent = 0
    }

    /// Lets go of the first closed part, and compacts the list now and then.
    private mutating func dropClosed() {
        closed[closedIndex] = []
        closedIndex += 1
        if closedIndex == closed.count {
            closed.removeAll(keepingCapacity: true)
            closedIndex = 0
        } else if closedIndex >= 64 && closedIndex * 2 >= closed.count {
            closed.removeFirst(closedIndex)
            closedIndex = 0
        }
    }
}
