/// Writes deterministic CBOR (RFC 8949 §4.2.1): shortest forms and definite lengths.
///
/// The caller writes as many items after `array(_:)` or `map(_:)` as it announced, and a map's
/// pairs in bytewise order of their encoded keys; `CBORValue` sorts by itself.
package struct CBORWriter: Sendable {
    /// Everything written so far.
    package private(set) var bytes: [UInt8] = []

    /// Starts empty with room for `capacity` bytes.
    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// Writes an integer of at least zero.
    package mutating func unsigned(_ value: UInt64) {
        head(.unsigned, value)
    }

    /// Writes an integer of either sign.
    package mutating func integer(_ value: Int64) {
        if value >= 0 {
            head(.unsigned, UInt64(value))
        } else {
            head(.negative, UInt64(bitPattern: ~value))
        }
    }

    /// Writes the integer −1 − `value`, for those that do not fit `Int64`.
    package mutating func negative(_ value: UInt64) {
        head(.negative, value)
    }

    /// Writes a byte string.
    package mutating func byteString(_ value: [UInt8]) {
        head(.bytes, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a byte string.
    package mutating func byteString(_ value: ArraySlice<UInt8>) {
        head(.bytes, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Writes a byte string that lies in no array, such as a digest.
    package mutating func byteString(_ value: Span<UInt8>) {
        head(.bytes, UInt64(value.count))
        bytes.append(addingCapacity: value.count) { room in
            for index in value.indices { room.append(value[index]) }
        }
    }

    /// Writes a text string; the producer brings it to Unicode normalisation form C beforehand.
    package mutating func text(_ value: String) {
        let utf8 = value.utf8
        head(.text, UInt64(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    /// Announces an array of `count` items.
    package mutating func array(_ count: Int) {
        precondition(count >= 0)
        head(.array, UInt64(count))
    }

    /// Announces a map of `count` pairs.
    package mutating func map(_ count: Int) {
        precondition(count >= 0)
        head(.map, UInt64(count))
    }

    /// Tags the item written next.
    package mutating func tag(_ number: UInt64) {
        head(.tag, number)
    }

    /// Writes `false` or `true`.
    package mutating func boolean(_ value: Bool) {
        bytes.append(value ? 0xf5 : 0xf4)
    }

    /// Writes `null`.
    package mutating func null() {
        bytes.append(0xf6)
    }

    /// Writes another simple value; 24 to 31 are reserved (RFC 8949 §3.3) and a programming error.
    package mutating func simple(_ value: UInt8) {
        precondition(!(24..<32).contains(value), "a reserved simple value")
        head(.simple, UInt64(value))
    }

    /// Splices in one item that is encoded already.
    package mutating func encoded(_ item: [UInt8]) {
        bytes.append(contentsOf: item)
    }

    /// Splices in one item that is encoded already.
    package mutating func encoded(_ item: ArraySlice<UInt8>) {
        bytes.append(contentsOf: item)
    }

    private mutating func head(_ type: CBORType, _ argument: UInt64) {
        let major = type.rawValue << 5
        switch argument {
        case 0..<24:
            bytes.append(major | UInt8(truncatingIfNeeded: argument))
        case 24...0xff:
            bytes.append(major | 24)
            bytes.append(UInt8(truncatingIfNeeded: argument))
        case 0x100...0xffff:
            bytes.append(major | 25)
            bigEndian(UInt16(truncatingIfNeeded: argument))
        case 0x1_0000...0xffff_ffff:
            bytes.append(major | 26)
            bigEndian(UInt32(truncatingIfNeeded: argument))
        default:
            bytes.append(major | 27)
            bigEndian(argument)
        }
    }

    private mutating func bigEndian<Number: FixedWidthInteger>(_ number: Number) {
        for shift in stride(from: Number.bitWidth - 8, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: number >> shift))
        }
    }
}
