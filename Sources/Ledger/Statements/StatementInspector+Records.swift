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
        do {
            return try inspectRecords(in: attachment, of: batch, category: category)
        } catch {
            // Records that are not those which were signed are told first, whatever is in them.
            try checkWhole(attachment, of: batch)
            throw error
        }
    }

    /// Reads, hashes and checks the records in one pass.
    private func inspectRecords(
        in attachment: ArraySlice<UInt8>,
        of batch: RecordBatch,
        category: Category
    ) throws(LedgerError) -> [InspectedBatch.KeyOperation] {
        var inspector = RecordInspector(
            category: category,
            form: batch.form,
            suite: genesis.suite,
            limit: charter.limits.recordBytes,
            depth: depth
        )
        let hasher = MerkleHasher(genesis.suite)
        var reader = CBORReader(attachment)
        let count: Int
        do { count = try reader.array() } catch {
            throw LedgerError(.records(.malformedAttachment(error)))
        }
        try checkCount(count, of: batch)
        var keys: [InspectedBatch.KeyOperation] = []
        var leafHashes: [Digest] = []
        keys.reserveCapacity(count)
        leafHashes.reserveCapacity(count)
        for index in 0..<count {
            do {
                let (key, record) = try inspector.inspect(from: &reader)
                keys.append(key)
                leafHashes.append(hasher.leaf(record))
            } catch { throw error.at(record: index) }
        }
        do { try reader.finish() } catch {
            throw LedgerError(.records(.malformedAttachment(error)))
        }
        try checkRoot(MerkleTree.root(of: leafHashes, suite: genesis.suite), of: batch)
        return keys
    }

    /// Checks that the attachment is the one that was signed.
    private func checkWhole(
        _ attachment: ArraySlice<UInt8>,
        of batch: RecordBatch
    ) throws(LedgerError) {
        let records: [ArraySlice<UInt8>]
        do {
            records = try RecordBatch.records(in: attachment)
        } catch { throw LedgerError(.records(.malformedAttachment(error))) }
        try checkCount(records.count, of: batch)
        try checkRoot(RecordBatch.root(of: records, suite: genesis.suite), of: batch)
    }

    private func checkCount(_ count: Int, of batch: RecordBatch) throws(LedgerError) {
        guard UInt64(count) == batch.count else {
            throw LedgerError(
                .records(.batchCount(announced: batch.count, found: UInt64(count)))
            )
        }
    }

    private func checkRoot(_ root: Digest, of batch: RecordBatch) throws(LedgerError) {
        guard root == batch.root else {
            throw LedgerError(.records(.batchRoot(signed: batch.root, found: root)))
        }
    }
}
