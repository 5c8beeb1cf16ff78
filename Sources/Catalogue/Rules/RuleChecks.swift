/// The programs of all rules of a schema in one flat table, and the machine that runs them.
struct RuleChecks: Sendable {
    /// One rule's programs; an empty condition means that the rule always applies.
    private struct Entry: Sendable {
        let condition: Range<Int>
        let assertion: Range<Int>
    }

    private var instructions: [Instruction] = []
    private var entries: [Entry] = []

    init(_ rules: [Rule]) {
        for rule in rules {
            let start = instructions.count
            instructions += rule.conditionProgram?.instructions ?? []
            let middle = instructions.count
            instructions += rule.program.instructions
            entries.append(
                Entry(condition: start..<middle, assertion: middle..<instructions.count)
            )
        }
    }

    /// How many rules there are.
    var count: Int { entries.count }

    /// Whether a record breaks a rule.
    func outcome(of rule: Int, _ slots: RecordSlots, _ bytes: Span<UInt8>) -> RuleOutcome {
        let entry = entries[rule]
        let applies = entry.condition.isEmpty ? Truth.yes : run(entry.condition, slots, bytes)
        switch applies {
        case .no, .unknown: return .kept
        case .overflow: return .overflow
        case .yes: break
        }
        switch run(entry.assertion, slots, bytes) {
        case .yes, .unknown: return .kept
        case .no: return .broken
        case .overflow: return .overflow
        }
    }

    private struct Cell {
        var number: Int128 = 0
        var truth = Truth.yes
    }

    /// Runs a program; a number's `truth` is `yes` when the number is known.
    private func run(
        _ program: Range<Int>,
        _ slots: RecordSlots,
        _ bytes: Span<UInt8>
    ) -> Truth {
        var stack = InlineArray<8, Cell>(repeating: Cell())
        var top = -1
        for position in program {
            switch instructions[position] {
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
                stack[top] = RuleChecks.compute(
                    .multiply,
                    stack[top],
                    Cell(number: Int128(factor))
                )
            case .arithmetic(let operation):
                top -= 1
                stack[top] = RuleChecks.compute(operation, stack[top], stack[top + 1])
            case .compare(let relation):
                top -= 1
                stack[top] = RuleChecks.compare(relation, stack[top], stack[top + 1])
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

/// What a rule says about one record.
enum RuleOutcome: Sendable {
    case kept, broken
    /// The numbers are too large to tell.
    case overflow
}
