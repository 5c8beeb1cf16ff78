package import Cryptography

/// A run of leaves that could be a tree of its own inside a larger one.
///
/// These are the subtrees of draft-ietf-plants-merkle-tree-certs §4.1: the start is a multiple of
/// the length rounded up to a power of two. A whole earlier tree is the subtree that starts at 0.
package struct Subtree: Hashable, Sendable {
    /// The first leaf.
    package let start: UInt64
    /// The leaf after the last one.
    package let end: UInt64

    /// The leaves from `start` up to and without `end`, refused when they are not a subtree.
    package init(start: UInt64, end: UInt64) throws(ProofError) {
        guard start <= end, Self.isAligned(start, length: end - start) else {
            throw .notASubtree(start: start, end: end)
        }
        self.start = start
        self.end = end
    }

    private static func isAligned(_ start: UInt64, length: UInt64) -> Bool {
        guard length > 1 else { return true }
        let roundedUpBits = UInt64.bitWidth - (length - 1).leadingZeroBitCount
        return start.trailingZeroBitCount >= roundedUpBits || start == 0
    }

    /// The proof that a leaf, counted in the large tree, is in this subtree by `path`.
    package func inclusionProof(
        of leafIndex: UInt64,
        path: [Digest]
    ) throws(ProofError)
        -> InclusionProof
    {
        guard start <= leafIndex, leafIndex < end else {
            throw .leafOutsideTree(leafIndex: leafIndex, treeSize: end)
        }
        return InclusionProof(treeSize: end - start, leafIndex: leafIndex - start, path: path)
    }

    /// Throws unless this subtree, with its root, is part of the tree of `treeSize` and `treeRoot`.
    ///
    /// With `start` 0 this is the verification of RFC 9162 §2.1.4.2; in general that of the draft's
    /// §4.4.3. A subtree without leaves is part of every tree.
    package func verifyConsistency(
        subtreeRoot: Digest,
        treeSize: UInt64,
        treeRoot: Digest,
        path: [Digest],
        hasher: MerkleHasher
    ) throws(ProofError) {
        guard end <= treeSize else { throw .sizesOutOfOrder(old: end, new: treeSize) }
        guard start < end else {
            guard path.isEmpty else { throw .wrongPathLength(found: path.count) }
            return try demand(hasher.emptyRoot, equals: subtreeRoot)
        }
        // Positions of the subtree's first and last node and of the tree's last, on one level.
        var first = start
        var last = end - 1
        var edge = treeSize - 1
        func climb(_ levels: Int) {
            first >>= levels
            last >>= levels
            edge >>= levels
        }
        // Climb to the highest level where the subtree still is whole nodes of the tree.
        let width = (first ^ last).bitCount
        climb(last == edge ? width : min(width, last.trailingOnes))
        // A subtree that is one node of the tree needs no hash of its own in the path.
        var siblings = path[...]
        guard let seed = first == last ? subtreeRoot : siblings.popFirst() else {
            throw .wrongPathLength(found: path.count)
        }
        var subtreeHash = seed
        var treeHash = seed
        for sibling in siblings {
            guard edge > 0 else { throw .wrongPathLength(found: path.count) }
            if !last.isMultiple(of: 2) || last == edge {
                if first < last { subtreeHash = hasher.node(sibling, subtreeHash) }
                treeHash = hasher.node(sibling, treeHash)
                climb(last.trailingZeroBitCount)
            } else {
                treeHash = hasher.node(treeHash, sibling)
            }
            climb(1)
        }
        guard edge == 0 else { throw .wrongPathLength(found: path.count) }
        try demand(subtreeHash, equals: subtreeRoot)
        try demand(treeHash, equals: treeRoot)
    }

    private func demand(_ found: Digest, equals expected: Digest) throws(ProofError) {
        guard found == expected else { throw .wrongRoot(expected: expected, found: found) }
    }
}

extension UInt64 {
    /// How many bits it takes to write the number; none for zero.
    fileprivate var bitCount: Int { Self.bitWidth - leadingZeroBitCount }
    /// How many of the lowest bits in a row are set.
    fileprivate var trailingOnes: Int { (~self).trailingZeroBitCount }
}
