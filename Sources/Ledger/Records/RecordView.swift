import CBOR
import Catalogue
import Cryptography

/// A record as a reader finds it: every text is a slice of the record's own bytes.
///
/// Blocks bring hundreds of thousands of records, of which most are checked and forgotten; making
/// strings of what they say would take as long as the checks.
struct RecordView {
    /// Whom a record is about.
    enum Subject {
        case clear(ArraySlice<UInt8>)
        case tag(Tag)
    }

    let operation: RecordOperation
    let keyTag: Tag
    let subject: Subject
    let effectiveMs: Int64
    let period: ArraySlice<UInt8>?
    let body: Record.Body

    /// Reads a whole record of a batch of this form.
    init(decoding bytes: ArraySlice<UInt8>, form: LedgerForm) throws(CBORError) {
        var reader = CBORReader(bytes)
        try self.init(from: &reader, form: form)
        try reader.finish()
    }

    /// Reads a record of a batch of this form.
    init(from reader: inout CBORReader, form: LedgerForm) throws(CBORError) {
        try reader.array(count: 7)
        operation = try reader.recordOperation()
        keyTag = try reader.digestTag()
        subject = try Subject(from: &reader, form: form)
        effectiveMs = try reader.integer()
        if reader.nextIsNull {
            try reader.null()
            period = nil
        } else {
            period = try reader.textBytes(upTo: Record.maximumPeriodBytes)
        }
        let start = reader.position
        guard try reader.unsigned() == form.number else { throw .outOfRange(at: start) }
        body = try Record.Body(from: &reader, form: form, operation: operation)
    }
}

extension RecordView.Subject {
    fileprivate init(from reader: inout CBORReader, form: LedgerForm) throws(CBORError) {
        switch form {
        case .plain: self = .clear(try reader.textBytes(upTo: Record.maximumSubjectBytes))
        case .sealed, .digest, .compute: self = .tag(try reader.digestTag())
        }
    }
}

extension Record.Body {
    fileprivate init(
        from reader: inout CBORReader,
        form: LedgerForm,
        operation: RecordOperation
    ) throws(CBORError) {
        guard operation != .void else {
            try reader.null()
            self = .void
            return
        }
        switch form {
        case .plain:
            self = .plain(fields: try reader.byteString())
        case .sealed:
            try reader.array(count: 2)
            self = .sealed(commitment: try reader.digest(), ciphertext: try reader.byteString())
        case .digest, .compute:
            try reader.array(count: 1)
            self = .committed(try reader.digest())
        }
    }
}

extension CBORReader {
    /// Reads a text of at most so many bytes, and leaves it where it is.
    fileprivate mutating func textBytes(
        upTo maximumBytes: Int
    ) throws(CBORError) -> ArraySlice<UInt8> {
        let start = position
        let text = try textBytes()
        guard text.count <= maximumBytes else { throw .tooLong(at: start) }
        return text
    }
}
