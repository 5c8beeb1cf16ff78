import CBOR
import JSON

/// One value as it was written, to be read as the value of a field.
struct FieldText {
    let value: JSONValue
    let source: TextSource

    /// The value for a field; nil when it is absent.
    ///
    /// Bounds are checked later, on the encoding.
    func value(for field: Field) throws(FindingReason) -> FieldValue? {
        if value == .null { return nil }
        if let text = value.string, !text.isInNormalFormC { throw .notNormal }
        guard source == .spreadsheet else { return try strictValue(for: field) }
        guard case .string(let cell) = value else { return try strictValue(for: field) }
        let text = FieldText.trimmed(cell)
        return text.isEmpty ? nil : try value(of: text, for: field)
    }

    // MARK: JSON

    private func strictValue(for field: Field) throws(FindingReason) -> FieldValue {
        switch (field.type, value) {
        case (.money, .number(let literal)), (.integer, .number(let literal)):
            return .integer(try FieldText.integer(literal, field))
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.money, _), (.integer, _), (.boolean, _):
            throw .wrongType(expected: field.type.name)
        case (.digest, .string(let text)): return .digest(try FieldText.digest(text))
        case (_, .string(let text)): return .text(text)
        default: throw .wrongType(expected: field.type.name)
        }
    }

    private static func integer(
        _ literal: String,
        _ field: Field
    ) throws(FindingReason) -> Int64 {
        if let number = Int64(literal), !literal.hasPrefix("+") { return number }
        let digits = literal.drop { $0 == "-" }
        if !digits.isEmpty, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) { throw .outOfRange }
        let isDecimal = literal.utf8.allSatisfy { 0x2D...0x39 ~= $0 && $0 != 0x2F }
        throw isDecimal && field.type == .money && literal.contains(".")
            ? .fractionOfFen : .notANumber
    }

    private static func digest(_ text: String) throws(FindingReason) -> [UInt8] {
        guard text.utf8.count == 64, text.utf8.allSatisfy({ !(0x41...0x46 ~= $0) }),
            let bytes = [UInt8](hexadecimal: text)
        else { throw .notADigest }
        return bytes
    }

    // MARK: Spreadsheets

    private func value(
        of text: String,
        for field: Field
    ) throws(FindingReason) -> FieldValue {
        switch field.type {
        case .money, .integer: return .integer(try FieldText.integer(text, field))
        case .boolean:
            guard let flag = FieldText.flags[text.lowercased()] else {
                throw .wrongType(expected: field.type.name)
            }
            return .boolean(flag)
        case .uscc: return .text(text.filter { $0 != " " }.uppercased())
        case .date: return .text(FieldText.day(text))
        case .code(let list):
            return .text(list.entries.first { $0.meaning == text }?.code ?? text)
        case .digest: return .digest(try FieldText.digest(text))
        case .decimal, .period, .text: return .text(text)
        }
    }

    private static let flags = [
        "true": true, "false": false, "1": true, "0": false, "是": true, "否": false,
    ]

    /// A day with slashes or without leading zeros in the form of the ledger; others stay as they
    /// are.
    private static func day(_ text: String) -> String {
        let parts = text.split(
            omittingEmptySubsequences: false,
            whereSeparator: { $0 == "-" || $0 == "/" }
        )
        guard parts.count == 3, parts[0].utf8.count == 4,
            parts[1...].allSatisfy({ 1...2 ~= $0.utf8.count })
        else { return text }
        return parts.map { $0.utf8.count == 1 ? "0\($0)" : String($0) }.joined(separator: "-")
    }

    /// The text without the spaces around it, those of Chinese typography included.
    private static func trimmed(_ text: String) -> String {
        let body = text.drop { $0.isWhitespace }
        let end = body.lastIndex { !$0.isWhitespace }
        return end.map { String(body[...$0]) } ?? ""
    }
}
