import CBOR
import Catalogue
import Cryptography

/// Checks the records of one batch, one after the other.
struct RecordInspector {
    private var keyTags: OpenKeyTags
    private let form: LedgerForm
    private let limit: UInt64
    /// Checks plain fields; nil when they are not to be looked at.
    private var validator: RecordValidator?

    init(
        category: Category,
        form: LedgerForm,
        suite: Suite,
        limit: UInt64,
        depth: StatementInspector.Depth
    ) {
        keyTags = OpenKeyTags(category: category.code, suite: suite)
        self.form = form
        self.limit = limit
        validator = form == .plain && depth == .full ? RecordValidator(category.schema) : nil
    }

    /// Decodes a record; the fields of a plain one are checked by the catalogue, and its key tag
    /// and its subject against the fields.
    mutating func inspect(
        _ bytes: ArraySlice<UInt8>
    ) throws(LedgerError) -> InspectedBatch.KeyOperation {
        try Limit.recordBytes.check(bytes.count, limit)
        let record: RecordView
        do {
            record = try RecordView(decoding: bytes, form: form)
        } catch { throw LedgerError(.records(.malformedRecord(error))) }
        if case .plain(let fields) = record.body {
            try check(fields, of: record)
        }
        return InspectedBatch.KeyOperation(tag: record.keyTag, operation: record.operation)
    }

    private mutating func check(
        _ fields: ArraySlice<UInt8>,
        of record: RecordView
    ) throws(LedgerError) {
        guard validator != nil else { return }
        do {
            try validator?.check(fields)
        } catch {
            throw LedgerError(
                .records(.refused(error)),
                at: LedgerError.Place(field: error.field)
            )
        }
        let tag = keyTags.tag { validator?.appendKey(in: fields, to: &$0) }
        guard tag == record.keyTag else { throw LedgerError(.records(.keyTagMismatch)) }
        let expected = validator?.subject(in: fields) ?? []
        guard case .clear(let subject) = record.subject, subject == expected else {
            throw LedgerError(
                .records(.subjectMismatch(expected: String(decoding: expected, as: UTF8.self)))
            )
        }
    }
}
