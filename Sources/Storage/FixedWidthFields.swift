extension [UInt8] {
    /// Appends an integer in its full width, most significant byte first.
    mutating func appendBigEndian<Integer: FixedWidthInteger>(_ value: Integer) {
        var shift = Integer.bitWidth
        while shift > 0 {
            shift -= 8
            append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    /// Appends zeros until the count is a multiple of `unit`.
    mutating func padWithZeros(toMultipleOf unit: Int) {
        append(contentsOf: repeatElement(0, count: count.roundedUp(toMultipleOf: unit) - count))
    }
}

extension Int {
    /// The smallest multiple of `unit` that is not below this.
    func roundedUp(toMultipleOf unit: Int) -> Int {
        (self + unit - 1) / unit * unit
    }
}

/// Takes fixed-width big-endian fields from the front of a view, and nil where it ends too early.
struct FieldReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    mutating func integer<Integer: FixedWidthInteger & UnsignedInteger>(
        _ type: Integer.Type = Integer.self
    ) -> Integer? {
        guard let field = bytes(Integer.bitWidth / 8) else { return nil }
        return field.reduce(0) { ($0 << 8) | Integer($1) }
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}
