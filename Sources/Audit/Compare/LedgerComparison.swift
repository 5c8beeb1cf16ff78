package import Ledger
package import Merkle
package import Storage

/// Whether two ledgers hold the same history, and where they part if they do not.
///
/// Both are replayed first; what is compared is what each could show by its own files.
package struct LedgerComparison: Sendable {
    /// The audit of the first ledger.
    package let first: AuditReport
    /// The audit of the second ledger.
    package let second: AuditReport
    /// The newest height at which both have the same block.
    package let common: HashedHeader
    /// The newest executed block of the first.
    package let firstTip: HashedHeader
    /// The newest executed block of the second.
    package let secondTip: HashedHeader
    /// What stands at the next height when the histories part; nil when one begins the other.
    package let parting: Parting?
    /// Shows that the shorter history begins the longer one; nil when they part, or nothing is in
    /// the shorter one.
    package let consistency: ConsistencyProof?

    /// Two blocks at one height.
    package struct Parting: Sendable {
        /// The block of the first ledger.
        package let first: HashedHeader
        /// The block of the second ledger.
        package let second: HashedHeader
        /// The statements that only the first block has.
        package let onlyFirst: [FinalStatement]
        /// The statements that only the second block has.
        package let onlySecond: [FinalStatement]
    }

    /// Whether nothing speaks against the two being one history.
    package var isOneHistory: Bool { parting == nil && first.isGood && second.isGood }
}

extension LedgerAudit {
    /// Compares two ledgers of the chain; each folder is read through its file system.
    package func compare(
        _ first: (folder: String, fileSystem: any FileSystem),
        _ second: (folder: String, fileSystem: any FileSystem),
        progress: (ReplayProgress) -> Void = { _ in }
    ) async throws(AuditError) -> LedgerComparison {
        let outlines = (ChainOutline(genesis), ChainOutline(genesis))
        let reports = (
            try await replay(
                folder: first.folder,
                fileSystem: first.fileSystem,
                visitor: outlines.0,
                progress: progress
            ),
            try await replay(
                folder: second.folder,
                fileSystem: second.fileSystem,
                visitor: outlines.1,
                progress: progress
            )
        )
        let length = zip(outlines.0.blocks, outlines.1.blocks).prefix { $0 == $1 }.count
        let isParted = length < min(outlines.0.blocks.count, outlines.1.blocks.count)
        var parting: LedgerComparison.Parting?
        if isParted {
            let height = UInt64(length) + 1
            let one = try await statements(at: height, of: first)
            let other = try await statements(at: height, of: second)
            parting = LedgerComparison.Parting(
                first: outlines.0.blocks[length],
                second: outlines.1.blocks[length],
                onlyFirst: one.missing(in: other),
                onlySecond: other.missing(in: one)
            )
        }
        return LedgerComparison(
            first: reports.0,
            second: reports.1,
            common: outlines.0.header(at: UInt64(length), genesis),
            firstTip: outlines.0.header(at: UInt64(outlines.0.blocks.count), genesis),
            secondTip: outlines.1.header(at: UInt64(outlines.1.blocks.count), genesis),
            parting: parting,
            consistency: isParted ? nil : consistency(outlines.0, outlines.1)
        )
    }

    private func statements(
        at height: UInt64,
        of ledger: (folder: String, fileSystem: any FileSystem)
    ) async throws(AuditError) -> [FinalStatement] {
        let pick = BlockPick(height: height)
        _ = try await replay(folder: ledger.folder, fileSystem: ledger.fileSystem, visitor: pick)
        return pick.statements
    }

    /// The proof that the tree of the shorter chain begins that of the longer one.
    private func consistency(_ one: ChainOutline, _ other: ChainOutline) -> ConsistencyProof? {
        let (shorter, longer) = one.blocks.count <= other.blocks.count ? (one, other) : (other, one)
        let old = shorter.header(at: UInt64(shorter.blocks.count), genesis).header
        let new = longer.header(at: UInt64(longer.blocks.count), genesis).header
        guard old.treeSize > 0, new.treeSize <= UInt64(longer.leafHashes.count) else { return nil }
        var tree = MerkleTree(genesis.suite)
        for hash in longer.leafHashes { tree.append(leafHash: hash) }
        let proof = ConsistencyProof(
            oldSize: old.treeSize,
            newSize: new.treeSize,
            path: tree.consistencyPath(from: old.treeSize, to: new.treeSize)
        )
        let hasher = MerkleHasher(genesis.suite)
        let holds: Void? = try? proof.verify(
            oldRoot: old.treeRoot,
            newRoot: new.treeRoot,
            hasher: hasher
        )
        precondition(holds != nil, "executed headers of one chain are consistent")
        return proof
    }
}

extension [FinalStatement] {
    fileprivate func missing(in others: [FinalStatement]) -> [FinalStatement] {
        let entries = Set(others.map(\.inspected.entry))
        return filter { !entries.contains($0.inspected.entry) }
    }
}
