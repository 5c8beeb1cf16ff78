/// Reads expressions by recursive descent.
///
/// ```
/// choice     = both *("or" both)
/// both       = comparison *("and" comparison)
/// comparison = sum [relation sum / "in" "[" literal *("," literal) "]"]
/// relation   = "==" / "!=" / "<=" / "<" / ">=" / ">"
/// sum        = product *(("+" / "-") product)
/// product    = operand *("*" operand)
/// operand    = number / 'text' / true / false / null / name / "(" choice ")"
/// ```
struct ExpressionParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    private static let maximumDepth = 16

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Reads the whole text as one expression.
    mutating func expression() throws(ExpressionError) -> Expression {
        let expression = try choice()
        skipSpace()
        guard position == bytes.count else { throw unexpected() }
        return expression
    }

    private mutating func choice() throws(ExpressionError) -> Expression {
        var left = try both()
        while skip(word: "or") { left = .or(left, try both()) }
        return left
    }

    private mutating func both() throws(ExpressionError) -> Expression {
        var left = try comparison()
        while skip(word: "and") { left = .and(left, try comparison()) }
        return left
    }

    private mutating func comparison() throws(ExpressionError) -> Expression {
        let left = try sum()
        if skip(word: "in") { return .membership(left, try literals()) }
        let relations: [(String, Relation)] = [
            ("==", .equal), ("!=", .notEqual), ("<=", .lessOrEqual), (">=", .greaterOrEqual),
            ("<", .less), (">", .greater),
        ]
        for (sign, relation) in relations where skip(sign) {
            return .comparison(relation, left, try sum())
        }
        return left
    }

    private mutating func sum() throws(ExpressionError) -> Expression {
        var left = try product()
        while true {
            if skip("+") {
                left = .arithmetic(.add, left, try product())
            } else if skip("-") {
                left = .arithmetic(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    private mutating func product() throws(ExpressionError) -> Expression {
        var left = try operand()
        while skip("*") { left = .arithmetic(.multiply, left, try operand()) }
        return left
    }

    private mutating func operand() throws(ExpressionError) -> Expression {
        if skip("(") {
            guard depth < ExpressionParser.maximumDepth else { throw .tooDeep }
            depth += 1
            let inner = try choice()
            depth -= 1
            guard skip(")") else { throw unexpected() }
            return inner
        }
        if let literal = try literalIfNext() { return .literal(literal) }
        guard let name = word(), !["and", "or", "in"].contains(name) else { throw unexpected() }
        position += name.utf8.count
        return .field(name)
    }

    // MARK: Literals

    private mutating func literals() throws(ExpressionError) -> [Literal] {
        guard skip("[") else { throw unexpected() }
        var literals: [Literal] = []
        repeat {
            guard let literal = try literalIfNext() else { throw unexpected() }
            literals.append(literal)
        } while skip(",")
        guard skip("]") else { throw unexpected() }
        return literals
    }

    private mutating func literalIfNext() throws(ExpressionError) -> Literal? {
        if skip(word: "null") { return .null }
        if skip(word: "true") { return .boolean(true) }
        if skip(word: "false") { return .boolean(false) }
        skipSpace()
        guard position < bytes.count else { throw .unexpectedEnd }
        if bytes[position] == UInt8(ascii: "'") { return .text(try quotedText()) }
        return ExpressionParser.isDigit(bytes[position]) ? try number() : nil
    }

    private mutating func quotedText() throws(ExpressionError) -> String {
        position += 1
        guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "'")) else {
            throw .unexpectedEnd
        }
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        position = end + 1
        return text
    }

    private mutating func number() throws(ExpressionError) -> Literal {
        let start = position
        while position < bytes.count,
            ExpressionParser.isDigit(bytes[position]) || bytes[position] == UInt8(ascii: ".")
        {
            position += 1
        }
        guard let number = DecimalText.parse(bytes.span, start..<position) else {
            throw .malformedNumber(at: start)
        }
        return .number(mantissa: number.mantissa, scale: number.scale)
    }

    // MARK: Bytes

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || byte == UInt8(ascii: "_")
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    }

    /// The name or word that comes next, which stays unread.
    private mutating func word() -> String? {
        skipSpace()
        guard position < bytes.count, ExpressionParser.isLetter(bytes[position]) else { return nil }
        let end =
            bytes[position...].firstIndex {
                !ExpressionParser.isLetter($0) && !ExpressionParser.isDigit($0)
            } ?? bytes.count
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    private mutating func skip(word expected: String) -> Bool {
        guard word() == expected else { return false }
        position += expected.utf8.count
        return true
    }

    private mutating func skip(_ sign: String) -> Bool {
        skipSpace()
        guard bytes[position...].starts(with: sign.utf8) else { return false }
        position += sign.utf8.count
        return true
    }

    private func unexpected() -> ExpressionError {
        position < bytes.count ? .unexpectedCharacter(at: position) : .unexpectedEnd
    }
}
