import CBOR

/// A 32-byte digest, by SHA-256 or SM3; the suite knows which.
package struct Digest: Hashable, Comparable, Sendable {
    let storage: Bytes32

    /// How many bytes a digest has.
    package static let byteCount = Bytes32.byteCount
    /// All bits zero: no digest of anything, a stand-in where there is nothing to name.
    package static let zero = Digest(storage: .zero)

    init(storage: Bytes32) {
        self.storage = storage
    }

    /// Takes over 32 bytes; nil for another count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard let storage = Bytes32(bytes) else { return nil }
        self.storage = storage
    }

    /// Reads 64 hexadecimal digits; nil for anything else.
    package init?(hexadecimal: String) {
        guard let bytes = [UInt8](hexadecimal: hexadecimal) else { return nil }
        self.init(bytes)
    }

    /// The first eight bytes and the next eight, as big-endian numbers.
    package var leadingWords: (UInt64, UInt64) { storage.leadingWords }

    /// The bytes, copied out.
    package var bytes: [UInt8] {
        // Safe: the bytes are copied while they are lent.
        unsafe storage.withBytes { unsafe Array($0) }
    }

    /// Sixty-four lower-case hexadecimal digits.
    package var hexadecimal: String { bytes.hexadecimal }

    /// Orders digests by their bytes, first byte first.
    package static func < (left: Self, right: Self) -> Bool {
        left.storage < right.storage
    }
}

extension Digest: CustomStringConvertible {
    /// The digits, for logs.
    package var description: String { hexadecimal }
}
