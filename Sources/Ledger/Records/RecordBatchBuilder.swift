package import Catalogue
package import Cryptography
import Merkle

/// Makes the payload and the attachment of a `records` statement.
///
/// Secrets come from the caller; nothing here draws randomness but what wrapping for a reader
/// needs.
package struct RecordBatchBuilder: Sendable {
    /// What a builder makes.
    package struct Batch: Hashable, Sendable {
        /// What the statement says.
        package let batch: RecordBatch
        /// What travels beside it.
        package let attachment: [UInt8]

        /// The statement's payload.
        package var payload: [UInt8] { batch.encoded }
    }

    private let chain: ChainIdentity
    private let category: String
    private let schemaVersion: UInt64
    private let form: LedgerForm
    private let secrets: BatchSecrets?
    private var records: [[UInt8]] = []
    private var leafHashes: [Digest] = []

    /// How many bytes the records take so far.
    package private(set) var byteCount = 0

    /// How many records the batch has so far.
    package var count: Int { records.count }

    /// Begins a batch of plain records that follow a version of the category's schema.
    package init(
        plain category: String,
        version: UInt64 = RecordBatch.schemaVersion,
        chain: ChainIdentity
    ) {
        self.chain = chain
        schemaVersion = version
        self.category = category
        form = .plain
        secrets = nil
    }

    /// Begins a batch of records that are not plain; the plain form is a programming error.
    package init(
        hidden category: String,
        version: UInt64 = RecordBatch.schemaVersion,
        form: LedgerForm,
        secrets: BatchSecrets,
        chain: ChainIdentity
    ) {
        precondition(form != .plain, "plain records have no secrets")
        self.chain = chain
        schemaVersion = version
        self.category = category
        self.form = form
        self.secrets = secrets
    }

    /// Adds a record.
    package mutating func append(_ draft: RecordDraft) throws(RecordsFailure) {
        let record =
            if let secrets { try hidden(draft, secrets) } else { plain(draft) }
        let encoded = record.encoded(form: form)
        leafHashes.append(MerkleHasher(chain.suite).leaf(encoded[...]))
        byteCount += encoded.count
        records.append(encoded)
    }

    /// Ends the batch and wraps its secrets for these readers, among them the source itself.
    ///
    /// Plain batches have no secrets and ignore the readers.
    package func finish(readers: [PublicKey] = []) throws(RecordsFailure) -> Batch {
        let root = MerkleTree.root(of: leafHashes, suite: chain.suite)
        let batch = RecordBatch(
            category: category,
            schemaVersion: schemaVersion,
            form: form,
            count: UInt64(records.count),
            root: root,
            wrappedSecrets: try wrapped(for: readers, root: root)
        )
        return Batch(batch: batch, attachment: RecordBatch.attachment(of: records))
    }

    private func wrapped(
        for readers: [PublicKey],
        root: Digest
    ) throws(RecordsFailure) -> [WrappedKey] {
        guard let secrets else { return [] }
        let context = BatchSecrets.context(chainID: chain.id, category: category, root: root)
        var wrapped: [WrappedKey] = []
        for reader in readers {
            do {
                wrapped.append(try chain.suite.wrap(secrets.bytes, to: reader, context: context))
            } catch { throw .cryptography(error) }
        }
        return wrapped
    }
}

// MARK: - Forms

extension RecordBatchBuilder {
    private func plain(_ draft: RecordDraft) -> Record {
        Record(
            operation: draft.operation,
            keyTag: RecordTags.openKey(category: category, key: draft.key, suite: chain.suite),
            subject: .clear(draft.subject),
            effectiveMs: draft.effectiveMs,
            period: draft.period,
            body: draft.operation == .void ? .void : .plain(fields: draft.fields[...])
        )
    }

    private func hidden(
        _ draft: RecordDraft,
        _ secrets: BatchSecrets
    ) throws(RecordsFailure) -> Record {
        let suite = chain.suite
        let envelope = Record(
            operation: draft.operation,
            keyTag: RecordTags.keyedKey(draft.key, secrets: secrets, suite: suite),
            subject: .tag(
                RecordTags.keyedSubject(draft.subject, secrets: secrets, suite: suite)
            ),
            effectiveMs: draft.effectiveMs,
            period: draft.period,
            body: .void
        )
        guard draft.operation != .void else { return envelope }
        let secret = secrets.recordKey(at: records.count, suite: suite)
        let fields = draft.fields[...]
        let commitment: Digest
        do {
            commitment = try FieldCommitment(fields: fields, secret: secret, suite: suite).root
        } catch { throw .fields(error) }
        guard form == .sealed else { return envelope.with(.committed(commitment)) }
        let seal = RecordSeal(envelope, commitment: commitment, secret: secret, chain: chain)
        return envelope.with(
            .sealed(commitment: commitment, ciphertext: try seal.seal(draft.fields)[...])
        )
    }
}
