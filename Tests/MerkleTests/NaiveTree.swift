import Testing
import Cryptography
import Merkle

/// The definitions of RFC 9162 §2.1 written down as they stand there, to compare with.
struct NaiveTree {
    var leafHashes: [Digest]
    let suite: Suite

    /// Leaves whose contents are their indices, in eight bytes.
    init(size: Int, suite: Suite) {
        self.suite = suite
        let hasher = MerkleHasher(suite)
        leafHashes = (0..<UInt64(size)).map { index in
            hasher.leaf((0..<8).map { UInt8(truncatingIfNeeded: index >> ($0 * 8)) }[...])
        }
    }

    /// MTH of §2.1.1.
    func root(_ range: Range<Int>) -> Digest {
        switch range.count {
        case 0: return suite.digest([UInt8]())
        case 1: return leafHashes[range.lowerBound]
        default:
            let middle = range.lowerBound + split(range.count)
            return suite.digest([
                [1], root(range.lowerBound..<middle).bytes, root(middle..<range.upperBound).bytes,
            ])
        }
    }

    /// PATH of §2.1.3.1, with `leaf` counted from the start of the tree.
    func path(_ leaf: Int, in range: Range<Int>) -> [Digest] {
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + split(range.count)
        let (left, right) = (range.lowerBound..<middle, middle..<range.upperBound)
        return leaf < middle
            ? path(leaf, in: left) + [root(right)]
            : path(leaf, in: right) + [root(left)]
    }

    /// The largest power of two below `count`.
    private func split(_ count: Int) -> Int {
        var power = 1
        while power * 2 < count { power *= 2 }
        return power
    }
}

/// A digest with one of its 256 bits flipped.
func flipped(_ digest: Digest, bit: Int) throws -> Digest {
    var bytes = digest.bytes
    bytes[bit / 8] ^= 1 << (bit % 8)
    return try #require(Digest(bytes))
}
