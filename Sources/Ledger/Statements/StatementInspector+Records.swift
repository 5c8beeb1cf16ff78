import CBOR
import COSE
import Catalogue
import Cryptography
import Merkle

extension StatementInspector {
    func inspectRecords(
        _ statement: SignedStatement,
        attachment: ArraySlice<UInt8>
    ) throws(LedgerError) -> InspectedBatch {
        let batch: RecordBatch
        do {
            batch = try RecordBatch(decoding: statement.payload)
        } catch { throw LedgerError(.statement(.malformedPayload(error))) }
        try checkSubject(of: statement, is: batch.category)
        guard let index = categoryIndex(batch.category) else {
            throw LedgerError(.records(.unknownCategory(code: batch.category)))
        }
        let category = catalogue.categories[index]
        try checkEnvelope(batch, category: category)
        return InspectedBatch(
            batch: batch,
            source: category.source,
            categoryIndex: index,
            keys: try inspectAttachment(attachment, of: batch, category: category)
        )
    }

    private func checkEnvelope(
        _ batch: RecordBatch,
        category: Category
    ) throws(LedgerError) {
        let version = charter.categoryVersion(batch.category)
        guard batch.schemaVersion == version else {
            throw LedgerError(
                .records(.schemaVersion(expected: version, found: batch.schemaVersion))
            )
        }
        guard batch.form == category.ledgerForm else {
            throw LedgerError(
                .records(.formNotAllowed(expected: category.ledgerForm, found: batch.form))
            )
        }
        let hidesFields = batch.form != .plain
        guard batch.wrappedSecrets.isEmpty != hidesFields else {
            throw LedgerError(.records(.wrappedSecrets(isExpected: hidesFields)))
        }
        let limits = charter.limits
        try Limit.batchReaders.check(batch.wrappedSecrets.count, limits.batchReaders)
        guard batch.count > 0 else { throw LedgerError(.records(.emptyBatch)) }
        guard batch.count <= limits.batchRecords else {
            throw LedgerError(
                .statement(
                    .overLimit(.batchRecords, found: batch.count, allowed: limits.batchRecords)
                )
            )
        }
    }

    private func inspectAttachment(
        _ attachment: ArraySlice<UInt8>,
        of batch: RecordBatch,
        category: Category
    ) throws(LedgerError) -> [InspectedBatch.KeyOperation] {
        let records: [ArraySlice<UInt8>]
        do {
            records = try RecordBatch.records(in: attachment)
        } catch { throw LedgerError(.records(.malformedAttachment(error))) }
        guard UInt64(records.count) == batch.count else {
            throw LedgerError(
                .records(.batchCount(announced: batch.count, found: UInt64(records.count)))
            )
        }
        let root = RecordBatch.root(of: records, suite: genesis.suite)
        guard root == batch.root else {
            throw LedgerError(.records(.batchRoot(signed: batch.root, found: root)))
        }
        var inspector = RecordInspector(
            category: category,
            form: batch.form,
            suite: genesis.suite,
            limit: charter.limits.recordBytes,
            depth: depth
        )
        var keys: [InspectedBatch.KeyOperation] = []
        keys.reserveCapacity(records.count)
        for (index, record) in records.enumerated() {
            do {
                keys.append(try inspector.inspect(record))
            } catch { throw error.at(record: index) }
        }
        return keys
    }
}
