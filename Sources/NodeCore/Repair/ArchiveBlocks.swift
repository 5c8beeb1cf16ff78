package import Cryptography
package import Ledger
package import Storage

/// The stores of other nodes as a source: for worlds in which all of them are in one process.
package final class ArchiveBlocks: BlockSource {
    private let archives: [StoreReader]

    /// Asks these stores, in order.
    package init(_ archives: [StoreReader]) { self.archives = archives }

    /// A block whose header has this hash.
    package func block(_ hash: Digest, where isGood: (CarriedBlock) -> Bool) -> CarriedBlock? {
        archives.lazy
            .compactMap { try? $0.block(hash) }
            .map { CarriedBlock(header: $0.header, body: $0.body) }
            .first(where: isGood)
    }

    /// The finalization of this very block.
    package func finalization(
        of block: HashedHeader,
        where isGood: ([UInt8]) -> Bool
    ) -> [UInt8]? {
        archives.lazy
            .compactMap { try? $0.finalization(covering: block.header.height) }
            .filter { $0.hash == block.hash }
            .map(\.proof)
            .first(where: isGood)
    }
}
