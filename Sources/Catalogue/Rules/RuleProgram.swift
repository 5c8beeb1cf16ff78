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

    /// The steps, in order; what they leave on the stack is the answer.
    let instructions: [Instruction]
}
