package import COSE
package import Cryptography
package import Ledger
package import Merkle

/// One thing that happened to what is traced.
package struct TraceEvent: Sendable {
    /// The height of the block.
    package let height: UInt64
    /// The block's time, milliseconds since 1970.
    package let timeMs: UInt64
    /// The statement's place in the history tree.
    package let leafIndex: UInt64
    /// The record's position in the statement, from zero; nil when it is the whole statement.
    package let record: Int?
    /// What happened.
    package let action: Action
    /// What it was about, as the statement names it.
    package let subject: String
    /// The member that answers for it.
    package let agency: Member?
    /// The names of the keys that signed: one, or the approver's and then the officer's.
    package let keys: [Digest]

    /// What can happen.
    package enum Action: Hashable, Sendable {
        /// A record was written, corrected or voided; with its category and the first bytes of the
        /// digest that names its business key.
        case record(RecordOperation, category: String, key: Tag)
        /// A batch of a category was uploaded.
        case batch(category: String, records: Int)
        /// A certificate of a type was issued, perhaps in place of one at another leaf.
        case issued(type: String, supersedes: UInt64?)
        /// A certificate of a type was refused to whoever had applied for it (不予许可).
        case refused(type: String)
        /// The status changed.
        case status(Status, reason: String, effectiveMs: UInt64)
        /// A key was granted to a member.
        case granted(member: String)
        /// Anything else, by the kind of the statement.
        case other(StatementKind)
    }
}

/// Where a key's right comes from and when it ended.
package struct KeyStory: Sendable {
    /// The name of the key.
    package let key: Digest
    /// The member it was granted to.
    package let member: Member?
    /// The grant's place in the history tree; nil when no grant was seen.
    package let grantedAt: UInt64?
    /// The height of the grant; 0 for one of the genesis.
    package let grantHeight: UInt64?
    /// The key that signed the grant; nil for one of the genesis.
    package let grantedBy: Digest?
    /// The height at which it was withdrawn, with the reason; nil when it still holds.
    package let withdrawn: (height: UInt64, status: Status, reason: String)?
}
