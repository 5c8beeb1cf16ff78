package import Cryptography

/// The three hashes of an RFC 9162 §2.1.1 tree, in the chain's suite.
///
/// Leaves and nodes start with different bytes, so that no node can pass for a leaf.
package struct MerkleHasher: Hashable, Sendable {
    /// The suite whose digest builds the tree.
    package let suite: Suite

    private static let leafPrefix: UInt8 = 0
    private static let nodePrefix: UInt8 = 1

    /// The hashes of trees of `suite`.
    package init(_ suite: Suite) {
        self.suite = suite
    }

    /// The hash of a leaf whose content is a digest: H(00 ‖ entry).
    package func leaf(_ entry: Digest) -> Digest {
        suite.digest(prefix: Self.leafPrefix, entry)
    }

    /// The hash of a leaf: H(00 ‖ content).
    package func leaf(_ content: ArraySlice<UInt8>) -> Digest {
        suite.digest(prefix: Self.leafPrefix, content)
    }

    /// The hash of an inner node: H(01 ‖ left ‖ right).
    package func node(_ left: Digest, _ right: Digest) -> Digest {
        suite.digest(prefix: Self.nodePrefix, left, right)
    }

    /// The root of a tree without leaves: H of nothing.
    package var emptyRoot: Digest { suite.digest([UInt8]()) }
}
