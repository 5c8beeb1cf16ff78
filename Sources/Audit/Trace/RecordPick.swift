package import Ledger

/// Finds what business key stands at a place of the ledger.
package final class RecordPick: FinalBlockVisitor {
    private let leafIndex: UInt64
    private let record: Int

    /// The category and the tag of the key; nil while no such record was seen.
    package private(set) var found: (category: String, key: Tag)?

    /// Looks for a record by its batch's leaf and its position in the batch, from zero.
    package init(leafIndex: UInt64, record: Int) {
        self.leafIndex = leafIndex
        self.record = record
    }

    /// Looks at one block.
    package func visit(_ block: FinalBlock) {
        for statement in block.statements where statement.leafIndex == leafIndex {
            guard case .records(let batch) = statement.inspected.content,
                batch.keys.indices.contains(record)
            else { continue }
            found = (batch.batch.category, batch.keys[record].tag)
        }
    }
}
