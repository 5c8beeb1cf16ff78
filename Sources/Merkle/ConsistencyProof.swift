package import CBOR
package import Cryptography

/// The hashes that show one tree to be the beginning of a larger one (RFC 9162 §2.1.4).
///
/// A proof from size 0 would hold for every tree; it is refused.
package struct ConsistencyProof: Hashable, Sendable {
    /// How many leaves the smaller tree had, at least one.
    package var oldSize: UInt64
    /// How many leaves the larger tree had.
    package var newSize: UInt64
    /// The hashes that rebuild both roots, lowest first.
    package var path: [Digest]

    /// A proof of these parts.
    package init(oldSize: UInt64, newSize: UInt64, path: [Digest]) {
        self.oldSize = oldSize
        self.newSize = newSize
        self.path = path
    }

    /// Throws unless the tree of `newRoot` begins with the tree of `oldRoot`.
    package func verify(
        oldRoot: Digest,
        newRoot: Digest,
        hasher: MerkleHasher
    ) throws(ProofError) {
        guard 0 < oldSize, oldSize <= newSize else {
            throw .sizesOutOfOrder(old: oldSize, new: newSize)
        }
        try Subtree(start: 0, end: oldSize).verifyConsistency(
            subtreeRoot: oldRoot,
            treeSize: newSize,
            treeRoot: newRoot,
            path: path,
            hasher: hasher
        )
    }
}

// MARK: - Bytes

extension ConsistencyProof {
    /// Writes `[tree-size-1, tree-size-2, path]`, the proof of RFC 9942 §5.3.
    package func encode(into writer: inout CBORWriter) {
        writer.array(3)
        writer.unsigned(oldSize)
        writer.unsigned(newSize)
        writer.path(path)
    }

    /// Reads `[tree-size-1, tree-size-2, path]`; whether it proves anything is not looked at.
    package init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 3)
        oldSize = try reader.unsigned()
        newSize = try reader.unsigned()
        path = try reader.path()
    }
}
