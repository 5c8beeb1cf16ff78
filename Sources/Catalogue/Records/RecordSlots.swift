/// What the reader of one record found, field by field.
struct RecordSlots: Sendable {
    /// One field's value: the encoded item, its content and the number it stands for.
    struct Slot: Sendable {
        /// Where the item begins.
        var itemStart = 0
        /// Where the content of a string begins.
        var start = 0
        /// Where item and content end.
        var end = 0
        /// The number, day, place of the code or truth value.
        var number: Int64 = 0
    }

    private var slots: [Slot]
    /// One bit for each field that is there.
    private(set) var present: UInt64 = 0

    init(count: Int) {
        slots = Array(repeating: Slot(), count: count)
    }

    subscript(position: UInt8) -> Slot { slots[Int(position)] }

    /// Forgets the last record.
    mutating func clear() { present = 0 }

    /// Notes the value of a field.
    mutating func set(_ position: Int, _ slot: Slot) {
        slots[position] = slot
        present |= 1 << UInt64(position)
    }

    /// Whether a field is there.
    func has(_ position: UInt8) -> Bool { present >> UInt64(position) & 1 == 1 }

    /// Whether two fields, both there, hold the same bytes.
    func same(_ left: UInt8, _ right: UInt8, _ bytes: Span<UInt8>) -> Bool {
        let (one, other) = (self[left], self[right])
        guard has(left), has(right), one.end - one.start == other.end - other.start else {
            return false
        }
        for offset in 0..<(one.end - one.start)
        where bytes[one.start + offset] != bytes[other.start + offset] {
            return false
        }
        return true
    }
}
