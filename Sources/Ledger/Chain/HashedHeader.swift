package import CBOR
package import Cryptography

/// A header together with its hash, computed once.
///
/// Votes, proofs and proposals all hold one, so it is shared and not copied. Equality is equality
/// of hashes: the hash is always the one of this header, because the only initialisers compute
/// it.
package struct HashedHeader: Hashable, Sendable {
    private final class Storage: Sendable {
        let header: BlockHeader
        let hash: Digest

        init(_ header: BlockHeader, suite: Suite) {
            self.header = header
            hash = header.hash(suite)
        }
    }

    private let storage: Storage

    /// The header.
    package var header: BlockHeader { storage.header }
    /// The digest of the encoded header; the name of the block.
    package var hash: Digest { storage.hash }

    /// Hashes a header.
    package init(_ header: BlockHeader, suite: Suite) {
        storage = Storage(header, suite: suite)
    }

    /// Reads a header of the given chain.
    package init(from reader: inout CBORReader, chain: ChainIdentity) throws(ChainError) {
        let header = try BlockHeader(from: &reader)
        guard header.chainID == chain.id else { throw .wrongChain }
        self.init(header, suite: chain.suite)
    }

    /// Appends the header's encoding.
    package func encode(into writer: inout CBORWriter) { header.encode(into: &writer) }

    /// Whether both name the same block.
    package static func == (left: Self, right: Self) -> Bool { left.hash == right.hash }

    /// Hashes the name of the block.
    package func hash(into hasher: inout Swift.Hasher) { hasher.combine(hash) }
}
