/// Reads deterministic CBOR (RFC 8949 §4.2.1) item by item and refuses every other form.
///
/// A reader is a position in somebody's bytes. Each method reads the item at the position or throws
/// and leaves the position where the item began. Byte strings come back as slices, without copying.
/// Text must be valid UTF-8; that it is in normalisation form C is for its writer to see to
/// (`Swift.String.isInNormalFormC`).
package struct CBORReader: Sendable {
    let bytes: ArraySlice<UInt8>
    let limits: CBORLimits
    /// Where in `bytes` the next item begins.
    var index: Int

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

    /// What has been read since a position.
    package func read(from position: Int) -> ArraySlice<UInt8> {
        bytes[bytes.startIndex + position..<index]
    }

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

    /// Reads a text string and returns its bytes, which are valid UTF-8, without copying.
    package mutating func textBytes() throws(CBORError) -> ArraySlice<UInt8> {
        let range = try textRange(head(of: .text))
        index = range.upperBound
        return bytes[range]
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
}
