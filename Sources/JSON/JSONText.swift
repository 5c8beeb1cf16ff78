/// Writes JSON values as text, the same text for the same value on every machine.
///
/// Members keep their order and only what RFC 8259 demands is escaped, so Chinese stays readable.
package enum JSONText {
    /// The value on one line without spaces, as JSON lines want it.
    package static func compact(_ value: JSONValue) -> String {
        var text = ""
        write(value, indentation: nil, into: &text)
        return text
    }

    /// The value with two spaces of indentation a level, without a final newline.
    package static func pretty(_ value: JSONValue) -> String {
        var text = ""
        write(value, indentation: 0, into: &text)
        return text
    }

    /// A text as a JSON string with its quotation marks.
    package static func quoted(_ string: String) -> String {
        var text = ""
        write(string, into: &text)
        return text
    }

    private static func write(
        _ value: JSONValue,
        indentation: Int?,
        into text: inout String
    ) {
        switch value {
        case .null: text += "null"
        case .boolean(let flag): text += flag ? "true" : "false"
        case .number(let literal): text += literal
        case .string(let string): write(string, into: &text)
        case .array(let elements):
            write(elements, between: ("[", "]"), indentation, into: &text) { element, inner, text in
                write(element, indentation: inner, into: &text)
            }
        case .object(let members):
            write(members, between: ("{", "}"), indentation, into: &text) { member, inner, text in
                write(member.name, into: &text)
                text += inner == nil ? ":" : ": "
                write(member.value, indentation: inner, into: &text)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item],
        between brackets: (String, String),
        _ indentation: Int?,
        into text: inout String,
        each: (Item, Int?, inout String) -> Void
    ) {
        guard !items.isEmpty else {
            text += brackets.0 + brackets.1
            return
        }
        let inner = indentation.map { $0 + 1 }
        var separator = brackets.0
        for item in items {
            text += separator
            if let inner { text += "\n" + String(repeating: "  ", count: inner) }
            each(item, inner, &text)
            separator = ","
        }
        if let indentation { text += "\n" + String(repeating: "  ", count: indentation) }
        text += brackets.1
    }

    private static func write(_ string: String, into text: inout String) {
        text += "\""
        guard !string.utf8.allSatisfy(isPlain) else {
            text += string + "\""
            return
        }
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// Whether a byte is part of nothing that is escaped; U+2028 and U+2029 begin with E2.
    private static func isPlain(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x22 && byte != 0x5C && byte != 0x7F && byte != 0xE2
    }
}
