package import Ledger
package import Storage

/// A block of the final chain, as a replay passes it on after judging it.
package struct FinalBlock {
    /// The header.
    package let block: HashedHeader
    /// Where it stands in the files.
    package let spot: FrameSpot
    /// Its statements, without those whose bytes cannot be read.
    package let statements: [FinalStatement]
    /// Whether every rule was executed and every root compared.
    package let isExecuted: Bool
}

/// A statement of a final block.
package struct FinalStatement {
    /// Its position in the block, from zero.
    package let position: Int
    /// Its place in the history tree, as the block's header counts.
    package let leafIndex: UInt64
    /// What it says; its signature is good if the block has no finding.
    package let inspected: InspectedStatement
    /// The member that answers for it; nil when neither its key nor its issuer is known.
    package let agency: Member?
}

/// Whoever wants to see the final chain while it is replayed, oldest block first.
package protocol FinalBlockVisitor: AnyObject {
    /// Takes one block.
    func visit(_ block: FinalBlock)
}

extension FinalBlock {
    init(_ checked: CheckedBlock, isExecuted: Bool, keys: KeyDirectory) {
        let count = UInt64(checked.statements.count)
        let first = checked.header.treeSize - min(count, checked.header.treeSize)
        block = checked.block
        spot = checked.spot
        self.isExecuted = isExecuted
        statements = checked.statements.enumerated().compactMap { position, statement in
            statement.inspected.map { inspected in
                FinalStatement(
                    position: position,
                    leafIndex: first + UInt64(position),
                    inspected: inspected,
                    agency: keys.member(of: inspected.keyIdentifier)
                        ?? keys.member(issuer: inspected.issuer)
                )
            }
        }
    }
}
