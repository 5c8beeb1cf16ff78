package import Console
package import JSON

/// One line that is not recorded, with all that its author needs to mend it.
package struct RefusedLine: Hashable, Sendable {
    /// Where it stood.
    package let place: LinePlace
    /// The category it names; empty when the line could not be read.
    package let category: String
    /// The field, empty when it concerns the whole line.
    package let field: String
    /// The rule, or another stable code of the reason.
    package let rule: String
    /// The reason in both languages.
    package let reason: Phrase

    /// Makes a refusal.
    package init(
        place: LinePlace,
        category: String = "",
        field: String = "",
        rule: String,
        reason: Phrase
    ) {
        self.place = place
        self.category = category
        self.field = field
        self.rule = rule
        self.reason = reason
    }

    /// One line for people: file and line, category and field, reason, rule.
    package func text(_ language: Language) -> String {
        let subject = [category, field].filter { !$0.isEmpty }.joined(separator: ".")
        let about = subject.isEmpty ? "" : " \(subject)"
        let why = reason.text(language)
        let code = why.contains(rule) ? "" : " [\(rule)]"
        return "\(place.file):\(place.line)\(about) \(why)\(code)"
    }

    /// The refusal for programs.
    package var json: JSONValue {
        [
            "file": .string(place.file), "line": .integer(place.line),
            "category": .string(category), "field": .string(field), "rule": .string(rule),
            "reason_en": .string(reason.english), "reason_zh": .string(reason.chinese),
        ]
    }
}
