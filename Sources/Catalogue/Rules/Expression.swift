/// A rule's condition or assertion, as it is written in the catalogue.
indirect enum Expression: Hashable, Sendable {
    case literal(Literal)
    case field(String)
    case arithmetic(Arithmetic, Expression, Expression)
    case comparison(Relation, Expression, Expression)
    case membership(Expression, [Literal])
    case and(Expression, Expression)
    case or(Expression, Expression)
}

/// A constant in an expression.
enum Literal: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A decimal number: `mantissa` divided by ten to the power of `scale`.
    case number(mantissa: Int64, scale: Int)
    case text(String)
}

enum Arithmetic: Hashable, Sendable {
    case add, subtract, multiply
}

enum Relation: Hashable, Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
}

/// Why an expression of the catalogue is not understood.
package enum ExpressionError: Error, Hashable, Sendable {
    case unexpectedEnd
    /// A character that does not belong there; the position counts bytes from zero.
    case unexpectedCharacter(at: Int)
    case malformedNumber(at: Int)
    case tooDeep
    /// A name that is no field of the category.
    case unknownField(String)
    /// A text that is not among the codes of the field it is compared with.
    case unknownCode(String, field: String)
    /// Values of types that cannot be compared or computed with.
    case mismatch(String)

    /// The error in English.
    package var english: String {
        switch self {
        case .unexpectedEnd: "ends too early"
        case .unexpectedCharacter(let place): "unexpected character at \(place)"
        case .malformedNumber(let place): "malformed number at \(place)"
        case .tooDeep: "too deeply nested"
        case .unknownField(let name): "there is no field \(name)"
        case .unknownCode(let code, let field): "\(code) is no code of \(field)"
        case .mismatch(let place): "types do not fit in \(place)"
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .unexpectedEnd: "提前结束"
        case .unexpectedCharacter(let place): "位置 \(place) 字符有误"
        case .malformedNumber(let place): "位置 \(place) 数字有误"
        case .tooDeep: "嵌套过深"
        case .unknownField(let name): "没有字段 \(name)"
        case .unknownCode(let code, let field): "\(code) 不是 \(field) 的代码"
        case .mismatch(let place): "类型不符：\(place)"
        }
    }
}
