import CBOR

/// The value of one field.
package enum FieldValue: Hashable, Sendable {
    /// The value of a money or integer field.
    case integer(Int64)
    case boolean(Bool)
    /// The value of a date, period, uscc, code, text or decimal field, as it is written.
    case text(String)
    /// The 32 bytes of a digest.
    case digest([UInt8])
}

extension Field {
    /// A value as people read it: yuan with separators, meanings of codes, yes and no.
    package func shown(_ value: FieldValue) -> Label {
        switch (value, type) {
        case (.integer(let fen), .money):
            let yuan = Field.yuan(fen)
            return Label(chinese: "\(yuan) 元", english: "CNY \(yuan)")
        case (.integer(let number), _): return both(Field.grouped(number.magnitude, number < 0))
        case (.boolean(let flag), _):
            return Label(chinese: flag ? "是" : "否", english: flag ? "yes" : "no")
        case (.text(let code), .code(let list)):
            return Label(chinese: list.meaning(of: code) ?? code, english: code)
        case (.text(let text), .decimal): return both(text)
        case (.text(let text), _): return Label(chinese: text, english: text)
        case (.digest(let bytes), _):
            let hexadecimal = bytes.hexadecimal
            return Label(chinese: hexadecimal, english: hexadecimal)
        }
    }

    private func both(_ number: String) -> Label {
        let text = unit.map { CountedNumber.text(number, of: $0) } ?? number
        return Label(chinese: text, english: text)
    }

    private static func yuan(_ fen: Int64) -> String {
        let (whole, rest) = fen.magnitude.quotientAndRemainder(dividingBy: 100)
        return grouped(whole, fen < 0) + (rest < 10 ? ".0\(rest)" : ".\(rest)")
    }

    private static func grouped(_ magnitude: UInt64, _ isNegative: Bool) -> String {
        var text = isNegative ? "-" : ""
        let digits = Array(String(magnitude))
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }
}
