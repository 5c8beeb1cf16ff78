package import CBOR

/// A statement and what travels beside it, as bytes that nobody has looked at.
package struct Submission: Hashable, Sendable {
    /// The signed statement.
    package let statement: ArraySlice<UInt8>
    /// The records of a `records` statement; nil for all others.
    package let attachment: ArraySlice<UInt8>?

    /// Puts both together.
    package init(statement: ArraySlice<UInt8>, attachment: ArraySlice<UInt8>? = nil) {
        self.statement = statement
        self.attachment = attachment
    }

    /// Puts both together.
    package init(statement: [UInt8], attachment: [UInt8]? = nil) {
        self.init(statement: statement[...], attachment: attachment?[...])
    }

    /// An upper bound on the bytes it takes in a block body.
    package var byteCount: Int {
        let overhead = 1 + 2 * Self.stringHead
        return overhead + statement.count + (attachment?.count ?? 0)
    }

    /// The longest head of a byte string of less than 4 GiB.
    private static let stringHead = 5
}

// MARK: - Encoding: [ statement, attachment / null ]

extension Submission {
    /// Appends the encoding, as block bodies and the client protocol carry it.
    package func encode(into writer: inout CBORWriter) {
        writer.array(2)
        writer.byteString(statement)
        if let attachment { writer.byteString(attachment) } else { writer.null() }
    }

    /// Reads a submission without copying it.
    package init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 2)
        statement = try reader.byteString()
        if reader.nextIsNull {
            try reader.null()
            attachment = nil
        } else {
            attachment = try reader.byteString()
        }
    }
}
