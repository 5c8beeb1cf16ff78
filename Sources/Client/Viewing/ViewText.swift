package import Console
import Evidence

/// Words, days and amounts as people read them.
package enum ViewText {
    /// A value of a type of the catalogue: amounts with separators, days as 2025年6月30日.
    package static func value(_ value: String, ofType type: String) -> Phrase {
        switch type {
        case "money":
            guard value.hasSuffix(" 元") else { return Phrase(value, value) }
            let amount = grouped(String(value.dropLast(2)))
            return Phrase("CNY \(amount)", "\(amount) 元")
        case "date": return Phrase(value, CalendarDay(value)?.chinese ?? value)
        case "period": return Phrase(value, period(value))
        case "code":
            // The verifier gives the code, a space and what it means; codes have no spaces.
            guard let space = value.firstIndex(of: " ") else { return Phrase(value, value) }
            return Phrase(value, String(value[value.index(after: space)...]))
        case "boolean":
            return Phrase(value == "是" ? "yes" : value == "否" ? "no" : value, value)
        default: return Phrase(value, value)
        }
    }

    /// What a field is called: the genesis's label, or its name in words.
    package static func label(of name: String, chinese: String) -> Phrase {
        Phrase(FieldLabel.english(name), chinese)
    }

    /// A number with a comma after every three digits: 1,234,567.89.
    package static func grouped(_ number: String) -> String {
        let whole = number.prefix { $0 != "." }
        let digits = whole.drop { $0 == "-" }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return number }
        var groups = ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { groups.append(",") }
            groups.append(digit)
        }
        return whole.prefix { $0 == "-" } + groups + number.dropFirst(whole.count)
    }

    /// The day of a moment in milliseconds since 1970.
    package static func day(_ timeMs: UInt64) -> Phrase {
        let day = CalendarDay(ms: timeMs)
        return Phrase(day.text, day.chinese)
    }

    /// A moment in milliseconds since 1970, to the second.
    package static func moment(_ timeMs: UInt64) -> Phrase {
        let text = CalendarTime(ms: timeMs).description
        return Phrase("\(text) UTC+8", "\(CalendarDay(ms: timeMs).chinese) \(text.suffix(8))")
    }

    /// 2025-06, 2025Q2 and 2025 as 2025年6月, 2025年第2季度 and 2025年.
    private static func period(_ text: String) -> String {
        let year = text.prefix(4)
        let rest = text.dropFirst(4)
        guard year.utf8.count == 4, year.allSatisfy(\.isNumber) else { return text }
        if rest.isEmpty { return "\(year)年" }
        if rest.hasPrefix("Q") { return "\(year)年第\(rest.dropFirst())季度" }
        guard let month = Int(rest.dropFirst()), 1...12 ~= month else { return text }
        return "\(year)年\(month)月"
    }
}

extension Phrase {
    /// Both forms without anything that could steer a terminal or turn the reading order.
    var printable: Phrase { Phrase(english.printable, chinese.printable) }
}

extension String {
    /// The text with a visible dot for each control and format character.
    var printable: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: "·"
                    default: scalar
                    }
                }
            )
        )
    }
}
