/// The parts a pattern is made of.
indirect enum PatternPart: Hashable, Sendable {
    /// One character out of ranges of Unicode scalars.
    case character([ClosedRange<UInt32>])
    case sequence([PatternPart])
    case choice([PatternPart])
    /// A part several times; no maximum means without end.
    case repeated(PatternPart, minimum: Int, maximum: Int?)

    /// Any character at all.
    static let any = PatternPart.character([0...0x10FFFF])
}

/// Reads the text of a pattern by recursive descent.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    private static let maximumDepth = 16
    private static let maximumRepetition = 1000

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    /// The part between `^` and `$`.
    mutating func pattern() throws(PatternError) -> PatternPart {
        guard scalars.first == "^", scalars.last == "$", scalars.count >= 2 else {
            throw .notAnchored
        }
        position = 1
        let part = try choice()
        guard next == "$" else { throw .unexpectedCharacter(at: position) }
        position += 1
        guard position == scalars.count else { throw .unexpectedCharacter(at: position) }
        return part
    }

    private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func choice() throws(PatternError) -> PatternPart {
        var parts = [try sequence()]
        while next == "|" {
            position += 1
            parts.append(try sequence())
        }
        return parts.count == 1 ? parts[0] : .choice(parts)
    }

    private mutating func sequence() throws(PatternError) -> PatternPart {
        var parts: [PatternPart] = []
        while let scalar = next, scalar != "|", scalar != ")", scalar != "$" {
            parts.append(try repetition(of: try single()))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func single() throws(PatternError) -> PatternPart {
        guard let scalar = next else { throw .unexpectedEnd }
        position += 1
        switch scalar {
        case ".": return .any
        case "[": return try characterClass()
        case "(":
            guard depth < PatternParser.maximumDepth else { throw .tooLarge }
            depth += 1
            let part = try choice()
            depth -= 1
            guard next == ")" else { throw .unexpectedEnd }
            position += 1
            return part
        case "\\", "^", "*", "+", "?", "{", "}", "]":
            throw .unexpectedCharacter(at: position - 1)
        default: return .character([scalar.value...scalar.value])
        }
    }

    private mutating func characterClass() throws(PatternError) -> PatternPart {
        var ranges: [ClosedRange<UInt32>] = []
        guard next != "^" else { throw .unexpectedCharacter(at: position) }
        while let first = next, first != "]" {
            position += 1
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                ranges.append(first.value...first.value)
                continue
            }
            let last = scalars[position + 1]
            guard first.value <= last.value else { throw .badRange(at: position) }
            position += 2
            ranges.append(first.value...last.value)
        }
        guard next == "]", !ranges.isEmpty else { throw .unexpectedEnd }
        position += 1
        return .character(ranges)
    }

    private mutating func repetition(of part: PatternPart) throws(PatternError) -> PatternPart {
        guard let scalar = next else { return part }
        switch scalar {
        case "?":
            position += 1
            return .repeated(part, minimum: 0, maximum: 1)
        case "*":
            position += 1
            return .repeated(part, minimum: 0, maximum: nil)
        case "+":
            position += 1
            return .repeated(part, minimum: 1, maximum: nil)
        case "{":
            position += 1
            return try counted(part)
        default: return part
        }
    }

    private mutating func counted(_ part: PatternPart) throws(PatternError) -> PatternPart {
        let start = position
        let minimum = try number()
        var maximum: Int? = minimum
        if next == "," {
            position += 1
            maximum = next == "}" ? nil : try number()
        }
        guard next == "}" else { throw .badRepetition(at: start) }
        position += 1
        if let maximum, maximum < minimum || maximum == 0 { throw .badRepetition(at: start) }
        return .repeated(part, minimum: minimum, maximum: maximum)
    }

    private mutating func number() throws(PatternError) -> Int {
        let start = position
        var value = 0
        while let scalar = next, "0"..."9" ~= scalar {
            value = value * 10 + Int(scalar.value - 0x30)
            guard value <= PatternParser.maximumRepetition else {
                throw .badRepetition(at: start)
            }
            position += 1
        }
        guard position > start else { throw .badRepetition(at: start) }
        return value
    }
}
