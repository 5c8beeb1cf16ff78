/// What a text must look like, compiled once into a table.
///
/// The catalogue's patterns are a small, regular part of what other engines know: `^…$`,
/// characters, `.`, classes such as `[0-9A-Z]`, groups with alternatives, and `?`, `*`, `+`,
/// `{m}`, `{m,n}`. Matching takes one table look-up a character and cannot be made slow by any
/// text.
package struct Pattern: Hashable, Sendable {
    /// The pattern as it is written in the catalogue.
    package let source: String
    let automaton: PatternAutomaton

    /// Compiles a pattern.
    package init(_ source: String) throws(PatternError) {
        var parser = PatternParser(source)
        self.source = source
        automaton = try PatternAutomaton(try parser.pattern())
    }

    /// Whether the whole text matches.
    package func matches(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return PatternTables(automaton).accepts(bytes.span, 0..<bytes.count, pattern: 0)
    }

    /// Patterns are the same when they are written the same.
    package static func == (left: Pattern, right: Pattern) -> Bool { left.source == right.source }

    /// Hashes the written form.
    package func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Why a pattern cannot be compiled; positions count characters from zero.
package enum PatternError: Error, Hashable, Sendable {
    /// A pattern without `^` and `$` would match parts of a text.
    case notAnchored
    case unexpectedEnd
    case unexpectedCharacter(at: Int)
    case badRepetition(at: Int)
    case badRange(at: Int)
    /// More states than a pattern of the catalogue can need.
    case tooLarge

    /// The error in English.
    package var english: String {
        switch self {
        case .notAnchored: "must begin with ^ and end with $"
        case .unexpectedEnd: "ends too early"
        case .unexpectedCharacter(let place): "unexpected character at \(place)"
        case .badRepetition(let place): "bad repetition at \(place)"
        case .badRange(let place): "bad range at \(place)"
        case .tooLarge: "too large"
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .notAnchored: "须以 ^ 开头、以 $ 结尾"
        case .unexpectedEnd: "提前结束"
        case .unexpectedCharacter(let place): "位置 \(place) 字符有误"
        case .badRepetition(let place): "位置 \(place) 重复次数有误"
        case .badRange(let place): "位置 \(place) 字符范围有误"
        case .tooLarge: "过于复杂"
        }
    }
}
