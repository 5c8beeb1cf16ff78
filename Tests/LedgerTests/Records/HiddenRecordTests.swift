import CBOR
import Catalogue
import Cryptography
import Ledger
import Merkle
import Testing

@Suite struct HiddenRecordTests {
    private struct Sealed {
        let chain: TestChain
        let fields: [UInt8]
        let batch: RecordBatch
        let records: [Record]
    }

    /// Two payments of TAX-029, sealed for the source and one reader.
    private func sealed(_ suite: Suite) throws -> Sealed {
        let chain = try TestChain(suite)
        let fields = try TestCatalogue.fields(of: "TAX-029")
        let draft = try chain.draft("TAX-029", fields: fields)
        let made = try chain.hiddenBatch(
            "TAX-029",
            [draft, draft],
            secrets: .fixed,
            readers: ["TAX", "FIN"]
        )
        let records = try RecordBatch.records(in: made.attachment[...]).map {
            try Record(decoding: $0, form: .sealed)
        }
        return Sealed(chain: chain, fields: fields, batch: made.batch, records: records)
    }

    @Test(arguments: Suite.allCases)
    func `a reader for whom the secrets were wrapped opens the fields`(_ suite: Suite) throws {
        let sealed = try sealed(suite)
        for reader in ["TAX", "FIN"] {
            let opener = try RecordBatchOpener(
                sealed.batch,
                chain: sealed.chain.genesis.chain,
                key: sealed.chain.key(reader)
            )
            #expect(opener.secrets == BatchSecrets.fixed)
            for (index, record) in sealed.records.enumerated() {
                #expect(try opener.fields(of: record, at: index) == sealed.fields)
            }
        }
    }

    @Test func `nobody else opens them`() throws {
        let sealed = try sealed(.p256)
        #expect(throws: RecordsFailure.notAReader) {
            try RecordBatchOpener(
                sealed.batch,
                chain: sealed.chain.genesis.chain,
                key: sealed.chain.key("BANK-A")
            )
        }
    }

    @Test func `secrets wrapped for one batch do not open another`() throws {
        let sealed = try sealed(.p256)
        let moved = RecordBatch(
            category: "TAX-030",
            form: .sealed,
            count: 2,
            root: sealed.batch.root,
            wrappedSecrets: sealed.batch.wrappedSecrets
        )
        #expect(throws: RecordsFailure.cryptography(.notAuthentic)) {
            try RecordBatchOpener(
                moved,
                chain: sealed.chain.genesis.chain,
                key: sealed.chain.key("FIN")
            )
        }
    }

    @Test func `the key of one record opens that record and no other`() throws {
        let sealed = try sealed(.p256)
        let chain = sealed.chain.genesis.chain
        let secret = BatchSecrets.fixed.recordKey(at: 1, suite: .p256)
        #expect(try secret.fields(of: sealed.records[1], chain: chain) == sealed.fields)
        #expect(throws: RecordsFailure.cryptography(.notAuthentic)) {
            try secret.fields(of: sealed.records[0], chain: chain)
        }
    }

    @Test func `an altered envelope keeps the fields shut`() throws {
        let sealed = try sealed(.p256)
        let record = sealed.records[0]
        let later = Record(
            operation: record.operation,
            keyTag: record.keyTag,
            subject: record.subject,
            effectiveMs: record.effectiveMs + 1,
            period: record.period,
            body: record.body
        )
        let opener = RecordBatchOpener(secrets: .fixed, chain: sealed.chain.genesis.chain)
        #expect(throws: RecordsFailure.cryptography(.notAuthentic)) {
            try opener.fields(of: later, at: 0)
        }
    }

    @Test func `equal fields show neither in ciphertexts nor in commitments`() throws {
        let records = try sealed(.p256).records
        #expect(records[0].body.commitment != records[1].body.commitment)
        #expect(records[0].keyTag == records[1].keyTag)
    }

    @Test func `tags tell the reader, and nobody without the key, whom a record is about`() throws {
        let sealed = try sealed(.p256)
        let opener = RecordBatchOpener(secrets: .fixed, chain: sealed.chain.genesis.chain)
        let subject = try sealed.chain.draft("TAX-029", fields: sealed.fields).subject
        #expect(opener.isAbout(subject, sealed.records[0]))
        #expect(!opener.isAbout("91440399000000019Q", sealed.records[0]))
        let others = must(
            BatchSecrets(batchKey: BatchSecrets.fixed.batchKey, tagKey: BatchSecrets.fixed.batchKey)
        )
        let stranger = RecordBatchOpener(secrets: others, chain: sealed.chain.genesis.chain)
        #expect(!stranger.isAbout(subject, sealed.records[0]))
    }

    @Test(arguments: Suite.allCases)
    func `one field is shown and checked without the rest`(_ suite: Suite) throws {
        let sealed = try sealed(suite)
        let secret = BatchSecrets.fixed.recordKey(at: 0, suite: suite)
        let commitment = try FieldCommitment(
            fields: sealed.fields[...],
            secret: secret,
            suite: suite
        )
        #expect(commitment.root == sealed.records[0].body.commitment)
        let hasher = MerkleHasher(suite)
        for (position, opening) in commitment.openings.enumerated() {
            let leaf = hasher.leaf(opening.encoded[...])
            let proof = commitment.proof(of: position)
            #expect(try proof.root(leafHash: leaf, hasher: hasher) == commitment.root)
        }
        #expect(Set(commitment.openings.map(\.salt)).count == commitment.openings.count)
    }

    @Test func `fields that came by another way are checked against the commitment`() throws {
        let chain = try TestChain()
        let fields = try TestCatalogue.fields(of: "TAX-007")
        let draft = try chain.draft("TAX-007", fields: fields)
        let made = try chain.hiddenBatch(
            "TAX-007",
            [draft],
            secrets: .fixed,
            readers: ["TAX"]
        )
        let bytes = try #require(RecordBatch.records(in: made.attachment[...]).first)
        let record = try Record(decoding: bytes, form: .digest)
        let secret = BatchSecrets.fixed.recordKey(at: 0, suite: .p256)
        #expect(throws: RecordsFailure.fieldsNotOnLedger) {
            try secret.fields(of: record, chain: chain.genesis.chain)
        }
        let commitment = try #require(record.body.commitment)
        try secret.check(fields, against: commitment, suite: .p256)
        let others = try TestCatalogue.fields(of: "TAX-007", with: ["uscc": "91440399000000019Q"])
        #expect(throws: RecordsFailure.commitmentMismatch) {
            try secret.check(others, against: commitment, suite: .p256)
        }
    }

    @Test func `secrets have two keys of 32 bytes`() {
        #expect(BatchSecrets(bytes: BatchSecrets.fixed.bytes) == .fixed)
        #expect(BatchSecrets(bytes: Array(BatchSecrets.fixed.bytes.dropLast())) == nil)
        #expect(BatchSecrets(bytes: BatchSecrets.fixed.bytes + [0]) == nil)
        #expect(BatchSecrets(batchKey: [], tagKey: BatchSecrets.fixed.tagKey) == nil)
    }
}
