extension DisplayWidth {
    /// A text in lines of at most this many columns; a wide character never stands half outside.
    ///
    /// Chinese breaks anywhere, but no line begins with a closing mark; a Latin word is broken only
    /// when it is longer than a line.
    package static func wrapped(_ text: String, to width: Int) -> [String] {
        let limit = max(2, width)
        var lines: [String] = []
        var line: [Character] = []
        for character in text {
            if columns(of: line) + of(String(character)) > limit {
                let rest = breakOff(&line, before: character)
                lines.append(trimmed(line))
                line = rest
                if character == " ", line.isEmpty { continue }
            }
            line.append(character)
        }
        return lines + [trimmed(line)]
    }

    /// Cuts a full line so that `next` may follow; answers what goes to the next line before it.
    private static func breakOff(
        _ line: inout [Character],
        before next: Character
    ) -> [Character] {
        var place = line.count
        if next.joinsWord {
            let wordCount = line.reversed().prefix(while: \.joinsWord).count
            if wordCount < line.count { place -= wordCount }
        } else if next.closes, line.count > 1 {
            let closing = line.reversed().prefix(while: \.closes).count
            if closing + 1 < line.count { place -= closing + 1 }
        }
        let rest = Array(line[place...])
        line.removeSubrange(place...)
        return rest
    }

    private static func columns(of line: [Character]) -> Int {
        line.reduce(0) { $0 + of(String($1)) }
    }

    private static func trimmed(_ line: [Character]) -> String {
        String(line[..<(line.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0)])
    }
}

extension Character {
    /// Whether it is part of a Latin word or a number, which are kept together.
    fileprivate var joinsWord: Bool {
        isASCII && (isLetter || isNumber || "-_.,/@".contains(self))
    }

    /// Whether no line may begin with it.
    fileprivate var closes: Bool { "，。、；：！？）》」』】〕”’…,.;:!?)]}%".contains(self) }
}
