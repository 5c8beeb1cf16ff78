/// The kinds of value a field can have.
package enum FieldType: Hashable, Sendable {
    /// Chinese yuan in fen, an integer of 64 bits.
    case money
    /// An integer of 64 bits.
    case integer
    /// A decimal number with at most `scale` fraction digits, travelling as text.
    case decimal(scale: Int)
    case boolean
    /// A day that exists in the Gregorian calendar, `YYYY-MM-DD`.
    case date
    case period(Granularity)
    /// A unified social credit code (GB 32100-2015), 18 characters.
    case uscc
    case code(CodeList)
    /// Text of one to `maximumLength` Unicode scalars without control characters.
    case text(maximumLength: Int)
    /// A digest of 32 bytes; 64 lower-case hexadecimal digits as text.
    case digest

    /// The name of the type in the catalogue.
    package var name: String {
        switch self {
        case .money: "money"
        case .integer: "integer"
        case .decimal: "decimal"
        case .boolean: "boolean"
        case .date: "date"
        case .period: "period"
        case .uscc: "uscc"
        case .code: "code"
        case .text: "text"
        case .digest: "digest"
        }
    }
}

/// How long a period is: `YYYY-MM`, `YYYYQn` or `YYYY`.
package enum Granularity: String, Hashable, Sendable {
    case month, quarter, year
}

/// One field of a category or of a certificate type.
package struct Field: Hashable, Sendable {
    /// The name in rules, JSON and CSV headers, unique in its schema.
    package let name: String
    /// The name on forms and screens; the English form is the name with spaces.
    package let label: Label
    /// What the field holds.
    package let type: FieldType
    /// Whether a record without it is refused.
    package let isRequired: Bool
    /// The unit of a number, such as "fen", "%" or "人".
    package let unit: String?
    /// The unit of the paper form, such as "千元"; the record holds fen all the same.
    package let reportUnit: String?
    /// The smallest number, scaled by the field's decimals.
    package let minimum: Int64?
    /// The largest number, scaled by the field's decimals.
    package let maximum: Int64?
    /// What the number must be a multiple of, from the granularity of the paper form.
    package let multiple: Int64?
    /// What the text must look like.
    package let pattern: Pattern?
}
