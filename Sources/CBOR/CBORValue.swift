/// Any item of our profile of CBOR, for parts whose shape is not known beforehand.
package enum CBORValue: Hashable, Sendable {
    /// An integer of at least zero.
    case unsigned(UInt64)
    /// The integer −1 − n, where n is the payload (RFC 8949 §3.1).
    case negative(UInt64)
    /// A byte string.
    case bytes([UInt8])
    /// A UTF-8 text string.
    case text(String)
    /// A sequence of items.
    case array([CBORValue])
    /// Pairs with distinct keys; `encoded` sorts them.
    case map([CBORPair])
    /// An item with a tag number.
    indirect case tagged(UInt64, CBORValue)
    /// `false` or `true`.
    case boolean(Bool)
    /// `null`.
    case null
    /// A simple value other than `false`, `true` and `null`.
    case simple(UInt8)

    /// Decodes exactly one item that fills the whole buffer.
    package init(
        decoding bytes: [UInt8],
        limits: CBORLimits = .standard
    ) throws(CBORError) {
        var reader = CBORReader(bytes, limits: limits)
        self = try reader.value()
        try reader.finish()
    }

    /// An integer of either sign.
    package init(_ integer: Int64) {
        self = integer >= 0 ? .unsigned(UInt64(integer)) : .negative(UInt64(bitPattern: ~integer))
    }

    init(simple number: UInt8) {
        switch number {
        case 20: self = .boolean(false)
        case 21: self = .boolean(true)
        case 22: self = .null
        default: self = .simple(number)
        }
    }

    /// The deterministic encoding; repeated map keys are a programming error.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 64)
        writer.value(self)
        return writer.bytes
    }
}

/// One key of a map with its value.
package struct CBORPair: Hashable, Sendable {
    /// The key, unique in its map.
    package let key: CBORValue
    /// What the key stands for.
    package let value: CBORValue

    /// A key with its value.
    package init(_ key: CBORValue, _ value: CBORValue) {
        self.key = key
        self.value = value
    }
}

extension CBORWriter {
    /// Writes any item, map keys in bytewise order of their encodings.
    package mutating func value(_ value: CBORValue) {
        switch value {
        case .unsigned(let number): unsigned(number)
        case .negative(let number): negative(number)
        case .bytes(let string): byteString(string)
        case .text(let string): text(string)
        case .array(let items):
            array(items.count)
            for item in items { self.value(item) }
        case .map(let pairs): sortedMap(pairs)
        case .tagged(let number, let item):
            tag(number)
            self.value(item)
        case .boolean(let flag): boolean(flag)
        case .null: null()
        case .simple(let number): simple(number)
        }
    }

    private mutating func sortedMap(_ pairs: [CBORPair]) {
        let entries = pairs.map { (key: $0.key.encoded, value: $0.value) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (entry, next) in zip(entries, entries.dropFirst()) {
            precondition(entry.key != next.key, "a map with a repeated key")
        }
        map(entries.count)
        for entry in entries {
            encoded(entry.key)
            value(entry.value)
        }
    }
}
