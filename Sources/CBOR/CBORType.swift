/// The eight major types of RFC 8949 §3.1; the raw value is the top three bits of an item.
package enum CBORType: UInt8, Hashable, Sendable {
    /// An integer of at least zero.
    case unsigned
    /// An integer below zero.
    case negative
    /// A byte string.
    case bytes
    /// A UTF-8 text string.
    case text
    /// A sequence of items.
    case array
    /// Pairs of items.
    case map
    /// A number that gives the following item a meaning.
    case tag
    /// `false`, `true`, `null` and the other simple values. Floats share this type and are refused.
    case simple

    /// The type in the top three bits of an item's first byte.
    init(initialByte: UInt8) {
        switch initialByte >> 5 {
        case 0: self = .unsigned
        case 1: self = .negative
        case 2: self = .bytes
        case 3: self = .text
        case 4: self = .array
        case 5: self = .map
        case 6: self = .tag
        default: self = .simple
        }
    }
}
