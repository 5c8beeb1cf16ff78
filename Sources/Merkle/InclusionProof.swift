package import CBOR
package import Cryptography

/// The hashes that lead from one leaf to a root (RFC 9162 §2.1.3), with the place they are for.
///
/// The sizes in a proof are claims of whoever made it. A verifier compares `treeSize` with a signed
/// size before it believes `leafIndex`.
package struct InclusionProof: Hashable, Sendable {
    /// How many leaves the tree had.
    package var treeSize: UInt64
    /// Which leaf is proven.
    package var leafIndex: UInt64
    /// The siblings on the way up, lowest first.
    package var path: [Digest]

    /// A proof of these parts.
    package init(treeSize: UInt64, leafIndex: UInt64, path: [Digest]) {
        self.treeSize = treeSize
        self.leafIndex = leafIndex
        self.path = path
    }

    /// The root that the path leads to from `leafHash` (RFC 9162 §2.1.3.2).
    package func root(
        leafHash: Digest,
        hasher: MerkleHasher
    ) throws(ProofError) -> Digest {
        guard leafIndex < treeSize else {
            throw .leafOutsideTree(leafIndex: leafIndex, treeSize: treeSize)
        }
        var node = leafIndex
        var last = treeSize - 1
        var hash = leafHash
        for sibling in path {
            guard last > 0 else { throw .wrongPathLength(found: path.count) }
            if !node.isMultiple(of: 2) || node == last {
                hash = hasher.node(sibling, hash)
                // The last node of a level without a sibling moves up as it is.
                let promotions = node.trailingZeroBitCount
                node >>= promotions
                last >>= promotions
            } else {
                hash = hasher.node(hash, sibling)
            }
            node >>= 1
            last >>= 1
        }
        guard last == 0 else { throw .wrongPathLength(found: path.count) }
        return hash
    }

    /// Throws unless the path leads from `leafHash` to `root`.
    package func verify(
        leafHash: Digest,
        root expected: Digest,
        hasher: MerkleHasher
    ) throws(ProofError) {
        let found = try root(leafHash: leafHash, hasher: hasher)
        guard found == expected else { throw .wrongRoot(expected: expected, found: found) }
    }
}

// MARK: - Bytes

extension InclusionProof {
    /// Writes `[tree-size, leaf-index, path]`, the proof of RFC 9942 §5.2.
    package func encode(into writer: inout CBORWriter) {
        writer.array(3)
        writer.unsigned(treeSize)
        writer.unsigned(leafIndex)
        writer.path(path)
    }

    /// Reads `[tree-size, leaf-index, path]`; whether it proves anything is not looked at.
    package init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 3)
        treeSize = try reader.unsigned()
        leafIndex = try reader.unsigned()
        path = try reader.path()
    }
}

/// A tree with 64-bit sizes is never deeper.
private let maximumPathLength = 64

extension CBORWriter {
    /// Writes the hashes of a path.
    mutating func path(_ path: [Digest]) {
        array(path.count)
        for hash in path { byteString(hash) }
    }
}

extension CBORReader {
    /// Reads the hashes of a path, at most 64.
    mutating func path() throws(CBORError) -> [Digest] {
        let start = position
        let count = try array()
        guard count <= maximumPathLength else { throw .tooLong(at: start) }
        var path: [Digest] = []
        path.reserveCapacity(count)
        for _ in 0..<count { path.append(try digest()) }
        return path
    }
}
