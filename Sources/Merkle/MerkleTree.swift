package import Cryptography

/// An append-only RFC 9162 §2.1 tree that can prove every leaf and every earlier size of itself.
///
/// It keeps the hash of every perfect subtree, about 64 bytes a leaf:
///
///     level 2        h03                    one hash for four leaves
///     level 1     h01     h23      h45      one hash for two leaves
///     level 0   h0  h1  h2  h3   h4  h5  h6
///
/// The hashes of imperfect subtrees at the right edge are computed when asked for. Where only roots
/// are needed, `Frontier` is smaller; copies of a whole tree are for those who can pay for them.
package struct MerkleTree: Sendable {
    private var levels: [[Digest]] = [[]]
    private let hasher: MerkleHasher

    /// A tree without leaves.
    package init(_ suite: Suite) {
        hasher = MerkleHasher(suite)
    }

    /// How many leaves were appended.
    package var size: UInt64 { UInt64(levels[0].count) }

    /// Appends a leaf by its hash.
    package mutating func append(leafHash: Digest) {
        var hash = leafHash
        var level = 0
        while true {
            levels[level].append(hash)
            let count = levels[level].count
            guard count.isMultiple(of: 2) else { return }
            hash = hasher.node(levels[level][count - 2], hash)
            level += 1
            if level == levels.count { levels.append([]) }
        }
    }

    /// The hash of the leaf at an index below `size`.
    package func leafHash(at index: UInt64) -> Digest {
        levels[0][Int(index)]
    }

    /// The root over the first `size` leaves; more than there are is a programming error.
    package func root(size: UInt64) -> Digest {
        precondition(size <= self.size)
        return size == 0 ? hasher.emptyRoot : root(of: 0..<Int(size))
    }

    /// The inclusion path of a leaf in the tree of the first `size` leaves (RFC 9162 §2.1.3.1).
    ///
    /// Asking for a leaf or size that does not exist is a programming error.
    package func inclusionPath(of leafIndex: UInt64, size: UInt64) -> [Digest] {
        precondition(leafIndex < size && size <= self.size)
        let leaf = Int(leafIndex)
        var range = 0..<Int(size)
        var path: [Digest] = []
        while range.count > 1 {
            let (left, right) = Self.halves(of: range)
            path.append(root(of: left.contains(leaf) ? right : left))
            range = left.contains(leaf) ? left : right
        }
        return path.reversed()
    }

    /// The proof that a leaf is in the tree of the first `size` leaves.
    package func inclusionProof(of leafIndex: UInt64, size: UInt64) -> InclusionProof {
        InclusionProof(
            treeSize: size,
            leafIndex: leafIndex,
            path: inclusionPath(of: leafIndex, size: size)
        )
    }

    /// The path that proves the first `old` leaves to be those of the tree of `new` (§2.1.4.1).
    ///
    /// Sizes other than 1 ≤ `old` ≤ `new` ≤ `size` are a programming error.
    package func consistencyPath(from old: UInt64, to new: UInt64) -> [Digest] {
        precondition(0 < old && old <= new && new <= size)
        let end = Int(old)
        var range = 0..<Int(new)
        var path: [Digest] = []
        while range.upperBound != end {
            let (left, right) = Self.halves(of: range)
            path.append(root(of: end <= left.upperBound ? right : left))
            range = end <= left.upperBound ? left : right
        }
        // A subtree that starts with the first leaf is the old tree itself, whose root is known.
        if range.lowerBound > 0 { path.append(root(of: range)) }
        return path.reversed()
    }

    /// The root of the subtree over `range`, which the splits of a tree produce.
    private func root(of range: Range<Int>) -> Digest {
        let count = range.count
        if count.nonzeroBitCount == 1 {
            let level = count.trailingZeroBitCount
            return levels[level][range.lowerBound >> level]
        }
        let (left, right) = Self.halves(of: range)
        return hasher.node(root(of: left), root(of: right))
    }

    /// Splits two or more leaves after the largest power of two that leaves something to the right.
    private static func halves(of range: Range<Int>) -> (left: Range<Int>, right: Range<Int>) {
        let bits = Int.bitWidth - (range.count - 1).leadingZeroBitCount
        let middle = range.lowerBound + 1 << (bits - 1)
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }
}

// MARK: - In bulk

extension MerkleTree {
    /// The root over leaves that are all at hand, in the memory of one level.
    package static func root(of leafHashes: [Digest], suite: Suite) -> Digest {
        let hasher = MerkleHasher(suite)
        guard !leafHashes.isEmpty else { return hasher.emptyRoot }
        var level = leafHashes
        var count = level.count
        while count > 1 {
            let pairs = count / 2
            for pair in 0..<pairs {
                level[pair] = hasher.node(level[2 * pair], level[2 * pair + 1])
            }
            // The odd one out moves up as it is.
            if !count.isMultiple(of: 2) { level[pairs] = level[count - 1] }
            count -= pairs
        }
        return level[0]
    }
}
