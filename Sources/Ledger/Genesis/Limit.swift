/// The limits that a statement or block can exceed, by their names in the table.
package enum Limit: String, Hashable, Sendable {
    case blockBytes, blockStatements, blockRecords, batchRecords, recordBytes, statementBytes
    case attachmentBytes, batchReaders, certificateFields, certificateDocuments, reasonBytes

    /// Refuses a number over this limit, whose value the chain's table gives.
    func check(_ found: Int, _ allowed: UInt64) throws(LedgerError) {
        guard UInt64(found) <= allowed else {
            throw LedgerError(.statement(.overLimit(self, found: UInt64(found), allowed: allowed)))
        }
    }
}
