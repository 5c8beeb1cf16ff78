package import Cryptography

/// A block and what executing it changes; its parent is known by its hash.
///
/// It holds changes only, so that keeping some unfinalized blocks costs what they changed.
package struct ExecutedBlock: Sendable {
    /// The header that execution leads to.
    package let header: BlockHeader
    /// The hash of the header: the block's name.
    package let hash: Digest
    /// The hashes of the leaves that the block appends, one a statement, in their order.
    package let leafHashes: [Digest]
    /// How many records the statements bring.
    package let recordCount: Int

    let delta: StateDelta

    /// The validators of the next epoch; nil unless the block ends its epoch.
    package var nextValidators: ValidatorSet? { delta.nextCharter?.validators }

    /// What holds in the next epoch; nil unless the block ends its epoch.
    package var nextCharter: Charter? { delta.nextCharter }

    /// The leaf index of the first statement.
    package var firstLeafIndex: UInt64 { header.treeSize - UInt64(leafHashes.count) }

    /// The leaf index of each statement, in their order.
    package var leafIndexes: Range<UInt64> { firstLeafIndex..<header.treeSize }
}
