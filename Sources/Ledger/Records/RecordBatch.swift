package import CBOR
package import Catalogue
package import Cryptography
import Merkle

/// The payload of a `records` statement: what one signature says about many records.
///
/// Wire form, a deterministic CBOR array; the records themselves are the statement's attachment:
///
///     [ category, schema version, form, count, root, [* wrapped secrets] ]
///
/// The root is that of the RFC 9162 tree whose leaf i is H(00 ‖ the bytes of record i).
package struct RecordBatch: Hashable, Sendable {
    /// The version of the schemas that the genesis pins; governance may adopt later ones.
    package static let schemaVersion: UInt64 = 1
    /// The longest category code, in bytes.
    static let maximumCategoryBytes = 32

    /// The code of the records' category, such as "TAX-029".
    package let category: String
    /// The version of the category's schema that the records follow.
    package let schemaVersion: UInt64
    /// The form of all records.
    package let form: LedgerForm
    /// How many records there are.
    package let count: UInt64
    /// The root of the tree over the records.
    package let root: Digest
    /// The batch's secrets, wrapped once a reader; none for plain records.
    package let wrappedSecrets: [WrappedKey]

    /// Assembles a payload.
    package init(
        category: String,
        schemaVersion: UInt64 = Self.schemaVersion,
        form: LedgerForm,
        count: UInt64,
        root: Digest,
        wrappedSecrets: [WrappedKey]
    ) {
        self.category = category
        self.schemaVersion = schemaVersion
        self.form = form
        self.count = count
        self.root = root
        self.wrappedSecrets = wrappedSecrets
    }

    /// The deterministic encoding.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: 128 + wrappedSecrets.count * 256)
        writer.array(6)
        writer.text(category)
        writer.unsigned(schemaVersion)
        writer.unsigned(form.number)
        writer.unsigned(count)
        writer.byteString(root)
        writer.array(wrappedSecrets.count)
        for wrapped in wrappedSecrets { wrapped.encode(into: &writer) }
        return writer.bytes
    }

    /// Reads a whole payload.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 6)
        category = try reader.text(upTo: Self.maximumCategoryBytes)
        schemaVersion = try reader.unsigned()
        form = try reader.ledgerForm()
        count = try reader.unsigned()
        root = try reader.digest()
        var wrappedSecrets: [WrappedKey] = []
        for _ in 0..<(try reader.array()) {
            wrappedSecrets.append(try WrappedKey(from: &reader))
        }
        self.wrappedSecrets = wrappedSecrets
        try reader.finish()
    }
}

// MARK: - The records

extension RecordBatch {
    /// The attachment that carries these encoded records: a CBOR array of them.
    package static func attachment(of records: [[UInt8]]) -> [UInt8] {
        var writer = CBORWriter(capacity: records.reduce(8) { $0 + $1.count })
        writer.array(records.count)
        for record in records { writer.encoded(record) }
        return writer.bytes
    }

    /// The encodings of the records in an attachment, without copying them.
    package static func records(
        in attachment: ArraySlice<UInt8>
    ) throws(CBORError) -> [ArraySlice<UInt8>] {
        var reader = CBORReader(attachment)
        let count = try reader.array()
        var records: [ArraySlice<UInt8>] = []
        records.reserveCapacity(count)
        for _ in 0..<count { records.append(try reader.encodedItem()) }
        try reader.finish()
        return records
    }

    /// The root of the tree over the encodings of records.
    package static func root(of records: [ArraySlice<UInt8>], suite: Suite) -> Digest {
        let hasher = MerkleHasher(suite)
        return MerkleTree.root(of: records.map { hasher.leaf($0) }, suite: suite)
    }
}
