/// Why bytes are not deterministic CBOR of our profile; `at` counts bytes from the reader's start.
package enum CBORError: Error, Hashable, Sendable {
    /// The input ends inside an item.
    case truncated(at: Int)
    /// Bytes follow the last item.
    case trailingBytes(at: Int)
    /// A number or length is written longer than it needs (RFC 8949 §4.2.1).
    case notShortest(at: Int)
    /// A string, array or map has no length up front (RFC 8949 §4.2.1 forbids it).
    case indefiniteLength(at: Int)
    /// A float, a reserved length or a reserved simple value.
    case unsupported(at: Int)
    /// A text string is not UTF-8.
    case invalidText(at: Int)
    /// A map's keys are not in strictly ascending bytewise order of their encodings.
    case keyOrder(at: Int)
    /// Items are nested deeper than `CBORLimits.maximumDepth`.
    case tooDeep(at: Int)
    /// A string, array or map is longer than `CBORLimits` allow.
    case tooLong(at: Int)
    /// An item of another type stands where the caller expects its own.
    case unexpectedType(at: Int)
    /// An item has the right type and a value or length that the caller refuses.
    case outOfRange(at: Int)
}

extension CBORError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .truncated: "cbor.truncated"
        case .trailingBytes: "cbor.trailingBytes"
        case .notShortest: "cbor.notShortest"
        case .indefiniteLength: "cbor.indefiniteLength"
        case .unsupported: "cbor.unsupported"
        case .invalidText: "cbor.invalidText"
        case .keyOrder: "cbor.keyOrder"
        case .tooDeep: "cbor.tooDeep"
        case .tooLong: "cbor.tooLong"
        case .unexpectedType: "cbor.unexpectedType"
        case .outOfRange: "cbor.outOfRange"
        }
    }

    /// How many bytes after the reader's start the faulty item begins.
    package var offset: Int {
        switch self {
        case .truncated(let offset), .trailingBytes(let offset), .notShortest(let offset),
            .indefiniteLength(let offset), .unsupported(let offset), .invalidText(let offset),
            .keyOrder(let offset), .tooDeep(let offset), .tooLong(let offset),
            .unexpectedType(let offset), .outOfRange(let offset):
            offset
        }
    }

    /// One English sentence for people.
    package var english: String {
        switch self {
        case .truncated: "The data ends inside an item (byte \(offset))."
        case .trailingBytes: "Bytes follow the end of the data (byte \(offset))."
        case .notShortest: "A number is not in its shortest form (byte \(offset))."
        case .indefiniteLength: "An item has no definite length (byte \(offset))."
        case .unsupported: "An item is of a kind that is not used here (byte \(offset))."
        case .invalidText: "A text is not valid UTF-8 (byte \(offset))."
        case .keyOrder: "Map keys are repeated or out of order (byte \(offset))."
        case .tooDeep: "Items are nested too deeply (byte \(offset))."
        case .tooLong: "An item is longer than allowed (byte \(offset))."
        case .unexpectedType: "An item has an unexpected type (byte \(offset))."
        case .outOfRange: "A value is outside its permitted range (byte \(offset))."
        }
    }

    /// One Chinese sentence for people.
    package var chinese: String {
        switch self {
        case .truncated: "数据在某一项中间中断（第 \(offset) 字节）。"
        case .trailingBytes: "数据末尾有多余字节（第 \(offset) 字节）。"
        case .notShortest: "数值未采用最短编码（第 \(offset) 字节）。"
        case .indefiniteLength: "数据项未声明长度（第 \(offset) 字节）。"
        case .unsupported: "出现不支持的数据类型（第 \(offset) 字节）。"
        case .invalidText: "文本不是有效的 UTF-8（第 \(offset) 字节）。"
        case .keyOrder: "映射键重复或次序错误（第 \(offset) 字节）。"
        case .tooDeep: "数据嵌套过深（第 \(offset) 字节）。"
        case .tooLong: "数据项超过长度上限（第 \(offset) 字节）。"
        case .unexpectedType: "数据项类型与预期不符（第 \(offset) 字节）。"
        case .outOfRange: "数值超出允许范围（第 \(offset) 字节）。"
        }
    }
}
