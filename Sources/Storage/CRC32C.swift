internal import CLinux

/// The Castagnoli checksum (RFC 3720 appendix B.4) over bytes that arrive in pieces.
///
/// It finds accidents of disks and of memory, never forgery: what must not be forged carries
/// digests and signatures of its own. Where the processor has the instruction (SSE 4.2) eight
/// bytes are taken at a time; elsewhere eight tables of 256 entries do the same by lookup.
package struct CRC32C: Sendable {
    private var state: UInt32 = .max

    /// Starts a checksum of nothing yet.
    package init() {}

    /// The checksum of everything taken in so far.
    package var value: UInt32 { ~state }

    /// The checksum of one whole buffer.
    package static func checksum(_ bytes: [UInt8]) -> UInt32 {
        checksum(bytes[...])
    }

    /// The checksum of one whole view.
    package static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var checksum = CRC32C()
        checksum.update(bytes)
        return checksum.value
    }

    /// Takes in the next piece.
    package mutating func update(_ bytes: [UInt8]) {
        update(bytes[...])
    }

    /// Takes in the next piece.
    package mutating func update(_ bytes: ArraySlice<UInt8>) {
        guard Self.processorHasInstruction else { return updateByTable(bytes) }
        // Safe: the buffer is lent for the call, and exactly its own count is read.
        state = unsafe bytes.withUnsafeBytes { buffer in
            unsafe lianzheng_crc32c(state, buffer.baseAddress, buffer.count)
        }
    }

    /// Takes in the next eight bytes of an integer, most significant first.
    package mutating func update(_ value: UInt64) {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(value)
        update(bytes)
    }

    /// Takes in the next piece without the processor's instruction ("slicing by eight").
    package mutating func updateByTable(_ bytes: ArraySlice<UInt8>) {
        // Safe: both buffers are lent for the call; `index` stays within `buffer.count`, and a
        // table index is eight tables times 256 entries at most.
        state = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Self.tables.withUnsafeBufferPointer { tables in
                var state = state
                var index = 0
                while buffer.count - index >= 8 {
                    let word = unsafe UInt64(
                        littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    )
                    let low = UInt32(truncatingIfNeeded: word) ^ state
                    let high = UInt32(truncatingIfNeeded: word >> 32)
                    state = 0
                    for step in 0..<4 {
                        let shift = UInt32(8 * step)
                        state ^= unsafe tables[(7 - step) * 256 + Int((low >> shift) & 0xff)]
                        state ^= unsafe tables[(3 - step) * 256 + Int((high >> shift) & 0xff)]
                    }
                    index += 8
                }
                while index < buffer.count {
                    let entry = unsafe Int((state ^ UInt32(buffer[index])) & 0xff)
                    state = unsafe tables[entry] ^ (state >> 8)
                    index += 1
                }
                return state
            }
        }
    }

    private static let processorHasInstruction = lianzheng_has_crc32c() != 0

    /// Table k holds the checksum of each byte followed by k zero bytes.
    private static let tables: [UInt32] = {
        let reversedPolynomial: UInt32 = 0x82f6_3b78
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var value = UInt32(byte)
            for _ in 0..<8 {
                value = value & 1 == 1 ? (value >> 1) ^ reversedPolynomial : value >> 1
            }
            tables[byte] = value
        }
        for entry in 256..<(8 * 256) {
            let previous = tables[entry - 256]
            tables[entry] = tables[Int(previous & 0xff)] ^ (previous >> 8)
        }
        return tables
    }()
}
