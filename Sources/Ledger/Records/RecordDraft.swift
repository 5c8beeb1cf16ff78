/// One record before it is put into its form.
package struct RecordDraft: Hashable, Sendable {
    /// What the record does to its key.
    package var operation: RecordOperation
    /// The bytes of the business key, as the catalogue gives them.
    package var key: [UInt8]
    /// Whom the record is about, in clear.
    package var subject: String
    /// Since when it holds, in milliseconds since 1970.
    package var effectiveMs: Int64
    /// The period it is about.
    package var period: String?
    /// The catalogue's encoding of the fields, already checked; not used by a void.
    package var fields: [UInt8]

    /// Describes a record.
    package init(
        operation: RecordOperation = .add,
        key: [UInt8],
        subject: String,
        effectiveMs: Int64,
        period: String? = nil,
        fields: [UInt8]
    ) {
        self.operation = operation
        self.key = key
        self.subject = subject
        self.effectiveMs = effectiveMs
        self.period = period
        self.fields = fields
    }
}
