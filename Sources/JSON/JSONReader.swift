/// Bounds on the JSON a reader accepts, so that no input can exhaust stack or memory.
package struct JSONLimits: Hashable, Sendable {
    /// The longest text, in bytes.
    package var maximumBytes = 64 << 20
    /// The deepest nesting of arrays and objects.
    package var maximumDepth = 64

    /// Limits that suit configuration files and records.
    package static let standard = JSONLimits()

    /// The standard limits, to be changed where they do not suit.
    package init() {}
}

extension JSONValue {
    /// Reads the one value that `bytes` hold, strictly as RFC 8259 has it.
    ///
    /// Members that occur twice, lone surrogates, unescaped control characters and anything after
    /// the value are refused. A byte order mark is not skipped.
    package init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(parsing: bytes[...], limits: limits)
    }

    /// Reads the one value that a slice holds; positions in errors count from its start.
    package init(
        parsing bytes: ArraySlice<UInt8>,
        limits: JSONLimits = .standard
    ) throws(JSONError) {
        var reader = JSONReader(bytes, limits: limits)
        self = try reader.document()
    }
}

/// A recursive-descent reader over one text.
private struct JSONReader {
    private let bytes: ArraySlice<UInt8>
    private let limits: JSONLimits
    private var position: Int
    private var depth = 0

    init(_ bytes: ArraySlice<UInt8>, limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
        position = bytes.startIndex
    }

    mutating func document() throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.maximumBytes else { throw failure(.tooLong) }
        let value = try value()
        skipSpace()
        guard position == bytes.endIndex else { throw failure(.trailingBytes) }
        return value
    }

    // MARK: Values

    private mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case .some(let byte) where byte.isDigit || byte == UInt8(ascii: "-"): return try number()
        default: throw unexpected()
        }
    }

    private mutating func object() throws(JSONError) -> JSONValue {
        try descend()
        var members: [JSONMember] = []
        var names: Set<String> = []
        if !skip(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                let start = position
                guard next == UInt8(ascii: "\"") else { throw unexpected() }
                let name = try text()
                guard names.insert(name).inserted else {
                    throw failure(.duplicateMember, at: start)
                }
                guard skip(UInt8(ascii: ":")) else { throw unexpected() }
                members.append(JSONMember(name, try value()))
            } while skip(UInt8(ascii: ","))
            guard skip(UInt8(ascii: "}")) else { throw unexpected() }
        }
        depth -= 1
        return .object(members)
    }

    private mutating func array() throws(JSONError) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        if !skip(UInt8(ascii: "]")) {
            repeat {
                elements.append(try value())
            } while skip(UInt8(ascii: ","))
            guard skip(UInt8(ascii: "]")) else { throw unexpected() }
        }
        depth -= 1
        return .array(elements)
    }

    private mutating func word(
        _ word: StaticString,
        _ value: JSONValue
    ) throws(JSONError) -> JSONValue {
        for scalar in word.description.utf8 {
            guard next == scalar else { throw unexpected() }
            position += 1
        }
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        if next == UInt8(ascii: "-") { position += 1 }
        if next == UInt8(ascii: "0") { position += 1 } else { try digits(from: start) }
        if next == UInt8(ascii: ".") {
            position += 1
            try digits(from: start)
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            position += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
            try digits(from: start)
        }
        if let byte = next, byte.isDigit { throw failure(.invalidNumber, at: start) }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func digits(from start: Int) throws(JSONError) {
        guard let byte = next, byte.isDigit else { throw failure(.invalidNumber, at: start) }
        while let byte = next, byte.isDigit { position += 1 }
    }

    // MARK: Text

    private mutating func text() throws(JSONError) -> String {
        let start = position
        position += 1
        let plain = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
            guard byte >= 0x20 else { throw failure(.invalidText) }
            position += 1
        }
        var content = Array(bytes[plain..<position])
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw failure(.invalidText) }
            position += 1
            if byte == UInt8(ascii: "\\") {
                content.append(contentsOf: Array(String(try escape()).utf8))
            } else {
                content.append(byte)
            }
        }
        guard next != nil else { throw failure(.unexpectedEnd) }
        position += 1
        guard let text = String(validating: content, as: UTF8.self) else {
            throw failure(.invalidText, at: start)
        }
        return text
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let letter = next else { throw failure(.unexpectedEnd) }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try escapedScalar()
        default: throw failure(.invalidText, at: position - 1)
        }
    }

    /// Reads the four digits after `\u` and, for a leading surrogate, the escape that completes it.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let start = position
        let unit = try fourDigits()
        if let scalar = Unicode.Scalar(unit) { return scalar }
        guard unit < 0xDC00, next == UInt8(ascii: "\\") else {
            throw failure(.invalidText, at: start)
        }
        position += 1
        guard next == UInt8(ascii: "u") else { throw failure(.invalidText, at: start) }
        position += 1
        let trailing = try fourDigits()
        guard 0xDC00...0xDFFF ~= trailing,
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (trailing - 0xDC00))
        else { throw failure(.invalidText, at: start) }
        return scalar
    }

    private mutating func fourDigits() throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next else { throw failure(.unexpectedEnd) }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw failure(.invalidText)
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    // MARK: Bytes

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            position += 1
        }
    }

    /// Skips space and then this byte, if it comes next.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func descend() throws(JSONError) {
        guard depth < limits.maximumDepth else { throw failure(.tooDeep) }
        depth += 1
        position += 1
    }

    private func unexpected() -> JSONError {
        failure(next == nil ? .unexpectedEnd : .unexpectedCharacter)
    }

    private func failure(_ problem: JSONProblem, at place: Int? = nil) -> JSONError {
        let before = bytes[..<(place ?? position)]
        let newline = UInt8(ascii: "\n")
        let line = before.reduce(into: 1) { count, byte in count += byte == newline ? 1 : 0 }
        let lineStart = before.lastIndex(of: newline).map { $0 + 1 } ?? before.startIndex
        let column = before.endIndex - lineStart + 1
        return .syntax(problem, at: JSONPosition(line: line, column: column))
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
}
