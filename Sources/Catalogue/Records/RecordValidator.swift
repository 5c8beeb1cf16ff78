/// Checks the canonical encodings of records of one schema, many a second.
///
/// The encoding is a CBOR map from the position of a field (unsigned, ascending) to its value:
/// integers for money and integer, true or false, 32 bytes for a digest, text for everything
/// else. Absent fields are left out. A validator keeps its working storage between records, so
/// use one for many and give each thread its own.
package struct RecordValidator: Sendable {
    /// What the records must be like.
    package let schema: Schema
    private var reader: RecordReader

    /// A validator for records of a category or the fields of a certificate.
    package init(_ schema: Schema) {
        self.schema = schema
        reader = RecordReader(fieldCount: schema.fields.count)
    }

    /// Checks one record and throws the first thing that is wrong with it; warnings are not
    /// looked for.
    package mutating func validate(
        _ encoded: ArraySlice<UInt8>
    ) throws(Finding) -> CheckedRecord {
        try check(encoded)
        var key: [UInt8] = []
        appendKey(in: encoded, to: &key)
        return CheckedRecord(encoded: encoded, key: key, subject: subject(in: encoded))
    }

    /// Checks one record as ``validate(_:)`` does; ``appendKey(in:to:)`` and ``subject(in:)`` then
    /// find what identifies it.
    package mutating func check(_ encoded: ArraySlice<UInt8>) throws(Finding) {
        do throws(RecordFlaw) {
            try reader.read(encoded.span, schema, reportsAll: false)
        } catch {
            throw finding(error)
        }
    }

    /// Appends the business key of the record that was checked last: a CBOR array of the items of
    /// the key's fields, in the order of the key.
    package func appendKey(in encoded: ArraySlice<UInt8>, to key: inout [UInt8]) {
        key.append(0x80 | UInt8(schema.key.count))
        for position in schema.key {
            let slot = reader.slots[UInt8(position)]
            let start = encoded.startIndex
            key += encoded[start + slot.itemStart..<start + slot.end]
        }
    }

    /// The text of the subject of the record that was checked last; empty when it has none.
    package func subject(in encoded: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let position = schema.subjectField, reader.slots.has(UInt8(position)) else {
            return []
        }
        let slot = reader.slots[UInt8(position)]
        let start = encoded.startIndex
        return encoded[start + slot.start..<start + slot.end]
    }

    /// Everything that is wrong with one record, as far as it can be read.
    package mutating func findings(in encoded: ArraySlice<UInt8>) -> [Finding] {
        do throws(RecordFlaw) {
            try reader.read(encoded.span, schema, reportsAll: true)
        } catch {
            return (reader.flaws + [error]).map(finding)
        }
        return reader.flaws.map(finding)
    }

    private func finding(_ flaw: RecordFlaw) -> Finding {
        Finding(flaw.reason, flaw.field.map { schema.fields[$0] })
    }
}

/// A record whose fields keep to their schema; only a validator makes one.
package struct CheckedRecord: Hashable, Sendable {
    /// The canonical encoding of the fields.
    package let encoded: ArraySlice<UInt8>
    /// The business key: a CBOR array of the values of the key's fields, in the order of the key.
    ///
    /// Records of one category with the same key are versions of one another.
    package let key: [UInt8]
    /// The text of the subject field, normally a credit code; empty when the field is absent.
    package let subject: ArraySlice<UInt8>
}
