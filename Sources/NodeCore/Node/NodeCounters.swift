/// What a node has done since it started; for `lianzheng status` and the metrics file.
package struct NodeCounters: Hashable, Sendable {
    /// Blocks made final.
    package var finalizedBlocks: UInt64 = 0
    /// Statements in them.
    package var finalizedStatements: UInt64 = 0
    /// Records in those.
    package var finalizedRecords: UInt64 = 0
    /// Statements admitted to the pool.
    package var admitted: UInt64 = 0
    /// Statements refused.
    package var refused: UInt64 = 0
    /// Blocks this node built.
    package var builtBlocks: UInt64 = 0
    /// Blocks of others that this node refused.
    package var refusedBlocks: UInt64 = 0
    /// Queries answered.
    package var queries: UInt64 = 0
    /// Entries deposited in the vault.
    package var deposits: UInt64 = 0
    /// Claims from the vault, good and bad.
    package var claims: UInt64 = 0

    /// All at zero.
    package init() {}
}
