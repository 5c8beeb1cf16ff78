// Nothing here moves the position. The methods are `mutating` all the same: a reader that lends
// itself is not copied for each head, with a reference to its buffer counted up and down.
extension CBORReader {
    /// An item's first bytes: its type, the number they hold and where they end.
    struct Head {
        let type: CBORType
        let argument: UInt64
        let end: Int
    }

    mutating func nextHead() throws(CBORError) -> Head {
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

    mutating func head(of type: CBORType) throws(CBORError) -> Head {
        let head = try nextHead()
        guard head.type == type else { throw .unexpectedType(at: position) }
        return head
    }

    mutating func simple() throws(CBORError) -> (number: UInt8, end: Int) {
        let head = try head(of: .simple)
        return (UInt8(truncatingIfNeeded: head.argument), head.end)
    }

    mutating func stringRange(of type: CBORType) throws(CBORError) -> Range<Int> {
        try stringRange(head(of: type))
    }

    mutating func stringRange(_ head: Head) throws(CBORError) -> Range<Int> {
        guard head.argument <= UInt64(limits.maximumStringBytes) else {
            throw .tooLong(at: position)
        }
        let count = Int(head.argument)
        guard count <= bytes.endIndex - head.end else { throw .truncated(at: position) }
        return head.end..<(head.end + count)
    }

    /// Where a text string's bytes lie, which are valid UTF-8.
    mutating func textRange(_ head: Head) throws(CBORError) -> Range<Int> {
        let range = try stringRange(head)
        guard (try? UTF8Span(validating: bytes[range].span)) != nil else {
            throw .invalidText(at: position)
        }
        return range
    }

    /// The announced count, refused beyond the limits or what the remaining bytes can hold.
    mutating func itemCount(_ head: Head, bytesPerItem: Int) throws(CBORError) -> Int {
        guard head.argument <= UInt64(limits.maximumItems) else { throw .tooLong(at: position) }
        let count = Int(head.argument)
        guard count <= (bytes.endIndex - head.end) / bytesPerItem else {
            throw .truncated(at: position)
        }
        return count
    }
}
