import COSE
import Catalogue
import Cryptography
import Ledger
import Merkle

/// A recorded batch, read back to answer a query.
struct OpenBatch {
    let leafIndex: UInt64
    let category: String
    private let block: BlockHeader
    private let statement: [UInt8]
    private let form: LedgerForm
    private let records: [ArraySlice<UInt8>]
    private let tree: MerkleTree

    init?(_ submission: Submission, leafIndex: UInt64, block: BlockHeader, suite: Suite) {
        guard let signed = try? SignedStatement(decoding: submission.statement),
            let batch = try? RecordBatch(decoding: signed.payload),
            let records = try? RecordBatch.records(in: submission.attachment ?? [])
        else { return nil }
        self.leafIndex = leafIndex
        self.block = block
        category = batch.category
        form = batch.form
        statement = Array(submission.statement)
        self.records = records
        let hasher = MerkleHasher(suite)
        var tree = MerkleTree(suite)
        for record in records { tree.append(leafHash: hasher.leaf(record)) }
        self.tree = tree
    }

    /// The subject of a record as the ledger has it: a USCC's characters or a tag's bytes.
    func subject(at place: RecordIndex.Place) -> [UInt8]? {
        guard let bytes = bytes(at: place) else { return nil }
        switch (try? Record(decoding: bytes, form: form))?.subject {
        case .clear(let text): return Array(text.utf8)
        case .tag(let tag): return tag.bytes
        case nil: return nil
        }
    }

    func record(at place: RecordIndex.Place) -> FoundRecord {
        FoundRecord(
            leafIndex: leafIndex,
            recordIndex: place.recordIndex,
            height: block.height,
            timeMs: block.timeMs,
            statement: statement,
            record: Array(bytes(at: place) ?? []),
            path: tree.inclusionPath(of: place.recordIndex, size: tree.size)
        )
    }

    private func bytes(at place: RecordIndex.Place) -> ArraySlice<UInt8>? {
        let index = Int(clamping: place.recordIndex)
        return records.indices.contains(index) ? records[index] : nil
    }
}
