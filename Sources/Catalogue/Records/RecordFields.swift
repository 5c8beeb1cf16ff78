package import CBOR

/// The values of one record, by the position of their field.
package struct RecordFields: Hashable, Sendable {
    /// One value or nil for each field of the schema.
    package private(set) var values: [FieldValue?]

    /// A record of a schema without any values yet.
    package init(_ schema: Schema) {
        values = Array(repeating: nil, count: schema.fields.count)
    }

    /// The value of the field at a position; nil when it is absent.
    package subscript(position: Int) -> FieldValue? {
        get { values[position] }
        set { values[position] = newValue }
    }

    /// The canonical encoding, as `RecordValidator` describes it; it is not checked here.
    package func encoded() -> [UInt8] {
        var writer = CBORWriter(capacity: 256)
        writer.map(values.count { $0 != nil })
        for (position, value) in values.enumerated() {
            guard let value else { continue }
            writer.unsigned(UInt64(position))
            switch value {
            case .integer(let number): writer.integer(number)
            case .boolean(let flag): writer.boolean(flag)
            case .text(let text): writer.text(text)
            case .digest(let bytes): writer.byteString(bytes)
            }
        }
        return writer.bytes
    }

    /// Reads a canonical encoding for display; checking it is the work of `RecordValidator`.
    package init(
        decoding encoded: ArraySlice<UInt8>,
        _ schema: Schema
    ) throws(CBORError) {
        self.init(schema)
        var reader = CBORReader(encoded)
        var smallest: UInt64 = 0
        for _ in 0..<(try reader.map()) {
            let position = try reader.unsigned()
            guard position >= smallest, position < UInt64(values.count) else {
                throw .keyOrder(at: reader.position)
            }
            smallest = position + 1
            values[Int(position)] = try RecordFields.value(&reader)
        }
        try reader.finish()
    }

    private static func value(_ reader: inout CBORReader) throws(CBORError) -> FieldValue {
        switch try reader.peekType() {
        case .unsigned, .negative: .integer(try reader.integer())
        case .text: .text(try reader.text())
        case .bytes: .digest(Array(try reader.byteString()))
        default: .boolean(try reader.boolean())
        }
    }

    /// The fields that are there, each with its value, in the order of the schema.
    package func entries(of schema: Schema) -> [(field: Field, value: FieldValue)] {
        zip(schema.fields, values).compactMap { field, value in value.map { (field, $0) } }
    }
}
