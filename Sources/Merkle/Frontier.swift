package import Cryptography

/// The right edge of an append-only tree: all that is needed to append and to know the root.
///
/// It keeps one hash for every bit set in the size, so copying it costs next to nothing and every
/// unfinalized block can have its own.
package struct Frontier: Hashable, Sendable {
    /// How many leaves were appended.
    package private(set) var size: UInt64 = 0
    /// Roots of the perfect subtrees that make up the tree, largest first.
    private var peaks: [Digest] = []
    private let hasher: MerkleHasher

    /// The edge of a tree without leaves.
    package init(_ suite: Suite) {
        hasher = MerkleHasher(suite)
    }

    /// Appends a leaf by its hash.
    package mutating func append(leafHash: Digest) {
        var peak = leafHash
        // Each subtree as large as the new one is a bit that the addition carries over.
        for _ in 0..<(~size).trailingZeroBitCount {
            peak = hasher.node(peaks.removeLast(), peak)
        }
        peaks.append(peak)
        size += 1
    }

    /// The root of the tree over all leaves so far.
    package func root() -> Digest {
        guard var root = peaks.last else { return hasher.emptyRoot }
        for peak in peaks.dropLast().reversed() {
            root = hasher.node(peak, root)
        }
        return root
    }
}
