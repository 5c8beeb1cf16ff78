/// The fields, rules and key of records of one kind, compiled for checking.
///
/// The position of a field is its name on the wire, so the order of fields is part of the format.
/// It is one object that everybody shares: nothing in it changes, and threads that check records
/// need not count references to each of its parts.
package final class Schema: Sendable {
    /// The fields, at most 64.
    package let fields: [Field]
    /// The rules across fields.
    package let rules: [Rule]
    /// The positions of the fields whose values identify a record; empty for certificates.
    package let key: [Int]
    let checks: FieldChecks
    let ruleChecks: RuleChecks

    /// The most fields a schema can have: their presence is one machine word.
    package static let maximumFields = 64

    init(fields: [Field], rules: [Rule], key: [Int]) {
        self.fields = fields
        self.rules = rules
        self.key = key
        checks = FieldChecks(fields)
        ruleChecks = RuleChecks(rules)
        subjectField = fields.firstIndex { $0.type == .uscc } ?? key.first
    }

    /// The position of the field of this name; the Chinese label is understood too.
    package func position(of name: String) -> Int? {
        fields.firstIndex { $0.name == name } ?? fields.firstIndex { $0.label.chinese == name }
    }

    /// The field that says whom a record is about.
    ///
    /// The first credit code, or the first field of the key where no field is one.
    package let subjectField: Int?

    /// The other fields that name organisations, which read the record as its parties.
    package var partyFields: [Int] {
        fields.indices.filter { fields[$0].type == .uscc && $0 != subjectField }
    }
}
