package import COSE
import Ledger

/// How much an audit has looked at.
package struct AuditCounts: Hashable, Sendable {
    /// Final blocks.
    package internal(set) var blocks: UInt64 = 0
    /// Blocks that never became final: siblings of final ones, or newer than the last proof.
    package internal(set) var unfinalizedBlocks: UInt64 = 0
    /// Frames that hold a block or a proof which another frame holds too.
    package internal(set) var repeatedFrames: UInt64 = 0
    /// Statements of final blocks.
    package internal(set) var statements: UInt64 = 0
    /// The same, by what they do.
    package internal(set) var statementsByKind: [StatementKind: UInt64] = [:]
    /// Records in those statements.
    package internal(set) var records: UInt64 = 0
    /// Good signatures under statements; a certificate that took two persons has two.
    package internal(set) var signatures: UInt64 = 0
    /// Certificates that one person drafted and another approved.
    package internal(set) var approvals: UInt64 = 0
    /// Statements below the scope; finalizations or an earlier audit vouch for their signatures.
    package internal(set) var acceptedSignatures: UInt64 = 0
    /// Statements whose key became unknown with an earlier bad block.
    package internal(set) var unjudgedSignatures: UInt64 = 0
    /// Proofs of finality with good signatures of n − f validators.
    package internal(set) var finalizations: UInt64 = 0
    /// The signatures in them.
    package internal(set) var votes: UInt64 = 0
    /// Bytes read, each compared with its checksum.
    package internal(set) var bytes: UInt64 = 0
    /// Bytes that an interrupted write left at the end; a node cuts them off at its next start.
    package internal(set) var tornBytes: UInt64 = 0
}

extension AuditCounts {
    /// Counts a statement whose signatures are good.
    mutating func add(signaturesOf statement: InspectedStatement) {
        signatures += UInt64(statement.keyIdentifiers.count)
    }
}
