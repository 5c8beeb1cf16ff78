/// One thing that is wrong, or doubtful, with a record.
package struct Finding: Error, Hashable, Sendable {
    /// The name of the field it is about; nil when it is about the record.
    package let field: String?
    /// The field's Chinese label.
    package let label: String?
    /// What is wrong.
    package let reason: FindingReason

    init(_ reason: FindingReason, _ field: Field? = nil) {
        self.field = field?.name
        label = field?.label.chinese
        self.reason = reason
    }

    /// The identifier of the rule that is broken, when it is one.
    package var rule: String? {
        switch reason {
        case .rule(let id, _), .overflow(let id): id
        default: nil
        }
    }

    /// Whether the record can be recorded all the same.
    package var isWarning: Bool { reason == .creditCodeCheck }

    /// The stable code, such as "record.missing".
    package var code: String { reason.code }

    /// The finding in English, with the field's name.
    package var english: String { field.map { "\($0): \(reason.english)" } ?? reason.english }

    /// The finding in Chinese, with the field's label.
    package var chinese: String { label.map { "\($0)：\(reason.chinese)" } ?? reason.chinese }
}
