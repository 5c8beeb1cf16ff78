/// What an export consists of, and the columns of each part in their order.
package enum ExportTable: String, Hashable, Sendable, CaseIterable {
    /// The final blocks.
    case blocks
    /// Their statements.
    case statements
    /// The records in the statements.
    case records

    /// The columns; names never change their meaning.
    ///
    /// `record` counts from one within its statement, as reports and traces do; `position` counts
    /// statements of a block from zero.
    package var columns: [String] {
        switch self {
        case .blocks:
            [
                "height", "hash", "parent", "time_ms", "epoch", "view", "proposer", "statements",
                "tree_size", "tree_root", "status_root", "state_digest",
            ]
        case .statements:
            [
                "leaf_index", "height", "position", "kind", "issuer", "agency", "subject",
                "issued_at", "key", "entry", "category", "records", "drafted_by",
            ]
        case .records:
            [
                "leaf_index", "record", "category", "operation", "key_tag", "subject",
                "effective_ms", "period", "form", "record_digest", "fields",
            ]
        }
    }
}
