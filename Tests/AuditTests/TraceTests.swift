import Audit
import COSE
import Catalogue
import Cryptography
import JSON
import Ledger
import Merkle
import Testing

@Suite struct TraceTests {
    @Test func `a certificate's story has its issue, what became of it, and whose key signed`()
        async throws
    {
        let ledger = try AuditLedger()
        let chain = ledger.chain
        let certificate = try chain.issuing(1, at: ledger.now)
        try ledger.append(certificate)
        let inspected = try chain.inspector.inspect(certificate)
        try ledger.append(try chain.issuing(2, at: ledger.now))
        try ledger.append(try chain.suspending(certificate, leafIndex: 5, at: ledger.now))
        let trace = LedgerTrace(.identifier(inspected.subject), genesis: chain.genesis)
        let report = try await ledger.audit(visitor: trace)
        #expect(report.isGood)
        #expect(trace.events.map(\.height) == [1, 3])
        #expect(trace.events.first?.action == .issued(type: "CERT-04", supersedes: nil))
        guard case .status(.suspended, "核查", _)? = trace.events.last?.action else {
            Issue.record("the suspension is missing")
            return
        }
        #expect(trace.events.allSatisfy { $0.agency?.code == "TAX" })
        #expect(trace.keyStories.map(\.grantHeight) == [0])
    }

    @Test func `a certificate by two persons names both, in its story and in the counts`()
        async throws
    {
        let ledger = try AuditLedger()
        let chain = ledger.chain
        try ledger.append(try chain.grantingOfficer(at: ledger.now))
        let certificate = try chain.approving(1, at: ledger.now)
        try ledger.append(certificate)
        let subject = try chain.inspector.inspect(certificate).subject
        let names = try ["TAX", "officer"].map { try chain.key($0).identifier }
        let shown = String(names[1].hexadecimal.prefix(16))
        for target in [subject, names[1].hexadecimal, shown, shown.uppercased()] {
            let trace = LedgerTrace(.identifier(target), genesis: chain.genesis)
            let report = try await ledger.audit(visitor: trace)
            #expect(report.isGood)
            #expect(trace.events.last?.keys == names)
            #expect(trace.events.count == (target == subject ? 1 : 2), "and the key's grant")
            #expect(Set(trace.keyStories.map(\.key)) == Set(names))
            #expect(report.counts.approvals == 1)
            #expect(report.counts.signatures == report.counts.statements + 1)
            #expect(report.json(seconds: 1)["approvals"]?.integer == 1)
        }
    }

    @Test func `a refusal is told as one, and not as a certificate`() async throws {
        let ledger = try AuditLedger()
        let refusal = try ledger.chain.issuing(1, at: ledger.now, isRefusal: true)
        try ledger.append(refusal)
        let subject = try ledger.chain.inspector.inspect(refusal).subject
        let trace = LedgerTrace(.identifier(subject), genesis: ledger.chain.genesis)
        #expect(try await ledger.audit(visitor: trace).isGood)
        #expect(trace.events.map(\.action) == [.refused(type: "CERT-04")])
    }

    @Test func `fewer digits of a key's name than a trace prints name nobody`() async throws {
        let ledger = try AuditLedger()
        let chain = ledger.chain
        try ledger.append(try chain.issuing(1, at: ledger.now))
        let name = try chain.key("TAX").identifier.hexadecimal
        let trace = LedgerTrace(.identifier(String(name.prefix(15))), genesis: chain.genesis)
        #expect(try await ledger.audit(visitor: trace).isGood)
        #expect(trace.events.isEmpty)
    }

    @Test func `a draft that its officer did not sign is found, and the agency named`()
        async throws
    {
        let ledger = try AuditLedger()
        let chain = ledger.chain
        try ledger.append(try chain.grantingOfficer(at: ledger.now))
        let good = try chain.inspector.inspect(try chain.approving(1, at: ledger.now))
        let draft = try #require(good.draft)
        let forged = SignedStatement.sign(
            draft.header,
            payload: Array(draft.payload),
            by: try chain.key("TAX").sign
        )
        try ledger.append(
            try chain.submission(
                .certificate,
                by: "TAX",
                subject: good.subject,
                at: ledger.now,
                extra: [forged.asApproved],
                payload: Array(draft.payload)
            )
        )
        let finding = try #require(try await ledger.audit().findings.first)
        #expect(finding.fault == .rule(.certificate(.badDraft(.badSignature))))
        #expect(finding.statement?.agency?.code == "TAX")
    }

    @Test func `an enterprise's story has its records, each with the key and its grant`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let uscc = try #require(
            trace(try ledger.chain.registering(11..<12, at: 1), of: ledger.chain)
        )
        let trace = LedgerTrace(.identifier(uscc), genesis: ledger.chain.genesis)
        _ = try await ledger.audit(visitor: trace)
        #expect(trace.events.map(\.height) == [3])
        #expect(trace.events.map(\.record) == [1])
        let first = try #require(trace.events.first)
        guard case .record(.add, "TAX-001", let key) = first.action else {
            Issue.record("not a record")
            return
        }
        let pick = RecordPick(leafIndex: first.leafIndex, record: 1)
        let again = LedgerTrace(
            .record(category: "TAX-001", key: key),
            genesis: ledger.chain.genesis
        )
        _ = try await ledger.audit(visitor: pick)
        _ = try await ledger.audit(visitor: again)
        #expect(pick.found?.key == key)
        #expect(again.events.map(\.leafIndex) == trace.events.map(\.leafIndex))
    }

    @Test func `an officer's key has the story of its grant`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let key = try ledger.chain.key("officer").identifier
        let trace = LedgerTrace(.identifier(key.hexadecimal), genesis: ledger.chain.genesis)
        _ = try await ledger.audit(visitor: trace)
        #expect(trace.events.map(\.height) == [1, 2])
        let story = try #require(trace.keyStories.first { $0.key == key })
        #expect(story.grantHeight == 1)
        #expect(story.grantedBy == (try ledger.chain.key("TAX").identifier))
        #expect(story.withdrawn == nil)
    }

    /// Whom the only record of a batch is about.
    private func trace(_ submission: Submission, of chain: AuditChain) throws -> String? {
        let records = try RecordBatch.records(in: try #require(submission.attachment))
        let record = try Record(decoding: try #require(records.first), form: .plain)
        if case .clear(let subject) = record.subject { return subject }
        return nil
    }
}
