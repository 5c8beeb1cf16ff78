/// Turns expressions into programs for one list of fields, checking all types beforehand.
///
/// Whatever compiles cannot fail at run time: decimals are brought to one scale here, codes become
/// their places in their list, and texts can only be compared with texts.
struct RuleCompiler {
    let fields: [Field]

    /// What an expression comes to.
    private enum Kind: Equatable {
        case truth
        case number(scale: Int)
        /// A day, or the first day of a period.
        case day
        case boolean(UInt8)
        case code(UInt8, CodeList)
        case bytes(UInt8)
        case literal(Literal)
    }

    /// Compiles a text that must be a condition.
    func compile(_ text: String) throws(ExpressionError) -> RuleProgram {
        var parser = ExpressionParser(text)
        let expression = try parser.expression()
        var instructions: [Instruction] = []
        guard try emit(expression, into: &instructions) == .truth,
            RuleCompiler.depth(of: instructions) <= RuleProgram.maximumDepth
        else { throw .mismatch(text) }
        return RuleProgram(instructions: instructions)
    }

    /// Appends the instructions that push an expression's value; fields that are no numbers and
    /// literals push nothing, because they only stand beside a relation.
    private func emit(
        _ expression: Expression,
        into code: inout [Instruction]
    ) throws(ExpressionError) -> Kind {
        switch expression {
        case .literal(.number(let mantissa, let scale)):
            code.append(.number(mantissa))
            return .number(scale: scale)
        case .literal(let literal): return .literal(literal)
        case .field(let name): return try emitField(name, into: &code)
        case .arithmetic(let operation, let left, let right):
            return try emit(operation, left, right, into: &code)
        case .comparison(let relation, let left, let right):
            try emit(relation, left, right, into: &code)
            return .truth
        case .membership(let operand, let literals):
            guard case .code(let position, let list) = try emit(operand, into: &code) else {
                throw .mismatch("in")
            }
            code.append(.isMember(position, try set(literals, list, position), true))
            return .truth
        case .and(let left, let right):
            guard try emit(left, into: &code) == .truth, try emit(right, into: &code) == .truth
            else { throw .mismatch("and") }
            code.append(.and)
            return .truth
        case .or(let left, let right):
            guard try emit(left, into: &code) == .truth, try emit(right, into: &code) == .truth
            else { throw .mismatch("or") }
            code.append(.or)
            return .truth
        }
    }

    private func emitField(
        _ name: String,
        into code: inout [Instruction]
    ) throws(ExpressionError) -> Kind {
        let position = try position(of: name)
        switch fields[Int(position)].type {
        case .money, .integer:
            code.append(.field(position))
            return .number(scale: 0)
        case .decimal(let scale):
            code.append(.field(position))
            return .number(scale: scale)
        case .date, .period:
            code.append(.field(position))
            return .day
        case .boolean: return .boolean(position)
        case .code(let list): return .code(position, list)
        case .uscc, .text, .digest: return .bytes(position)
        }
    }

    private func emit(
        _ operation: Arithmetic,
        _ left: Expression,
        _ right: Expression,
        into code: inout [Instruction]
    ) throws(ExpressionError) -> Kind {
        var rightCode: [Instruction] = []
        guard case .number(let leftScale) = try emit(left, into: &code),
            case .number(let rightScale) = try emit(right, into: &rightCode)
        else { throw .mismatch("\(operation)") }
        if operation == .multiply {
            guard leftScale + rightScale <= 18 else { throw .mismatch("\(operation)") }
            code += rightCode + [.arithmetic(.multiply)]
            return .number(scale: leftScale + rightScale)
        }
        align(&code, leftScale, &rightCode, rightScale)
        code += rightCode + [.arithmetic(operation)]
        return .number(scale: max(leftScale, rightScale))
    }

    private func emit(
        _ relation: Relation,
        _ left: Expression,
        _ right: Expression,
        into code: inout [Instruction]
    ) throws(ExpressionError) {
        if case .field(let name) = left, right == .literal(.null) {
            guard relation == .equal || relation == .notEqual else { throw .mismatch("null") }
            code.append(.isPresent(try position(of: name), relation == .notEqual))
            return
        }
        var leftCode: [Instruction] = []
        var rightCode: [Instruction] = []
        let isEquality = relation == .equal || relation == .notEqual
        switch (try emit(left, into: &leftCode), try emit(right, into: &rightCode)) {
        case (.number(let leftScale), .number(let rightScale)):
            align(&leftCode, leftScale, &rightCode, rightScale)
            code += leftCode + rightCode + [.compare(relation)]
        case (.day, .day):
            code += leftCode + rightCode + [.compare(relation)]
        case (.code(let position, let list), .literal(.text(let text))) where isEquality:
            let members = try set([.text(text)], list, position)
            code.append(.isMember(position, members, relation == .equal))
        case (.boolean(let position), .literal(.boolean(let flag))) where isEquality:
            code.append(.isMember(position, flag ? 2 : 1, relation == .equal))
        case (.bytes(let left), .bytes(let right)) where isEquality:
            code.append(.isSame(left, right, relation == .equal))
        default: throw .mismatch("\(relation)")
        }
    }

    /// Brings two numbers to the larger of their scales.
    private func align(
        _ left: inout [Instruction],
        _ leftScale: Int,
        _ right: inout [Instruction],
        _ rightScale: Int
    ) {
        if leftScale < rightScale {
            left.append(.scale(DecimalText.power(rightScale - leftScale)))
        } else if rightScale < leftScale {
            right.append(.scale(DecimalText.power(leftScale - rightScale)))
        }
    }

    /// The set of places in a code list, as bits.
    private func set(
        _ literals: [Literal],
        _ list: CodeList,
        _ position: UInt8
    ) throws(ExpressionError) -> UInt64 {
        var members: UInt64 = 0
        for literal in literals {
            guard case .text(let code) = literal else { throw .mismatch("in") }
            guard let place = list.entries.firstIndex(where: { $0.code == code }) else {
                throw .unknownCode(code, field: fields[Int(position)].name)
            }
            members |= 1 << UInt64(place)
        }
        return members
    }

    private func position(of name: String) throws(ExpressionError) -> UInt8 {
        guard let position = fields.firstIndex(where: { $0.name == name }) else {
            throw .unknownField(name)
        }
        return UInt8(position)
    }

    /// The most cells in use at any time.
    private static func depth(of instructions: [Instruction]) -> Int {
        var depth = 0
        var deepest = 0
        for instruction in instructions {
            switch instruction {
            case .number, .field, .isPresent, .isMember, .isSame: depth += 1
            case .arithmetic, .compare, .and, .or: depth -= 1
            case .scale: break
            }
            deepest = max(deepest, depth)
        }
        return deepest
    }
}
