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
    /// How much was looked at.
    package let counts: AuditCounts
    /// What is wrong, by height and then in the order of the files.
    package let findings: [AuditFinding]

    /// Whether nothing is wrong.
    package var isGood: Bool { findings.isEmpty }
}
