extension CBORReader {
    /// One pair of a map: the decoded key and the encoding of its value.
    package typealias Entry = (key: CBORValue, value: ArraySlice<UInt8>)

    /// Reads a whole map: decoded keys, each with its value's encoding, in the order of the keys.
    package mutating func mapEntries() throws(CBORError) -> [Entry] {
        var reader = self
        let count = try reader.map()
        var entries: [Entry] = []
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
        let start = index
        do { return try value(depth: 0) } catch {
            index = start
            throw error
        }
    }
}

// MARK: - One level

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
        let start = index
        do { try skip(depth: depth) } catch {
            index = start
            throw error
        }
        return bytes[start..<index]
    }

    private mutating func skip(depth: Int) throws(CBORError) {
        let head = try nextHead()
        switch head.type {
        case .unsigned, .negative, .simple:
            index = head.end
        case .bytes:
            index = try stringRange(head).upperBound
        case .text:
            index = try textRange(head).upperBound
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

    private mutating func descend(from depth: Int) throws(CBORError) {
        guard depth < limits.maximumDepth else { throw .tooDeep(at: position) }
    }
}
