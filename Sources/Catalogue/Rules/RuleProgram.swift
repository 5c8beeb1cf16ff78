/// The four things a comparison can come to.
enum Truth: UInt8, Sendable {
    case no, yes
    /// A field is absent.
    case unknown
    /// A number is beyond 128 bits.
    case overflow

    /// Kleene's conjunction; `overflow` wins, so that no number is large enough to slip through.
    func and(_ other: Truth) -> Truth {
        if self == .overflow || other == .overflow { return .overflow }
        if self == .no || other == .no { return .no }
        return self == .yes && other == .yes ? .yes : .unknown
    }

    /// Kleene's disjunction, with `overflow` as in `and`.
    func or(_ other: Truth) -> Truth {
        if self == .overflow || other == .overflow { return .overflow }
        if self == .yes || other == .yes { return .yes }
        return self == .no && other == .no ? .no : .unknown
    }
}

/// One step of a program, for a machine with a stack.
enum Instruction: Hashable, Sendable {
    /// Pushes a constant.
    case number(Int64)
    /// Pushes the number in a field.
    case field(UInt8)
    /// Multiplies the topmost number by a constant.
    case scale(Int64)
    case arithmetic(Arithmetic)
    /// Replaces two numbers by the truth about them.
    case compare(Relation)
    /// Pushes whether a field is there (or is not).
    case isPresent(UInt8, Bool)
    /// Pushes whether the number in a field (the place of its code) is in a set (or is not).
    case isMember(UInt8, UInt64, Bool)
    /// Pushes whether two fields hold the same bytes (or do not).
    case isSame(UInt8, UInt8, Bool)
    case and
    case or
}

/// An expression, compiled for records of one schema.
struct RuleProgram: Hashable, Sendable {
    /// The deepest stack a program may need.
    static let maximumDepth = 8

    private let instructions: [Instruction]

    init(_ instructions: [Instruction]) {
        self.instructions = instructions
    }

    private struct Cell {
        var number: Int128 = 0
        var truth = Truth.yes
    }

    /// Runs the program; a number's `truth` is `yes` when the number is known.
    func run(_ slots: RecordSlots, _ bytes: Span<UInt8>) -> Truth {
        var stack = InlineArray<8, Cell>(repeating: Cell())
        var top = -1
        for instruction in instructions {
            switch instruction {
            case .number(let value):
                top += 1
                stack[top] = Cell(number: Int128(value))
            case .field(let position):
                top += 1
                stack[top] = Cell(
                    number: Int128(slots[position].number),
                    truth: slots.has(position) ? .yes : .unknown
                )
            case .scale(let factor):
                stack[top] = RuleProgram.compute(
                    .multiply,
                    stack[top],
                    Cell(number: Int128(factor))
                )
            case .arithmetic(let operation):
                top -= 1
                stack[top] = RuleProgram.compute(operation, stack[top], stack[top + 1])
            case .compare(let relation):
                top -= 1
                stack[top] = RuleProgram.compare(relation, stack[top], stack[top + 1])
            case .isPresent(let position, let expected):
                top += 1
                stack[top] = Cell(truth: slots.has(position) == expected ? .yes : .no)
            case .isMember(let position, let members, let expected):
                top += 1
                let isMember = members >> UInt64(slots[position].number & 63) & 1 == 1
                let known: Truth = isMember == expected ? .yes : .no
                stack[top] = Cell(truth: slots.has(position) ? known : .unknown)
            case .isSame(let left, let right, let expected):
                top += 1
                let known: Truth = slots.same(left, right, bytes) == expected ? .yes : .no
                stack[top] = Cell(truth: slots.has(left) && slots.has(right) ? known : .unknown)
            case .and:
                top -= 1
                stack[top].truth = stack[top].truth.and(stack[top + 1].truth)
            case .or:
                top -= 1
                stack[top].truth = stack[top].truth.or(stack[top + 1].truth)
            }
        }
        return stack[0].truth
    }

    private static func compute(_ operation: Arithmetic, _ left: Cell, _ right: Cell) -> Cell {
        let known = left.truth.and(right.truth)
        guard known == .yes else { return Cell(truth: known) }
        let (number, overflow) =
            switch operation {
            case .add: left.number.addingReportingOverflow(right.number)
            case .subtract: left.number.subtractingReportingOverflow(right.number)
            case .multiply: left.number.multipliedReportingOverflow(by: right.number)
            }
        return Cell(number: number, truth: overflow ? .overflow : .yes)
    }

    private static func compare(_ relation: Relation, _ left: Cell, _ right: Cell) -> Cell {
        let known = left.truth.and(right.truth)
        guard known == .yes else { return Cell(truth: known) }
        let holds =
            switch relation {
            case .equal: left.number == right.number
            case .notEqual: left.number != right.number
            case .less: left.number < right.number
            case .lessOrEqual: left.number <= right.number
            case .greater: left.number > right.number
            case .greaterOrEqual: left.number >= right.number
            }
        return Cell(truth: holds ? .yes : .no)
    }
}
