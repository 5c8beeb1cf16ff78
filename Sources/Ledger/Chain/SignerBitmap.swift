/// Which validators of a set signed: one bit each, most significant bit first.
///
/// - Invariant: exactly ⌈n/8⌉ bytes, and the padding bits are zero.
package struct SignerBitmap: Hashable, Sendable {
    /// The number of validators, n.
    package let count: Int
    /// The encoded bitmap.
    package private(set) var bytes: [UInt8]

    /// A bitmap for `count` validators in which nobody signed.
    package init(count: Int) {
        precondition(count > 0, "a validator set is never empty")
        self.count = count
        bytes = [UInt8](repeating: 0, count: Self.byteCount(for: count))
    }

    /// Reads a bitmap for `count` validators; nil unless its length and padding are right.
    package init?(_ bytes: [UInt8], count: Int) {
        guard count > 0, bytes.count == Self.byteCount(for: count), let last = bytes.last else {
            return nil
        }
        let paddingBits = bytes.count * 8 - count
        guard last & (UInt8(1) << paddingBits &- 1) == 0 else { return nil }
        self.count = count
        self.bytes = bytes
    }

    /// The length of the bitmap of `count` validators, in bytes.
    package static func byteCount(for count: Int) -> Int { (count + 7) / 8 }

    /// How many validators signed.
    package var memberCount: Int { bytes.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The indexes of those who signed, ascending.
    package var members: [Int] { (0..<count).filter(contains) }

    /// Whether validator `index` signed.
    package func contains(_ index: Int) -> Bool {
        0..<count ~= index && bytes[index / 8] & Self.mask(index) != 0
    }

    /// Marks validator `index` as a signer.
    package mutating func insert(_ index: Int) {
        precondition(0..<count ~= index, "the signer is in the set")
        bytes[index / 8] |= Self.mask(index)
    }

    private static func mask(_ index: Int) -> UInt8 { 0x80 >> UInt8(index % 8) }
}
