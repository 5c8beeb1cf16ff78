package import Cryptography
package import Merkle

extension Genesis {
    /// What the tree commits to for each genesis grant, in order: the entries of the first leaves.
    package var entries: [Digest] { document.grants.map { $0.entry(suite) } }

    /// The hashes of the tree's first leaves.
    package var leafHashes: [Digest] {
        let hasher = MerkleHasher(suite)
        return entries.map { hasher.leaf($0) }
    }

    /// The statuses at the beginning: every genesis grant is valid.
    package var statuses: StatusTree {
        var statuses = StatusTree(suite)
        for _ in document.grants { statuses.append(.valid) }
        return statuses
    }

    /// The header of block 0, which nobody proposed or signed: the anchor of all others.
    ///
    /// The state's digest begins with the chain's name, since the genesis determines the first
    /// state.
    package var genesisHeader: BlockHeader {
        let validatorsHash = validators.hash(suite)
        return BlockHeader(
            chainID: chainID,
            epoch: 0,
            height: 0,
            view: 0,
            parent: .zero,
            timeMs: document.createdMs,
            proposer: 0,
            treeSize: UInt64(document.grants.count),
            treeRoot: MerkleTree.root(of: leafHashes, suite: suite),
            statusRoot: statuses.root(),
            stateDigest: chainID,
            validatorsHash: validatorsHash,
            nextValidatorsHash: validatorsHash
        )
    }
}
