package import JSON

/// Where values written by people or programs come from, which decides how strictly they are read.
package enum TextSource: Hashable, Sendable {
    /// JSON: numbers are numbers, booleans are booleans, texts are taken as they are.
    case json
    /// A cell of a spreadsheet: everything is text; empty means absent, spaces around it are
    /// dropped, credit codes may be in lower case, days may be written 2025/6/3, 是 and 否 are
    /// booleans and a code may be given by its Chinese meaning.
    case spreadsheet
}

/// What reading the values of one record came to.
package struct RecordReading: Sendable {
    /// The values; nil when something is wrong.
    package let fields: RecordFields?
    /// What is wrong, then what is doubtful.
    package let findings: [Finding]
}

extension Schema {
    /// Reads values by the names (or Chinese labels) of their fields and checks them.
    package func read(_ members: [JSONMember], from source: TextSource) -> RecordReading {
        var fields = RecordFields(self)
        var findings: [Finding] = []
        var seen: Set<Int> = []
        for member in members {
            guard let position = position(of: member.name) else {
                findings.append(Finding(.unknownField(member.name)))
                continue
            }
            guard seen.insert(position).inserted else {
                findings.append(Finding(.repeatedField, self.fields[position]))
                continue
            }
            do throws(FindingReason) {
                let text = FieldText(value: member.value, source: source)
                fields[position] = try text.value(for: self.fields[position])
            } catch {
                findings.append(Finding(error, self.fields[position]))
            }
        }
        let unreadable = Set(findings.compactMap(\.field))
        var validator = RecordValidator(self)
        findings += validator.findings(in: fields.encoded()[...]).filter { finding in
            finding.reason != .missing || !unreadable.contains(finding.field ?? "")
        }
        guard findings.isEmpty else {
            return RecordReading(fields: nil, findings: findings + warnings(about: fields))
        }
        return RecordReading(fields: fields, findings: warnings(about: fields))
    }

    /// Doubts that are no reason to refuse a record: credit codes whose check character is wrong.
    package func warnings(about record: RecordFields) -> [Finding] {
        record.entries(of: self).compactMap { field, value in
            guard case .text(let text) = value else { return nil }
            return field.doubt(about: text).map { Finding($0, field) }
        }
    }
}

extension Field {
    /// What is doubtful about a text and no reason to refuse it; nil when nothing is.
    package func doubt(about text: String) -> FindingReason? {
        type == .uscc && CreditCode.verdict(of: text) == .check ? .creditCodeCheck : nil
    }
}
