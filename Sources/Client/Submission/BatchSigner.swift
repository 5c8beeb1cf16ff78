import COSE
import Catalogue
import Cryptography
package import Ledger

/// Turns batches of drafts into signed statements, in the form that the catalogue gives them.
package struct BatchSigner: Sendable {
    private let edition: CatalogueEdition
    private let genesis: Genesis
    private let signer: Signer
    private let tagSecret: [UInt8]

    /// A signer for a member; `tagSecret` is the member's, and never changes.
    package init(
        edition: CatalogueEdition,
        genesis: Genesis,
        signer: Signer,
        tagSecret: [UInt8]
    ) {
        self.edition = edition
        self.genesis = genesis
        self.signer = signer
        self.tagSecret = tagSecret
    }

    /// Signs a batch.
    package func sign(_ lines: UploadBatch) throws(ClientError) -> Submitter.Prepared {
        let code = lines.category
        let form = edition.current.category(code)?.ledgerForm ?? .plain
        do {
            var builder = try builder(code, form)
            for line in lines.lines { try builder.append(line.draft) }
            let batch = try builder.finish(readers: form == .plain ? [] : readers(of: code, form))
            let statement = signer.sign(.records, about: code, payload: batch.payload)
            return Submitter.Prepared(statement: statement.bytes, attachment: batch.attachment)
        } catch {
            throw .unsignable(category: code, error)
        }
    }

    private func builder(
        _ code: String,
        _ form: LedgerForm
    ) throws(RecordsFailure) -> RecordBatchBuilder {
        let version = edition.categoryVersion(code)
        guard form != .plain else {
            return RecordBatchBuilder(plain: code, version: version, chain: genesis.chain)
        }
        let tagKey = genesis.suite.hmac(key: tagSecret, [UInt8](code.utf8)).bytes
        let batchKey = SecureRandom.bytes(BatchSecrets.keyByteCount)
        guard let secrets = BatchSecrets(batchKey: batchKey, tagKey: tagKey) else {
            throw .notAReader
        }
        return RecordBatchBuilder(
            hidden: code,
            version: version,
            form: form,
            secrets: secrets,
            chain: genesis.chain
        )
    }

    /// The source, and for sealed records the officers of the default readers, in the order of the
    /// genesis.
    private func readers(of code: String, _ form: LedgerForm) -> [PublicKey] {
        var readers = [signer.key.publicKey]
        guard form == .sealed, let roles = edition.current.category(code)?.defaultReaders else {
            return readers
        }
        for grant in genesis.document.grants where !grant.scope.administration {
            guard let member = genesis.member(code: grant.member) else { continue }
            if roles.contains(member.role), !readers.contains(grant.key) {
                readers.append(grant.key)
            }
        }
        return readers
    }
}
