package import CBOR
package import Catalogue
package import Cryptography

/// One record of a batch, as it stands on the ledger.
///
/// Wire form, a deterministic CBOR array:
///
///     [ op, key tag, subject, effective ms, period / null, form, body ]
///
///     body = bstr                              plain: the catalogue's encoding of the fields
///          / [ commitment, ciphertext ]        sealed
///          / [ commitment ]                    digest and compute
///          / null                              void, in every form
///
/// A record holds slices of the bytes it was read from and copies nothing.
package struct Record: Hashable, Sendable {
    /// The longest text that names a subject, in bytes.
    package static let maximumSubjectBytes = 256
    /// The longest period, in bytes.
    package static let maximumPeriodBytes = 16

    /// What the record does to its key.
    package let operation: RecordOperation
    /// Names the business key; see `RecordTags`.
    package let keyTag: Tag
    /// Whom or what the record is about.
    package let subject: Subject
    /// Since when it holds, in milliseconds since 1970 and possibly before; a date without a time
    /// is its midnight in UTC+8.
    package let effectiveMs: Int64
    /// The period it is about, such as "2025-06", "2025Q1" or "2025".
    package let period: String?
    /// What it says.
    package let body: Body

    /// Whom a record is about.
    package enum Subject: Hashable, Sendable {
        /// In plain records: a credit code, or whatever names the subject.
        case clear(String)
        /// In all others: a keyed digest, since a bare one could be found by trying all codes.
        case tag(Tag)
    }

    /// What a record says.
    package enum Body: Hashable, Sendable {
        /// The fields, as the catalogue encodes them.
        case plain(fields: ArraySlice<UInt8>)
        /// A commitment to the fields, and the fields sealed.
        case sealed(commitment: Digest, ciphertext: ArraySlice<UInt8>)
        /// A commitment to the fields.
        case committed(Digest)
        /// Nothing: the record voids its key.
        case void

        /// The commitment to the fields, if there is one.
        package var commitment: Digest? {
            switch self {
            case .sealed(let commitment, _), .committed(let commitment): commitment
            case .plain, .void: nil
            }
        }
    }

    /// Assembles a record.
    package init(
        operation: RecordOperation,
        keyTag: Tag,
        subject: Subject,
        effectiveMs: Int64,
        period: String?,
        body: Body
    ) {
        self.operation = operation
        self.keyTag = keyTag
        self.subject = subject
        self.effectiveMs = effectiveMs
        self.period = period
        self.body = body
    }

    /// The same record with another body.
    func with(_ body: Body) -> Record {
        Record(
            operation: operation,
            keyTag: keyTag,
            subject: subject,
            effectiveMs: effectiveMs,
            period: period,
            body: body
        )
    }
}

// MARK: - Encoding

extension Record {
    /// The deterministic encoding, which is what the batch's tree commits to.
    package func encoded(form: LedgerForm) -> [UInt8] {
        var writer = CBORWriter()
        writer.array(7)
        encodeEnvelope(form: form, into: &writer)
        switch body {
        case .plain(let fields):
            writer.byteString(fields)
        case .sealed(let commitment, let ciphertext):
            writer.array(2)
            writer.byteString(commitment)
            writer.byteString(ciphertext)
        case .committed(let commitment):
            writer.array(1)
            writer.byteString(commitment)
        case .void:
            writer.null()
        }
        return writer.bytes
    }

    /// Writes everything but the body: six items.
    func encodeEnvelope(form: LedgerForm, into writer: inout CBORWriter) {
        writer.unsigned(UInt64(operation.rawValue))
        writer.byteString(keyTag)
        switch subject {
        case .clear(let text): writer.text(text)
        case .tag(let tag): writer.byteString(tag)
        }
        writer.integer(effectiveMs)
        if let period { writer.text(period) } else { writer.null() }
        writer.unsigned(form.number)
    }

    /// Reads a whole record of a batch of this form.
    package init(decoding bytes: ArraySlice<UInt8>, form: LedgerForm) throws(CBORError) {
        self.init(try RecordView(decoding: bytes, form: form))
    }

    /// Reads a record of a batch of this form.
    package init(from reader: inout CBORReader, form: LedgerForm) throws(CBORError) {
        self.init(try RecordView(from: &reader, form: form))
    }

    private init(_ view: RecordView) {
        operation = view.operation
        keyTag = view.keyTag
        subject =
            switch view.subject {
            case .clear(let text): .clear(String(decoding: text, as: UTF8.self))
            case .tag(let tag): .tag(tag)
            }
        effectiveMs = view.effectiveMs
        period = view.period.map { String(decoding: $0, as: UTF8.self) }
        body = view.body
    }
}

extension CBORReader {
    /// Reads a text of at most so many bytes.
    mutating func text(upTo maximumBytes: Int) throws(CBORError) -> String {
        let start = position
        let text = try text()
        guard text.utf8.count <= maximumBytes else { throw .tooLong(at: start) }
        return text
    }
}
