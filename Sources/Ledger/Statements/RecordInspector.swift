import CBOR
import Catalogue
import Cryptography

/// Checks the records of one batch, one after the other.
struct RecordInspector {
    private let form: LedgerForm
    private let limit: UInt64
    /// Checks plain fields; nil when there are none, or they are not to be looked at.
    private var plain: PlainRecordCheck?

    init(
        category: Category,
        form: LedgerForm,
        suite: Suite,
        limit: UInt64,
        depth: StatementInspector.Depth
    ) {
        self.form = form
        self.limit = limit
        plain = form == .plain && depth == .full ? PlainRecordCheck(category, suite) : nil
    }

    /// Decodes the next record, and returns its use of a key and its encoding.
    ///
    /// The fields of a plain one are checked by the catalogue, and its key tag and its subject
    /// against the fields.
    mutating func inspect(
        from reader: inout CBORReader
    ) throws(LedgerError) -> (key: InspectedBatch.KeyOperation, encoded: ArraySlice<UInt8>) {
        let start = reader.position
        let record: RecordView
        do {
            record = try RecordView(from: &reader, form: form)
        } catch { throw LedgerError(.records(.malformedRecord(error))) }
        let encoded = reader.read(from: start)
        try Limit.recordBytes.check(encoded.count, limit)
        if case .plain(let fields) = record.body { try plain?.check(fields, of: record) }
        let key = InspectedBatch.KeyOperation(tag: record.keyTag, operation: record.operation)
        return (key, encoded)
    }
}

/// Checks the fields of plain records of one category, and that the record says what they say.
private struct PlainRecordCheck {
    private var validator: RecordValidator
    private var keyTags: OpenKeyTags

    init(_ category: Category, _ suite: Suite) {
        validator = RecordValidator(category.schema)
        keyTags = OpenKeyTags(category: category.code, suite: suite)
    }

    mutating func check(
        _ fields: ArraySlice<UInt8>,
        of record: RecordView
    ) throws(LedgerError) {
        do {
            try validator.check(fields)
        } catch {
            throw LedgerError(
                .records(.refused(error)),
                at: LedgerError.Place(field: error.field)
            )
        }
        let tag = keyTags.tag { validator.appendKey(in: fields, to: &$0) }
        guard tag == record.keyTag else { throw LedgerError(.records(.keyTagMismatch)) }
        let expected = validator.subject(in: fields)
        guard case .clear(let subject) = record.subject, subject == expected else {
            throw LedgerError(
                .records(.subjectMismatch(expected: String(decoding: expected, as: UTF8.self)))
            )
        }
    }
}
