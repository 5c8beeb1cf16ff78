import CBOR
import COSE
import Catalogue
import Cryptography
import Ledger
import Merkle
import TestSupport
import Testing

@Suite struct StatementInspectorTests {
    private let chain: TestChain

    init() throws {
        chain = try TestChain()
    }

    private func refusal(_ submission: Submission) -> String? {
        do throws(LedgerError) {
            _ = try chain.inspector.inspect(submission)
            return nil
        } catch { return error.code }
    }

    // MARK: What is good

    @Test(arguments: Suite.allCases)
    func `a good statement of each kind passes`(_ suite: Suite) throws {
        let chain = try TestChain(suite)
        let batch = try chain.plainBatch(chain.registrations(1...3))
        let records = try chain.inspector.inspect(chain.submission(of: batch))
        #expect(records.recordCount == 3)
        #expect(records.entry == suite.digest(records.submission.statement))
        #expect(records.leafHash == MerkleHasher(suite).leaf(records.entry))
        let certificate = try chain.inspector.inspect(chain.submission(of: chain.claims(1)))
        #expect(certificate.recordCount == 0)
        let issued = try chain.issuing(1)
        _ = try chain.changing(issued, at: 5, to: .suspended)
        let grant = KeyGrant(
            member: "TAX",
            key: chain.key("officer").publicKey,
            scope: .everything
        )
        _ = try chain.granting(grant)
    }

    @Test(arguments: ["TAX-029", "TAX-007", "TAX-043"])
    func `a good batch of each hidden form passes`(_ category: String) throws {
        let fields = try TestCatalogue.fields(of: category)
        let batch = try chain.hiddenBatch(
            category,
            [chain.draft(category, fields: fields), chain.draft(category, fields: fields, .void)],
            secrets: .fixed,
            readers: ["TAX"]
        )
        #expect(refusal(chain.submission(of: batch)) == nil)
    }

    // MARK: The statement

    @Test func `a statement for another chain is refused`() throws {
        let other = try TestChain { $0.name = "别的链" }
        #expect(refusal(other.submission(of: other.claims(1))) == "ledger.wrongChain")
    }

    @Test func `a statement in the other suite's algorithm is refused`() throws {
        let other = try TestChain(.sm2)
        let statement = SignedStatement.sign(
            kind: .certificate,
            issuer: "urn:uscc:1",
            subject: "x",
            issuedAt: 1,
            chainID: chain.genesis.chainID,
            payload: [],
            with: other.key("TAX")
        )
        #expect(refusal(Submission(statement: statement.bytes)) == "ledger.wrongAlgorithm")
    }

    @Test(arguments: [
        (StatementKind.consent, "ledger.kindNotInForce"),
        (.access, "ledger.kindNotInForce"),
        (.query, "ledger.kindNotRecordable"),
        (.draft, "ledger.kindNotRecordable"),
    ])
    func `kinds that no rule lets in are refused`(_ kind: StatementKind, _ code: String) {
        let submission = chain.submission(kind, by: "TAX", subject: "x", payload: [0x80])
        #expect(refusal(submission) == code)
    }

    @Test func `bytes that are no statement are refused`() {
        #expect(refusal(Submission(statement: [])) == "ledger.malformedStatement")
        let payload = chain.submission(.status, by: "TAX", subject: "x", payload: [0x80])
        #expect(refusal(payload) == "ledger.malformedPayload")
    }

    @Test func `records come with an attachment and nothing else does`() throws {
        let batch = try chain.plainBatch(chain.registrations(1...1))
        let bare = chain.submission(
            .records,
            by: "TAX",
            subject: "TAX-001",
            payload: batch.payload
        )
        #expect(refusal(bare) == "ledger.attachment")
        let claims = chain.claims(1)
        let laden = chain.submission(
            .certificate,
            by: "TAX",
            subject: claims.subject,
            payload: claims.encoded,
            attachment: []
        )
        #expect(refusal(laden) == "ledger.attachment")
    }

    @Test func `a header label is allowed where it belongs and says what it must`() {
        let claims = chain.claims(1)
        func certificate(_ algorithm: Int64, _ label: Int64) -> Submission {
            chain.submission(
                .certificate,
                by: "TAX",
                subject: claims.subject,
                extra: [CBORPair(label, CBORValue(algorithm))],
                payload: claims.encoded
            )
        }
        #expect(refusal(certificate(-16, HeaderLabel.redactionAlgorithm)) == nil)
        #expect(
            refusal(certificate(-70011, HeaderLabel.redactionAlgorithm))
                == "ledger.labelNotAllowed"
        )
        #expect(
            refusal(certificate(-16, HeaderLabel.payloadDigestAlgorithm))
                == "ledger.labelNotAllowed"
        )
    }

    @Test func `a statement is refused by each limit it is over, and by none it meets`() throws {
        let plain = try chain.plainBatch(chain.registrations(1...3))
        let fields = try TestCatalogue.fields(of: "TAX-029")
        let long = RecordDraft(key: [], subject: "", effectiveMs: 0, fields: fields)
        let sealed = try chain.hiddenBatch(
            "TAX-029",
            [long],
            secrets: .fixed,
            readers: TestChain.members.map(\.0)
        )
        let longest = try RecordBatch.records(in: sealed.attachment[...]).map(\.count).max()
        let statement = chain.submission(of: sealed).statement.count
        let limits: [(RecordBatchBuilder.Batch, WritableKeyPath<Limits, UInt64>, Int)] = [
            (plain, \.batchRecords, 3),
            (sealed, \.batchReaders, 5),
            (sealed, \.recordBytes, must(longest)),
            (sealed, \.statementBytes, statement),
        ]
        for (batch, path, size) in limits {
            var limits = Limits.standard
            limits[keyPath: path] = UInt64(size)
            #expect(try refusal(of: batch, within: limits) == nil)
            limits[keyPath: path] -= 1
            #expect(try refusal(of: batch, within: limits) == "ledger.overLimit")
        }
    }

    /// What becomes of a batch on the same chain with other limits.
    private func refusal(
        of batch: RecordBatchBuilder.Batch,
        within limits: Limits
    ) throws -> String? {
        let narrow = try TestChain(limits: limits)
        let submission = narrow.submission(of: batch)
        do throws(LedgerError) {
            _ = try narrow.inspector.inspect(submission)
            return nil
        } catch { return error.code }
    }

    @Test func `only the named key's signature is accepted`() throws {
        let inspected = try chain.inspector.inspect(chain.submission(of: chain.claims(1)))
        let right = try VerificationKey(chain.key("TAX").publicKey, suite: .p256)
        let wrong = try VerificationKey(chain.key("AMR").publicKey, suite: .p256)
        _ = try inspected.checkSignatures { _ in right }
        #expect(throws: LedgerError(.statement(.badSignature))) {
            try inspected.checkSignatures { _ in wrong }
        }
    }

    @Test func `damaged submissions are refused or differ, and never trap`() throws {
        let batch = try chain.plainBatch(chain.registrations(1...2))
        let submissions = [
            chain.submission(of: batch), chain.submission(of: chain.claims(1)),
        ]
        let key = try VerificationKey(chain.key("TAX").publicKey, suite: .p256)
        withSeeds(0..<2_000) { generator in
            let original = submissions[Int(generator.next() % 2)]
            let damagesRecords = original.attachment != nil && generator.next() % 2 == 0
            let statement = Array(original.statement)
            let attachment = original.attachment.map(Array.init)
            let mutant = Submission(
                statement: damagesRecords ? statement : generator.mutated(statement),
                attachment: damagesRecords ? generator.mutated(attachment ?? []) : attachment
            )
            guard mutant != original, let inspected = try? chain.inspector.inspect(mutant) else {
                return true
            }
            return (try? inspected.checkSignatures { _ in key }) == nil
        }
    }
}
