import COSE
import Catalogue
import Console
package import Cryptography
package import Ledger
import Merkle
package import NodeCore

/// A record that is proven to be in a batch that its source signed.
///
/// A node that answers a query is not trusted: the signature, the signer's key, that its member is
/// the category's source, and the path from the record to the root that was signed are all checked
/// here.
package struct ProvenRecord: Sendable {
    /// Where it stands on the ledger, as the node says.
    package let found: FoundRecord
    /// The category.
    package let category: String
    /// The version of the category's schema that it follows.
    package let schemaVersion: UInt64
    /// The member that signed it.
    package let writer: Member
    /// The record in its form on the ledger.
    package let record: Record
    /// The encoded fields, when the asker may read them.
    package let fields: [UInt8]?

    /// Checks what a node returned, and opens it with the asker's key where that is possible.
    package init(
        _ found: FoundRecord,
        genesis: Genesis,
        edition: CatalogueEdition,
        key: SigningKey
    ) throws(ClientError) {
        let (batch, writer) = try Self.batch(found.statement, genesis)
        let category = edition.category(batch.category, version: batch.schemaVersion)
        guard category?.source == writer.role else {
            throw .unproven(
                what: Phrase(
                    "\(writer.code) as the source of \(batch.category)",
                    "\(writer.code) 为 \(batch.category) 的数据来源"
                )
            )
        }
        try Self.checkPath(of: found, in: batch, genesis.suite)
        self.found = found
        self.writer = writer
        self.category = batch.category
        schemaVersion = batch.schemaVersion
        do {
            record = try Record(decoding: found.record[...], form: batch.form)
        } catch {
            throw .unproven(what: Phrase("a record that is none", "记录格式有误"))
        }
        fields = try Self.open(
            record,
            at: Int(clamping: found.recordIndex),
            of: batch,
            genesis.chain,
            key
        )
    }

    /// The batch of a statement whose signature and signer are checked.
    private static func batch(
        _ bytes: [UInt8],
        _ genesis: Genesis
    ) throws(ClientError) -> (RecordBatch, Member) {
        guard let statement = try? SignedStatement(decoding: bytes),
            statement.header.kind == .records, statement.header.chainID == genesis.chainID,
            let writer = genesis.member(issuer: statement.header.issuer)
        else { throw .unproven(what: Phrase("a batch of this chain", "本链的批次")) }
        guard let granted = genesis.grant(of: statement.header.keyIdentifier)?.grant,
            granted.member == writer.code,
            let key = try? VerificationKey(granted.key, suite: genesis.suite),
            statement.isSigned(by: key),
            let batch = try? RecordBatch(decoding: statement.payload)
        else {
            throw .unproven(
                what: Phrase("the signature of \(writer.code)", "\(writer.code) 的签名")
            )
        }
        return (batch, writer)
    }

    private static func checkPath(
        of found: FoundRecord,
        in batch: RecordBatch,
        _ suite: Suite
    ) throws(ClientError) {
        let hasher = MerkleHasher(suite)
        let proof = InclusionProof(
            treeSize: batch.count,
            leafIndex: found.recordIndex,
            path: found.path
        )
        let root = try? proof.root(leafHash: hasher.leaf(found.record[...]), hasher: hasher)
        guard root == batch.root else {
            throw .unproven(what: Phrase("the record's place in its batch", "记录在批次中的位置"))
        }
    }

    /// The fields in clear; nil when they are not for this key or not on the ledger.
    private static func open(
        _ record: Record,
        at index: Int,
        of batch: RecordBatch,
        _ chain: ChainIdentity,
        _ key: SigningKey
    ) throws(ClientError) -> [UInt8]? {
        switch record.body {
        case .plain(let fields): return Array(fields)
        case .void, .committed: return nil
        case .sealed: break
        }
        guard let opener = try? RecordBatchOpener(batch, chain: chain, key: key) else { return nil }
        do {
            return try opener.fields(of: record, at: index)
        } catch {
            throw .unproven(what: Phrase(error.english, error.chinese))
        }
    }
}
