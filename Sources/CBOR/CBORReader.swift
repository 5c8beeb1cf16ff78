/// Reads deterministic CBOR (RFC 8949 §4.2.1) item by item and refuses every other form.
///
/// A reader is a position in somebody's bytes. Each method reads the item at the position or throws
/// and leaves the position where the item began. Strings come back as slices, without copying. Text
/// must be valid UTF-8; that it is in normalisation form C is the duty of whoever wrote it.
package struct CBORReader: Sendable {
    private let bytes: ArraySlice<UInt8>
    private let limits: CBORLimits
    private var index: Int

    /// Reads a whole buffer.
    package init(_ bytes: [UInt8], limits: CBORLimits = .standard) {
        self.init(bytes[...], limits: limits)
    }

    /// Reads part of a buffer.
    package init(_ bytes: ArraySlice<UInt8>, limits: CBORLimits = .standard) {
        self.bytes = bytes
        self.limits = limits
        index = bytes.startIndex
    }

    /// How many bytes have been read.
    package var position: Int { index - bytes.startIndex }

    /// Whether everything has been read.
    package var isAtEnd: Bool { index == bytes.endIndex }

    /// Whether the next item is `null`; false at the end.
    package var nextIsNull: Bool { index < bytes.endIndex && bytes[index] == 0xf6 }

    /// Throws `trailingBytes` unless everything has been read.
    package func finish() throws(CBORError) {
        guard isAtEnd else { throw .trailingBytes(at: position) }
    }

    /// The type of the next item, which stays unread.
    package func peekType() throws(CBORError) -> CBORType {
        guard index < bytes.endIndex else { throw .truncated(at: position) }
        return CBORType(initialByte: bytes[index])
    }

    // MARK: - Items

    /// Reads an integer of at least zero.
    package mutating func unsigned() throws(CBORError) -> UInt64 {
        let head = try head(of: .unsigned)
        index = head.end
        return head.argument
    }

    /// Reads an integer of either sign; `outOfRange` when it does not fit.
    package mutating func integer() throws(CBORError) -> Int64 {
        let head = try nextHead()
        guard head.type == .unsigned || head.type == .negative else {
            throw .unexpectedType(at: position)
        }
        guard let magnitude = Int64(exactly: head.argument) else { throw .outOfRange(at: position) }
        index = head.end
        return head.type == .unsigned ? magnitude : ~magnitude
    }

    /// Reads a byte string.
    package mutating func byteString() throws(CBORError) -> ArraySlice<UInt8> {
        let range = try stringRange(of: .bytes)
        index = range.upperBound
        return bytes[range]
    }

    /// Reads a byte string of exactly `count` bytes; `outOfRange` for another length.
    package mutating func byteString(count: Int) throws(CBORError) -> ArraySlice<UInt8> {
        let range = try stringRange(of: .bytes)
        guard range.count == count else { throw .outOfRange(at: position) }
        index = range.upperBound
        return bytes[range]
    }

    /// Reads a text string.
    package mutating func text() throws(CBORError) -> String {
        let range = try stringRange(of: .text)
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw .invalidText(at: position)
        }
        index = range.upperBound
        return text
    }

    /// Reads the head of an array and returns how many items follow.
    package mutating func array() throws(CBORError) -> Int {
        let head = try head(of: .array)
        let count = try itemCount(head, bytesPerItem: 1)
        index = head.end
        return count
    }

    /// Reads the head of an array of exactly `count` items; `outOfRange` for another count.
    package mutating func array(count: Int) throws(CBORError) {
        let head = try head(of: .array)
        guard head.argument == UInt64(count) else { throw .outOfRange(at: position) }
        index = head.end
    }

    /// Reads the head of a map and returns how many pairs follow.
    ///
    /// The caller then answers for the order of the keys, by expecting known keys in known order.
    /// `mapEntries()` checks it for keys that are not known beforehand.
    package mutating func map() throws(CBORError) -> Int {
        let head = try head(of: .map)
        let count = try itemCount(head, bytesPerItem: 2)
        index = head.end
        return count
    }

    /// Reads a tag; the tagged item comes next.
    package mutating func tag() throws(CBORError) -> UInt64 {
        let head = try head(of: .tag)
        index = head.end
        return head.argument
    }

    /// Reads `false` or `true`.
    package mutating func boolean() throws(CBORError) -> Bool {
        let value = try simple()
        switch value.number {
        case 20:
            index = value.end
            return false
        case 21:
            index = value.end
            return true
        default:
            throw .unexpectedType(at: position)
        }
    }

    /// Reads `null`.
    package mutating func null() throws(CBORError) {
        let value = try simple()
        guard value.number == 22 else { throw .unexpectedType(at: position) }
        index = value.end
    }

    /// Reads a whole map: decoded keys, each with its value's encoding, in the order of the keys.
    package mutating func mapEntries() throws(CBORError) -> [(
        key: CBORValue, value: ArraySlice<UInt8>
    )] {
        var reader = self
        let count = try reader.map()
        var entries: [(key: CBORValue, value: ArraySlice<UInt8>)] = []
        entries.reserveCapacity(count)
        var order = KeyOrder()
        for _ in 0..<count {
            let start = reader.index
            let key = try reader.value(depth: 1)
            try order.admit(bytes[start..<reader.index], at: start - bytes.startIndex)
            let value = try reader.encodedItem(depth: 1)
            entries.append((key, value))
        }
        self = reader
        return entries
    }

    /// Checks and passes over one whole item and returns its encoding.
    package mutating func encodedItem() throws(CBORError) -> ArraySlice<UInt8> {
        try encodedItem(depth: 0)
    }

    /// Reads one whole item of any type.
    package mutating func value() throws(CBORError) -> CBORValue {
        var reader = self
        let value = try reader.value(depth: 0)
        self = reader
        return value
    }
}

// MARK: - Heads

extension CBORReader {
    /// An item's first bytes: its type, the number they hold and where they end.
    private struct Head {
        let type: CBORType
        let argument: UInt64
        let end: Int
    }

    private func nextHead() throws(CBORError) -> Head {
        guard index < bytes.endIndex else { throw .truncated(at: position) }
        let initial = bytes[index]
        let type = CBORType(initialByte: initial)
        let short = initial & 0x1f
        guard short >= 24 else {
            return Head(type: type, argument: UInt64(short), end: index + 1)
        }
        guard short < 28 else {
            throw short == 31 ? .indefiniteLength(at: position) : .unsupported(at: position)
        }
        let width = 1 << Int(short - 24)
        guard type != .simple || width == 1 else { throw .unsupported(at: position) }
        let end = index + 1 + width
        guard end <= bytes.endIndex else { throw .truncated(at: position) }
        var argument: UInt64 = 0
        for place in (index + 1)..<end {
            argument = argument << 8 | UInt64(bytes[place])
        }
        let smallest: UInt64 =
            switch width {
            case 1: type == .simple ? 32 : 24
            case 2: 0x100
            case 4: 0x1_0000
            default: 0x1_0000_0000
            }
        guard argument >= smallest else { throw .notShortest(at: position) }
        return Head(type: type, argument: argument, end: end)
    }

    private func head(of type: CBORType) throws(CBORError) -> Head {
        let head = try nextHead()
        guard head.type == type else { throw .unexpectedType(at: position) }
        return head
    }

    private func simple() throws(CBORError) -> (number: UInt8, end: Int) {
        let head = try head(of: .simple)
        return (UInt8(truncatingIfNeeded: head.argument), head.end)
    }

    private func stringRange(of type: CBORType) throws(CBORError) -> Range<Int> {
        try stringRange(head(of: type))
    }

    private func stringRange(_ head: Head) throws(CBORError) -> Range<Int> {
        guard head.argument <= UInt64(limits.maximumStringBytes) else {
            throw .tooLong(at: position)
        }
        let count = Int(head.argument)
        guard count <= bytes.endIndex - head.end else { throw .truncated(at: position) }
        return head.end..<(head.end + count)
    }

    /// The announced count, refused when it exceeds the limits or what the remaining bytes can hold.
    private func itemCount(_ head: Head, bytesPerItem: Int) throws(CBORError) -> Int {
        guard head.argument <= UInt64(limits.maximumItems) else { throw .tooLong(at: position) }
        let count = Int(head.argument)
        guard count <= (bytes.endIndex - head.end) / bytesPerItem else {
            throw .truncated(at: position)
        }
        return count
    }
}

// MARK: - Whole items

extension CBORReader {
    /// Admits a map's keys one after the other while they ascend.
    private struct KeyOrder {
        private var last: ArraySlice<UInt8>?

        mutating func admit(_ key: ArraySlice<UInt8>, at offset: Int) throws(CBORError) {
            if let last, !last.lexicographicallyPrecedes(key) { throw .keyOrder(at: offset) }
            last = key
        }
    }

    private mutating func encodedItem(depth: Int) throws(CBORError) -> ArraySlice<UInt8> {
        var reader = self
        try reader.skip(depth: depth)
        let item = bytes[index..<reader.index]
        self = reader
        return item
    }

    private mutating func skip(depth: Int) throws(CBORError) {
        let head = try nextHead()
        switch head.type {
        case .unsigned, .negative, .simple:
            index = head.end
        case .bytes:
            index = try stringRange(head).upperBound
        case .text:
            _ = try text()
        case .array:
            try descend(from: depth)
            let count = try array()
            for _ in 0..<count { try skip(depth: depth + 1) }
        case .map:
            try descend(from: depth)
            let count = try map()
            var order = KeyOrder()
            for _ in 0..<count {
                let start = index
                try skip(depth: depth + 1)
                try order.admit(bytes[start..<index], at: start - bytes.startIndex)
                try skip(depth: depth + 1)
            }
        case .tag:
            try descend(from: depth)
            index = head.end
            try skip(depth: depth + 1)
        }
    }

    private mutating func value(depth: Int) throws(CBORError) -> CBORValue {
        let head = try nextHead()
        switch head.type {
        case .unsigned:
            index = head.end
            return .unsigned(head.argument)
        case .negative:
            index = head.end
            return .negative(head.argument)
        case .bytes:
            return .bytes(Array(try byteString()))
        case .text:
            return .text(try text())
        case .array:
            try descend(from: depth)
            let count = try array()
            var items: [CBORValue] = []
            items.reserveCapacity(count)
            for _ in 0..<count { items.append(try value(depth: depth + 1)) }
            return .array(items)
        case .map:
            try descend(from: depth)
            return .map(try pairs(depth: depth + 1))
        case .tag:
            try descend(from: depth)
            index = head.end
            return .tagged(head.argument, try value(depth: depth + 1))
        case .simple:
            index = head.end
            return CBORValue(simple: UInt8(truncatingIfNeeded: head.argument))
        }
    }

    private mutating func pairs(depth: Int) throws(CBORError) -> [CBORPair] {
        let count = try map()
        var pairs: [CBORPair] = []
        pairs.reserveCapacity(count)
        var order = KeyOrder()
        for _ in 0..<count {
            let start = index
            let key = try value(depth: depth)
            try order.admit(bytes[start..<index], at: start - bytes.startIndex)
            pairs.append(CBORPair(key, try value(depth: depth)))
        }
        return pairs
    }

    private func descend(from depth: Int) throws(CBORError) {
        guard depth < limits.maximumDepth else { throw .tooDeep(at: position) }
    }
}
