package import Cryptography

/// Opens the records of a batch for somebody to whom its secrets were wrapped.
package struct RecordBatchOpener: Sendable {
    /// The secrets of the batch.
    package let secrets: BatchSecrets
    private let chain: ChainIdentity

    /// Unwraps the secrets of a batch; fails when none were wrapped for this key.
    package init(
        _ batch: RecordBatch,
        chain: ChainIdentity,
        key: SigningKey
    ) throws(RecordsFailure) {
        guard let wrapped = batch.wrappedSecrets.first(where: { $0.recipient == key.identifier })
        else { throw .notAReader }
        let context = BatchSecrets.context(
            chainID: chain.id,
            category: batch.category,
            root: batch.root
        )
        let bytes: [UInt8]
        do {
            bytes = try chain.suite.unwrap(wrapped, with: key, context: context)
        } catch { throw .cryptography(error) }
        guard let secrets = BatchSecrets(bytes: bytes) else { throw .notAReader }
        self.init(secrets: secrets, chain: chain)
    }

    /// Opens a batch whose secrets are known, as its source knows them.
    package init(secrets: BatchSecrets, chain: ChainIdentity) {
        self.secrets = secrets
        self.chain = chain
    }

    /// The key of one record, to be given to somebody who may read this record and no other.
    package func secret(ofRecordAt index: Int) -> RecordSecret {
        secrets.recordKey(at: index, suite: chain.suite)
    }

    /// Whether a record is about this subject.
    package func isAbout(_ subject: String, _ record: Record) -> Bool {
        record.subject
            == .tag(RecordTags.keyedSubject(subject, secrets: secrets, suite: chain.suite))
    }

    /// The fields of a record, checked against its commitment; empty for a void.
    package func fields(of record: Record, at index: Int) throws(RecordsFailure) -> [UInt8] {
        try secret(ofRecordAt: index).fields(of: record, chain: chain)
    }
}

// MARK: - One record

extension RecordSecret {
    /// The fields of the record that this is the key of, checked against its commitment.
    package func fields(of record: Record, chain: ChainIdentity) throws(RecordsFailure) -> [UInt8] {
        switch record.body {
        case .plain(let fields):
            return Array(fields)
        case .void:
            return []
        case .committed:
            throw .fieldsNotOnLedger
        case .sealed(let commitment, let ciphertext):
            let seal = RecordSeal(record, commitment: commitment, secret: self, chain: chain)
            let fields = try seal.open(ciphertext)
            try check(fields, against: commitment, suite: chain.suite)
            return fields
        }
    }

    /// Checks fields that came by another way against the commitment on the ledger.
    package func check(
        _ fields: [UInt8],
        against commitment: Digest,
        suite: Suite
    ) throws(RecordsFailure) {
        let found: Digest
        do {
            found = try FieldCommitment(fields: fields[...], secret: self, suite: suite).root
        } catch { throw .fields(error) }
        guard found == commitment else { throw .commitmentMismatch }
    }
}
