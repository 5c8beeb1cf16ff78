package import CBOR
package import Cryptography
package import Merkle

/// The salted fields of one record, under a root that the ledger holds.
///
/// Leaf i of the RFC 9162 tree is H(00 ‖ [salt, field number, value]) for the i-th field that is
/// present, in the order of the field numbers. One field can so be shown and checked without the
/// rest, and what is not shown cannot be guessed.
package struct FieldCommitment: Sendable {
    /// One field as it is shown to somebody who has the root.
    package struct Opening: Hashable, Sendable {
        /// Sixteen bytes that keep the other side from guessing.
        package let salt: [UInt8]
        /// The field's number in its category.
        package let field: UInt64
        /// The value's encoding.
        package let value: ArraySlice<UInt8>

        /// What the tree commits to.
        package var encoded: [UInt8] {
            var writer = CBORWriter(capacity: value.count + 32)
            writer.array(3)
            writer.byteString(salt)
            writer.unsigned(field)
            writer.encoded(value)
            return writer.bytes
        }
    }

    /// The largest field number; a schema has at most 64 fields.
    static let maximumField: UInt64 = 63

    /// The fields that are present, each with its salt.
    package let openings: [Opening]
    /// What the record on the ledger holds.
    package let root: Digest

    private let leafHashes: [Digest]
    private let suite: Suite

    /// Commits to the fields of a record: a map from field numbers to values.
    package init(
        fields: ArraySlice<UInt8>,
        secret: RecordSecret,
        suite: Suite
    ) throws(CBORError) {
        var reader = CBORReader(fields)
        let entries = try reader.mapEntries()
        try reader.finish()
        var numbers: [UInt64] = []
        for entry in entries {
            guard case .unsigned(let number) = entry.key, number <= Self.maximumField else {
                throw .outOfRange(at: 0)
            }
            numbers.append(number)
        }
        let salts = secret.salts(count: Int((numbers.last ?? 0) + 1), suite: suite)
        let hasher = MerkleHasher(suite)
        openings = zip(numbers, entries).map { number, entry in
            Opening(salt: salts[Int(number)], field: number, value: entry.value)
        }
        leafHashes = openings.map { hasher.leaf($0.encoded[...]) }
        root = MerkleTree.root(of: leafHashes, suite: suite)
        self.suite = suite
    }

    /// The proof that goes with `openings[position]`.
    package func proof(of position: Int) -> InclusionProof {
        var tree = MerkleTree(suite)
        for leaf in leafHashes { tree.append(leafHash: leaf) }
        return tree.inclusionProof(of: UInt64(position), size: tree.size)
    }
}
