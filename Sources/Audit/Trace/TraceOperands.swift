package import Console

/// What `trace` was asked: which ledger, and about what.
package struct TraceOperands: Hashable, Sendable {
    /// The ledger folder.
    package let folder: String
    /// A certificate, enterprise, entry or key, or `LEAF.RECORD`.
    package let identifier: String

    /// Reads the two words in either order: whoever names the thing first, and then where to look,
    /// is understood as well.
    package init(
        _ operands: [String],
        isFolder: (String) -> Bool
    ) throws(UsageError) {
        guard operands.count >= 2 else {
            let isNamed = operands.first.map { !isFolder($0) } ?? false
            throw .missingOperand(operands.isEmpty || isNamed ? "LEDGER-FOLDER" : "ID")
        }
        guard operands.count == 2 else { throw .unexpectedOperand(operands[2]) }
        let isTurned = !isFolder(operands[0]) && isFolder(operands[1])
        folder = operands[isTurned ? 1 : 0]
        identifier = operands[isTurned ? 0 : 1]
    }

    /// The record that `LEAF.RECORD` names, counted from one as in the reports; nil for all else.
    package var record: (leafIndex: UInt64, index: Int)? {
        let parts = identifier.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let leaf = UInt64(parts[0]), let record = Int(parts[1]),
            record >= 1
        else { return nil }
        return (leaf, record - 1)
    }
}
