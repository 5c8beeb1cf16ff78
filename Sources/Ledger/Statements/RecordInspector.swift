import CBOR
import Catalogue
import Cryptography

/// Checks the records of one batch, one after the other.
struct RecordInspector {
    private let category: String
    private let form: LedgerForm
    private let suite: Suite
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
        self.category = category.code
        self.form = form
        self.suite = suite
        self.limit = limit
        validator = form == .plain && depth == .full ? RecordValidator(category.schema) : nil
    }

    /// Decodes a record; the fields of a plain one are checked by the catalogue, and its key tag
    /// and its subject against the fields.
    mutating func inspect(
        _ bytes: ArraySlice<UInt8>
    ) throws(LedgerError) -> InspectedBatch.KeyOperation {
        try Limit.recordBytes.check(bytes.count, limit)
        let record: Record
        do {
            record = try Record(decoding: bytes, form: form)
        } catch { throw LedgerError(.records(.malformedRecord(error))) }
        if case .plain(let fields) = record.body {
            try check(fields, of: record)
        }
        return InspectedBatch.KeyOperation(tag: record.keyTag, operation: record.operation)
    }

    private mutating func check(
        _ fields: ArraySlice<UInt8>,
        of record: Record
    ) throws(LedgerError) {
        let checked: CheckedRecord?
        do {
            checked = try validator?.validate(fields)
        } catch {
            throw LedgerError(
                .records(.refused(error)),
                at: LedgerError.Place(field: error.field)
            )
        }
        guard let checked else { return }
        let tag = RecordTags.openKey(category: category, key: checked.key, suite: suite)
        guard tag == record.keyTag else { throw LedgerError(.records(.keyTagMismatch)) }
        guard case .clear(let subject) = record.subject,
            subject.utf8.elementsEqual(checked.subject)
        else {
            throw LedgerError(
                .records(
                    .subjectMismatch(expected: String(decoding: checked.subject, as: UTF8.self))
                )
            )
        }
    }
}
