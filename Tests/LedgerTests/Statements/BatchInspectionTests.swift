import CBOR
import COSE
import Catalogue
import Cryptography
import Ledger
import Testing

@Suite struct BatchInspectionTests {
    private let chain: TestChain
    private let good: RecordBatchBuilder.Batch

    init() throws {
        chain = try TestChain()
        good = try chain.plainBatch(chain.registrations(1...3))
    }

    private func error(
        _ batch: RecordBatch,
        _ attachment: [UInt8],
        subject: String? = nil
    ) -> LedgerError? {
        let submission = chain.submission(
            .records,
            by: "TAX",
            subject: subject ?? batch.category,
            payload: batch.encoded,
            attachment: attachment
        )
        do throws(LedgerError) {
            _ = try chain.inspector.inspect(submission)
            return nil
        } catch { return error }
    }

    private func batch(
        category: String = "TAX-001",
        version: UInt64 = RecordBatch.schemaVersion,
        form: LedgerForm = .plain,
        count: UInt64 = 3,
        wrapped: [WrappedKey] = []
    ) -> RecordBatch {
        RecordBatch(
            category: category,
            schemaVersion: version,
            form: form,
            count: count,
            root: good.batch.root,
            wrappedSecrets: wrapped
        )
    }

    /// A batch of records whose bytes are made by hand.
    private func batch(of records: [Record]) -> (RecordBatch, [UInt8]) {
        let encoded = records.map { $0.encoded(form: .plain) }
        let batch = RecordBatch(
            category: "TAX-001",
            form: .plain,
            count: UInt64(records.count),
            root: RecordBatch.root(of: encoded.map { $0[...] }, suite: .p256),
            wrappedSecrets: []
        )
        return (batch, RecordBatch.attachment(of: encoded))
    }

    private func record(_ number: Int) throws -> Record {
        let draft = try #require(try chain.registrations([number]).first)
        return Record(
            operation: .add,
            keyTag: RecordTags.openKey(category: "TAX-001", key: draft.key, suite: .p256),
            subject: .clear(draft.subject),
            effectiveMs: 0,
            period: nil,
            body: .plain(fields: draft.fields[...])
        )
    }

    @Test func `the good batch passes`() throws {
        #expect(error(good.batch, good.attachment) == nil)
        let (batch, attachment) = batch(of: [try record(1), try record(2)])
        #expect(error(batch, attachment) == nil)
    }

    @Test func `category, version, form and keys are those of the catalogue`() throws {
        let attachment = good.attachment
        #expect(error(batch(category: "TAX-999"), attachment)?.code == "ledger.unknownCategory")
        #expect(error(batch(version: 2), attachment)?.code == "ledger.schemaVersion")
        #expect(error(batch(category: "TAX-029"), attachment)?.code == "ledger.formNotAllowed")
        let wrapped = try Suite.p256.wrap(
            [1],
            to: chain.key("TAX").publicKey,
            context: []
        )
        #expect(error(batch(wrapped: [wrapped]), attachment)?.code == "ledger.wrappedSecrets")
        let sealed = batch(category: "TAX-029", form: .sealed)
        #expect(error(sealed, attachment)?.code == "ledger.wrappedSecrets")
        let found = error(good.batch, attachment, subject: "TAX-002")
        #expect(found?.code == "ledger.subjectMismatch")
    }

    @Test func `count, root and bytes are those that were signed`() throws {
        #expect(error(batch(count: 0), good.attachment)?.code == "ledger.emptyBatch")
        #expect(error(batch(count: 2), good.attachment)?.code == "ledger.batchCount")
        let other = try chain.plainBatch(chain.registrations(2...4))
        #expect(error(good.batch, other.attachment)?.code == "ledger.batchRoot")
        let longer = good.attachment + [0]
        #expect(error(good.batch, longer)?.code == "ledger.malformedAttachment")
    }

    @Test func `a refused record is named with its field`() throws {
        let good = try record(1)
        let fields = try TestCatalogue.fields(of: "TAX-001")
        let schema = try TestCatalogue.category("TAX-001").schema
        var broken = try RecordFields(decoding: fields[...], schema)
        broken[2] = .text("UNHEARD-OF")
        let bad = Record(
            operation: .add,
            keyTag: good.keyTag,
            subject: good.subject,
            effectiveMs: 0,
            period: nil,
            body: .plain(fields: broken.encoded()[...])
        )
        let (batch, attachment) = batch(of: [good, bad])
        let error = must(error(batch, attachment))
        #expect(error.code == "ledger.recordRefused")
        #expect(error.place == LedgerError.Place(record: 1, field: "reg_status"))
        #expect(error.english.contains("record 2"))
        #expect(error.chinese.contains("第 2 条记录"))
    }

    @Test func `key tag and subject are those of the fields`() throws {
        let (first, second) = (try record(1), try record(2))
        let wrongKey = Record(
            operation: .add,
            keyTag: second.keyTag,
            subject: first.subject,
            effectiveMs: 0,
            period: nil,
            body: first.body
        )
        let wrongSubject = Record(
            operation: .add,
            keyTag: first.keyTag,
            subject: second.subject,
            effectiveMs: 0,
            period: nil,
            body: first.body
        )
        let keys = batch(of: [wrongKey])
        #expect(error(keys.0, keys.1)?.code == "ledger.keyTagMismatch")
        let subjects = batch(of: [wrongSubject])
        #expect(error(subjects.0, subjects.1)?.code == "ledger.recordSubject")
    }

    @Test func `what is no record is refused by its position`() throws {
        let encoded = [try record(1).encoded(form: .plain), [0x80]]
        let batch = RecordBatch(
            category: "TAX-001",
            form: .plain,
            count: 2,
            root: RecordBatch.root(of: encoded.map { $0[...] }, suite: .p256),
            wrappedSecrets: []
        )
        let error = must(error(batch, RecordBatch.attachment(of: encoded)))
        #expect(error.code == "ledger.malformedRecord")
        #expect(error.place.record == 1)
    }
}
