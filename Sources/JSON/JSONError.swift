/// Why bytes are not JSON, or JSON is not what a reader asked for.
package enum JSONError: Error, Hashable, Sendable {
    /// The bytes are not one JSON value in the sense of RFC 8259.
    case syntax(JSONProblem, at: JSONPosition)
    /// A member that must be there is missing; the path is like "members[3].uscc".
    case missing(path: String)
    /// A member that nobody asked for, most often a misspelt one.
    case unknown(path: String)
    /// A value of another type than the reader asked for.
    case wrongType(path: String, expected: JSONType)
    /// A value of the right type that is not among the allowed ones.
    case notAllowed(path: String, value: String)
}

/// What is wrong with the bytes at one position.
package enum JSONProblem: String, Hashable, Sendable {
    case unexpectedEnd
    case unexpectedCharacter
    case invalidText
    case invalidNumber
    case duplicateMember
    case trailingBytes
    case tooDeep
    case tooLong
}

/// A place in a text, both counted from one; the column counts bytes.
package struct JSONPosition: Hashable, Sendable {
    /// The line, from one.
    package let line: Int
    /// The byte in the line, from one.
    package let column: Int

    /// Names a place.
    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// The kinds of JSON value a reader can ask for.
package enum JSONType: String, Hashable, Sendable {
    case null, boolean, number, integer, string, array, object

    /// The type's name in Chinese.
    package var chinese: String {
        switch self {
        case .null: "空值"
        case .boolean: "布尔值"
        case .number: "数字"
        case .integer: "整数"
        case .string: "字符串"
        case .array: "数组"
        case .object: "对象"
        }
    }
}

extension JSONProblem {
    /// The problem in English.
    package var english: String {
        switch self {
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedCharacter: "unexpected character"
        case .invalidText: "the text is not valid UTF-8 or has a bad escape"
        case .invalidNumber: "malformed number"
        case .duplicateMember: "a member of this name is already there"
        case .trailingBytes: "more text after the value"
        case .tooDeep: "nested too deeply"
        case .tooLong: "too long"
        }
    }

    /// The problem in Chinese.
    package var chinese: String {
        switch self {
        case .unexpectedEnd: "内容提前结束"
        case .unexpectedCharacter: "出现意外字符"
        case .invalidText: "不是有效的 UTF-8 文本或转义有误"
        case .invalidNumber: "数字格式有误"
        case .duplicateMember: "成员名重复"
        case .trailingBytes: "值之后还有多余内容"
        case .tooDeep: "嵌套过深"
        case .tooLong: "内容过长"
        }
    }
}

extension JSONError {
    /// The stable code of this error.
    package var code: String {
        switch self {
        case .syntax(let problem, _): "json.\(problem.rawValue)"
        case .missing: "json.missing"
        case .unknown: "json.unknown"
        case .wrongType: "json.wrongType"
        case .notAllowed: "json.notAllowed"
        }
    }

    /// The error in English.
    package var english: String {
        switch self {
        case .syntax(let problem, let at):
            "line \(at.line), column \(at.column): \(problem.english)"
        case .missing(let path): "\(path) is missing"
        case .unknown(let path): "\(path) is not a known member"
        case .wrongType(let path, let expected): "\(path) must be of type \(expected.rawValue)"
        case .notAllowed(let path, let value): "\(path) may not be \"\(value)\""
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .syntax(let problem, let at): "第 \(at.line) 行第 \(at.column) 列：\(problem.chinese)"
        case .missing(let path): "缺少 \(path)"
        case .unknown(let path): "不认识的成员 \(path)"
        case .wrongType(let path, let expected): "\(path) 应为\(expected.chinese)"
        case .notAllowed(let path, let value): "\(path) 不能是“\(value)”"
        }
    }
}
