/// What a person typed, read by `Flags`.
package struct Arguments: Hashable, Sendable {
    /// The words that are no flags, in order.
    package internal(set) var operands: [String] = []
    var values: [String: [String]] = [:]

    /// The value of a flag that takes one; nil when it was not given.
    package subscript(name: String) -> String? { values[name]?.last }

    /// All values of a repeatable flag, in order.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Whether a flag was given.
    package func has(_ name: String) -> Bool { values[name] != nil }

    /// Whether the help text was asked for.
    package var wantsHelp: Bool { has("help") }

    /// Whether output for programs was asked for.
    package var wantsJSON: Bool { has("json") }

    /// The language asked for, otherwise that of the environment.
    package var language: Language {
        self["lang"].flatMap(Language.init(rawValue:)) ?? .ofEnvironment
    }

    /// The value of a flag that must be given.
    package func required(_ name: String) throws(UsageError) -> String {
        guard let value = self[name] else { throw .missingFlag(name) }
        return value
    }

    /// The integer value of a flag; nil when the flag was not given.
    package func integer(
        _ name: String,
        in range: ClosedRange<Int64> = 0...Int64.max
    ) throws(UsageError) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let value = Int64(text), range.contains(value) else {
            let top = range.upperBound == .max ? "" : String(range.upperBound)
            throw .badValue(flag: name, value: text, expected: "\(range.lowerBound)…\(top)")
        }
        return value
    }

    /// The only operand; throws when there is none or more than one.
    package func onlyOperand(_ name: String) throws(UsageError) -> String {
        guard let first = operands.first else { throw .missingOperand(name) }
        guard operands.count == 1 else { throw .unexpectedOperand(operands[1]) }
        return first
    }
}
