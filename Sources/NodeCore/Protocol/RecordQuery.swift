package import CBOR

/// The payload of a signed `query` statement: which records are asked for.
///
/// `[purpose, category / null, subject tag / null, from, limit, node name]`.
/// The statement is never recorded; it names the node it is meant for and lives for a minute,
/// so that one node cannot use it to ask another.
package struct RecordQuery: Hashable, Sendable {
    /// Why it is asked, as the asker states it.
    package var purpose: String
    /// One category, or all that the asker may read.
    package var category: String?
    /// One subject's tag: the USCC's bytes for plain records, a keyed digest otherwise.
    package var subject: [UInt8]?
    /// Position to go on from, from a page's `next`.
    package var from: UInt64
    /// The most records to return, 1…1,000.
    package var limit: UInt64
    /// The node that is asked.
    package var node: String

    /// Makes a query.
    package init(
        purpose: String,
        category: String?,
        subject: [UInt8]?,
        from: UInt64 = 0,
        limit: UInt64 = 100,
        node: String
    ) {
        self.purpose = purpose
        self.category = category
        self.subject = subject
        self.from = from
        self.limit = limit
        self.node = node
    }

    /// The payload's bytes.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.array(6)
        writer.text(purpose)
        if let category { writer.text(category) } else { writer.null() }
        if let subject { writer.byteString(subject) } else { writer.null() }
        writer.unsigned(from)
        writer.unsigned(limit)
        writer.text(node)
        return writer.bytes
    }

    /// Reads a payload.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 6)
        purpose = try reader.text()
        category = nil
        subject = nil
        if reader.nextIsNull { try reader.null() } else { category = try reader.text() }
        if reader.nextIsNull {
            try reader.null()
        } else {
            subject = [UInt8](try reader.byteString())
        }
        from = try reader.unsigned()
        limit = try reader.unsigned()
        node = try reader.text()
        try reader.finish()
    }
}
