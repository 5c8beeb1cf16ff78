import COSE
import Cryptography
import Ledger
import Merkle
import Storage

/// Proves that a body is the one of a header.
///
/// A header commits to the tree of all statements up to its block, and each statement to what
/// travels beside it. So the body is proven by the bodies before it, which have to be whole. A
/// checksum proves nothing against a peer that lies.
struct BodyProver {
    private let suite: Suite
    private let genesisHash: Digest
    private let genesisTree: Frontier
    /// The block of which the tree is at hand.
    private var hash: Digest
    private var tree: Frontier

    init(_ genesis: Genesis) {
        suite = genesis.suite
        genesisHash = genesis.genesisHeader.hash(genesis.suite)
        var tree = Frontier(genesis.suite)
        for leafHash in genesis.leafHashes { tree.append(leafHash: leafHash) }
        genesisTree = tree
        hash = genesisHash
        self.tree = tree
    }

    /// Whether a body leads from the parent's tree to the header's.
    mutating func proves(_ body: [UInt8], of header: BlockHeader, in archive: StoreReader) -> Bool {
        guard goTo(header.parent, archive), let tree = grown(tree, by: body) else { return false }
        guard tree.size == header.treeSize, tree.root() == header.treeRoot else { return false }
        (hash, self.tree) = (header.hash(suite), tree)
        return true
    }

    /// Makes the tree after a stored block the one at hand.
    private mutating func goTo(_ target: Digest, _ archive: StoreReader) -> Bool {
        var path: [Digest] = []
        var current = target
        while current != hash, current != genesisHash {
            guard let bytes = try? archive.header(current),
                let header = try? BlockHeader(decoding: bytes)
            else { return false }
            path.append(current)
            current = header.parent
        }
        if current == genesisHash { (hash, tree) = (genesisHash, genesisTree) }
        for next in path.reversed() {
            guard let stored = try? archive.block(next), let grown = grown(tree, by: stored.body)
            else { return false }
            (hash, tree) = (next, grown)
        }
        return true
    }

    /// The tree with the statements of a body behind it; nil when the body is none.
    private func grown(_ tree: Frontier, by body: [UInt8]) -> Frontier? {
        guard let body = try? BlockBody(stored: body) else { return nil }
        let hasher = MerkleHasher(suite)
        var tree = tree
        for submission in body.submissions {
            guard hasItsAttachment(submission) else { return nil }
            tree.append(leafHash: hasher.leaf(suite.digest(submission.statement)))
        }
        return tree
    }

    private func hasItsAttachment(_ submission: Submission) -> Bool {
        guard let statement = try? SignedStatement(decoding: submission.statement) else {
            return false
        }
        guard statement.header.kind == .records else { return submission.attachment == nil }
        guard let attachment = submission.attachment,
            let batch = try? RecordBatch(decoding: statement.payload),
            let records = try? RecordBatch.records(in: attachment)
        else { return false }
        return UInt64(records.count) == batch.count
            && RecordBatch.root(of: records, suite: suite) == batch.root
    }
}
