package import Cryptography
package import Ledger

/// What an audit found; the same files and genesis give the same report.
package struct AuditReport: Sendable {
    /// The genesis that everything was checked against.
    package let genesis: Genesis
    /// The newest final height.
    package let height: UInt64
    /// The name of the newest final block.
    package let block: Digest
    /// The newest height up to which every rule was executed and every root compared.
    package let executedHeight: UInt64
    /// Which part was checked signature by signature.
    package let scope: ReplayScope
    /// How much was looked at.
    package let counts: AuditCounts
    /// Who wrote how much of what, and when.
    package let statistics: AuditStatistics
    /// The validators that were proven to have contradicted themselves, as far as was executed.
    package let accusations: [Accusation]
    let keys: KeyDirectory
    /// What is wrong, by height and then in the order of the files.
    package let findings: [AuditFinding]

    /// Whether nothing is wrong.
    package var isGood: Bool { findings.isEmpty }

    /// The member to which a key was granted, on this chain.
    package func member(ofKey identifier: Digest) -> Member? { keys.member(of: identifier) }
}

extension AuditReport {
    /// What a later audit need not check again; nil when something is wrong.
    package var checkpoint: AuditCheckpoint? {
        guard isGood, executedHeight == height else { return nil }
        return AuditCheckpoint(chainID: genesis.chainID, height: height, block: block)
    }
}
