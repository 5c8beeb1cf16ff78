package import Cryptography
package import Storage

/// One thing that is wrong with a ledger: what, where, and who answers for it.
package struct AuditFinding: Hashable, Sendable {
    /// What is wrong.
    package let fault: AuditFault
    /// The height of the block; nil when it cannot be told.
    package let height: UInt64?
    /// The name of the block; nil when it cannot be told.
    package let block: Digest?
    /// Where the block or proof stands in the files; nil for what is missing.
    package let spot: FrameSpot?
    /// The statement at fault; nil when it is the block, or the statement cannot be told.
    package let statement: SuspectStatement?
    /// Whether the frame's checksum fails: its bytes changed after they were written.
    package let isDamaged: Bool

    init(
        _ fault: AuditFault,
        height: UInt64? = nil,
        block: Digest? = nil,
        spot: FrameSpot? = nil,
        statement: SuspectStatement? = nil,
        isDamaged: Bool = false
    ) {
        self.fault = fault
        self.height = height
        self.block = block
        self.spot = spot
        self.statement = statement
        self.isDamaged = isDamaged
    }
}
