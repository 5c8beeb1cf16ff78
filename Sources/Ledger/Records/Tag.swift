import CBOR
package import Cryptography

/// The first sixteen bytes of a digest: a name for something that is kept in great numbers.
///
/// Two honest names collide once in 2⁶⁴ entries. Somebody who makes two of his own names collide
/// harms only himself: the second is refused.
package struct Tag: Hashable, Sendable {
    /// How many bytes a tag has.
    package static let byteCount = 16

    /// The first eight bytes, as a big-endian number.
    let high: UInt64
    /// The last eight bytes, as a big-endian number.
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes over sixteen bytes; nil for another count.
    package init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for byte in bytes {
            high = high << 8 | low >> 56
            low = low << 8 | UInt64(byte)
        }
        self.init(high: high, low: low)
    }

    /// The beginning of a digest.
    package init(prefixOf digest: Digest) {
        (high, low) = digest.leadingWords
    }

    /// The tag of a text, by the digest of its UTF-8.
    package init(of text: String, suite: Suite) {
        self.init(prefixOf: suite.digest(Array(text.utf8)))
    }

    /// The bytes, written out.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Appends the bytes.
    func append(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: Self.byteCount) { room in
            for shift in stride(from: 56, through: 0, by: -8) {
                room.append(UInt8(truncatingIfNeeded: high >> shift))
            }
            for shift in stride(from: 56, through: 0, by: -8) {
                room.append(UInt8(truncatingIfNeeded: low >> shift))
            }
        }
    }
}

extension CBORWriter {
    /// Writes a tag as a byte string.
    mutating func byteString(_ tag: Tag) {
        byteString(tag.bytes)
    }
}

extension CBORReader {
    /// Reads a byte string of sixteen bytes as a tag of ours, not of CBOR.
    mutating func digestTag() throws(CBORError) -> Tag {
        let start = position
        guard let tag = Tag(try byteString(count: Tag.byteCount)) else {
            throw .outOfRange(at: start)
        }
        return tag
    }
}
