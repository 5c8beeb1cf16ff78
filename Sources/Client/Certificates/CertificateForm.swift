package import Catalogue
import Console
package import JSON

/// The form that an officer fills in for a certificate; what the ledger knows already is filled in.
///
/// | field | taken from |
/// |---|---|
/// | `holder_name`, `holder_id` | the type's own field that names the holder |
/// | `holder_kind` | the first two characters of the holder's credit code (GB 32100) |
/// | `matter_code` | the type |
/// | `issued_on`, `valid_from` | today |
/// | `valid_to` | the type's term, where it has one |
/// | `cert_no` | the case, the moment or the holder's code, whichever the type's number may be |
package struct CertificateForm: Sendable {
    /// The type of certificate.
    package let type: CatalogueCertificateType
    /// Whether it is the decision to refuse one.
    package let isRefusal: Bool
    /// What was filled in, with what was added.
    package private(set) var members: [JSONMember]
    private let schema: Schema

    /// Completes what an officer gave; `nowMs` is the moment of the issue.
    package init(
        _ type: CatalogueCertificateType,
        members: [JSONMember],
        isRefusal: Bool = false,
        nowMs: UInt64
    ) {
        self.type = type
        self.isRefusal = isRefusal
        schema = isRefusal ? type.refusalSchema : type.schema
        self.members = members
        completeHolder()
        let today = CalendarDay(ms: nowMs)
        fill("matter_code", type.matterCode)
        fill("issued_on", text("valid_from").flatMap { $0 <= today.text ? $0 : nil } ?? today.text)
        fill("valid_from", text("issued_on"))
        if let term = type.term, let start = text("valid_from").flatMap(CalendarDay.init) {
            fill("valid_to", start.end(ofMonths: term.months, days: term.days).text)
        }
        if let number = number(at: nowMs) { fill(CatalogueCertificateType.numberField, number) }
    }

    /// The value of a field as it was given, trimmed; nil when it is absent or empty.
    package func text(_ name: String) -> String? {
        let position = schema.position(of: name)
        let member = members.first { member in
            position.map { schema.position(of: member.name) == $0 } ?? (member.name == name)
        }
        guard let text = member?.value.string else { return nil }
        let body = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return body.isEmpty ? nil : body
    }

    /// Reads and checks the whole form.
    package func read(from source: TextSource) -> RecordReading {
        schema.read(members, from: source)
    }

    // MARK: Filling in

    /// Gives a field of the schema a value unless it has one.
    private mutating func fill(_ name: String, _ value: String?) {
        guard let value, text(name) == nil, let position = schema.position(of: name) else {
            return
        }
        members.removeAll { schema.position(of: $0.name) == position }
        members.append(JSONMember(name, .string(value)))
    }

    private mutating func completeHolder() {
        if let name = type.holder.nameField { fill("holder_name", text(name)) }
        if let name = type.holder.identifierField {
            fill("holder_id", text(name)?.filter { $0 != " " }.uppercased())
        }
        if let identifier = text("holder_id") { fill("holder_kind", Self.kind(of: identifier)) }
    }

    /// What kind of organisation a credit code belongs to; a keyed digest stands for a person.
    private static func kind(of identifier: String) -> String {
        guard identifier.utf8.count == 18 else { return "1" }
        switch identifier.prefix(2) {
        case "91": return "2"
        case "12": return "3"
        case "51", "52", "53": return "4"
        case "11": return "5"
        default: return "6"
        }
    }

    private func number(at nowMs: UInt64) -> String? {
        let candidates = [text("case_no"), CalendarTime(ms: nowMs).serial, text("holder_id")]
        return candidates.compactMap(\.self).first { type.numberPattern.matches($0) }
    }
}
