import Cryptography
import Ledger
import Merkle

/// The names of a final chain's blocks and the hashes of its leaves.
final class ChainOutline: FinalBlockVisitor {
    /// The block at height i + 1 stands at i, as long as no height is missing.
    private(set) var blocks: [HashedHeader] = []
    private(set) var leafHashes: [Digest] = []
    private var isWhole = true

    init(_ genesis: Genesis) {
        let hasher = MerkleHasher(genesis.suite)
        leafHashes = genesis.entries.map { hasher.leaf($0) }
    }

    func visit(_ block: FinalBlock) {
        isWhole = isWhole && block.isExecuted
        guard isWhole else { return }
        blocks.append(block.block)
        leafHashes += block.statements.map(\.inspected.leafHash)
    }

    /// The header at a height; that of the genesis block at 0.
    func header(at height: UInt64, _ genesis: Genesis) -> HashedHeader {
        height == 0
            ? HashedHeader(genesis.genesisHeader, suite: genesis.suite) : blocks[Int(height) - 1]
    }
}

/// The statements of one block of a chain.
final class BlockPick: FinalBlockVisitor {
    private let height: UInt64
    private(set) var statements: [FinalStatement] = []

    init(height: UInt64) { self.height = height }

    func visit(_ block: FinalBlock) {
        if block.block.header.height == height { statements = block.statements }
    }
}
