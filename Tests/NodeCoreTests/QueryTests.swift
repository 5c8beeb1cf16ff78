import COSE
import Catalogue
import Cryptography
import FoundationEssentials
import JSON
import Ledger
import Merkle
import NodeCore
import Testing

/// Who is shown what: TAX-001 is TAX's, AMR reads it by default, BANK with consent, GOV never.
@Suite struct QueryTests {
    private static let company = "91440399MA5DDDDD0X"
    private static let bank = "11440399900000487Y"

    private let cluster: TestCluster

    init() throws {
        cluster = try TestCluster()
        let batch = try batch(about: [Self.company, Self.bank])
        let statement = sign(.records, by: "TAX", subject: "TAX-001", payload: batch.payload)
        let reply = cluster.ask(
            .submit(statement: statement, attachment: batch.attachment),
            of: "tax"
        )
        guard case .recorded = reply else {
            Issue.record("\(String(describing: reply))")
            return
        }
    }

    // MARK: - Rights

    @Test(arguments: ["TAX", "AMR"])
    func `source and default readers see a category, proven by its batch`(code: String) throws {
        let found = try records(ask(by: code, category: "TAX-001"))
        #expect(found.count == 2)
        for record in found {
            let statement = try SignedStatement(decoding: record.statement)
            let batch = try RecordBatch(decoding: statement.payload)
            let hasher = MerkleHasher(cluster.suite)
            try InclusionProof(
                treeSize: batch.count,
                leafIndex: record.recordIndex,
                path: record.path
            ).verify(leafHash: hasher.leaf(record.record[...]), root: batch.root, hasher: hasher)
        }
    }

    @Test func `a bank without consent is shown nothing, however it asks`() throws {
        #expect(code(ask(by: "BANK", category: "TAX-001")) == "query.needsConsent")
        let about = Self.company
        #expect(
            code(ask(by: "BANK", category: "TAX-001", subject: about)) == "query.needsConsent"
        )
        #expect(try records(ask(by: "BANK", subject: about)).isEmpty)
        #expect(code(ask(by: "BANK")) == "query.tooWide")
    }

    @Test func `who is no reader is shown nothing, however it asks`() throws {
        #expect(code(ask(by: "GOV", category: "TAX-001")) == "query.notAReader")
        #expect(try records(ask(by: "GOV", subject: Self.company)).isEmpty)
    }

    @Test func `a subject sees its own records and no others`() throws {
        #expect(try records(ask(by: "BANK", category: "TAX-001", subject: Self.bank)).count == 1)
        #expect(try records(ask(by: "BANK", subject: Self.bank)).map(\.recordIndex) == [1])
    }

    // MARK: - Keys, nodes, time

    @Test func `a stranger is shown nothing, whoever he says he is`() {
        let key = SigningKey(generating: cluster.suite)
        #expect(code(ask(by: "TAX", category: "TAX-001", with: key)) == "query.stranger")
        let bank = cluster.keys["BANK"]
        #expect(code(ask(by: "TAX", category: "TAX-001", with: bank)) == "query.stranger")
    }

    @Test func `a query with another's signature is a stranger's`() {
        var forged = query(by: "AMR", category: "TAX-001")
        forged[forged.count - 1] ^= 1
        #expect(code(cluster.ask(.query(statement: forged), of: "fin")) == "query.stranger")
    }

    @Test func `a query is for one node and lives for a minute`() throws {
        let signed = query(by: "AMR", category: "TAX-001")
        #expect(code(cluster.ask(.query(statement: signed), of: "tax")) == "query.forAnother")
        #expect(try records(cluster.ask(.query(statement: signed), of: "fin")).count == 2)
        cluster.pass(ms: 62_000)
        #expect(code(cluster.ask(.query(statement: signed), of: "fin")) == "query.stale")
        for seconds: UInt64 in [.max, .max / 1_000, 0] {
            let odd = query(by: "AMR", category: "TAX-001", issuedAt: seconds)
            #expect(code(cluster.ask(.query(statement: odd), of: "fin")) == "query.stale")
        }
    }

    @Test func `odd pages are empty`() throws {
        for from: UInt64 in [2, .max] {
            #expect(try records(ask(by: "AMR", category: "TAX-001", from: from)).isEmpty)
            #expect(try records(ask(by: "AMR", subject: Self.bank, from: from)).isEmpty)
        }
    }

    // MARK: - Asking

    private func query(
        by code: String,
        category: String? = nil,
        subject: String? = nil,
        from: UInt64 = 0,
        issuedAt: UInt64? = nil,
        with key: SigningKey? = nil
    ) -> [UInt8] {
        let query = RecordQuery(
            purpose: "test",
            category: category,
            subject: subject.map { Array($0.utf8) },
            from: from,
            node: "fin"
        )
        return sign(
            .query,
            by: code,
            subject: "records",
            issuedAt: issuedAt,
            payload: query.encoded,
            with: key
        )
    }

    private func sign(
        _ kind: StatementKind,
        by code: String,
        subject: String,
        issuedAt: UInt64? = nil,
        payload: [UInt8],
        with key: SigningKey? = nil
    ) -> [UInt8] {
        SignedStatement.sign(
            kind: kind,
            issuer: cluster.genesis.member(code: code)?.issuer ?? code,
            subject: subject,
            issuedAt: issuedAt ?? (TestCluster.createdMs + cluster.nowMs) / 1_000,
            chainID: cluster.genesis.chainID,
            payload: payload,
            with: key ?? cluster.keys[code] ?? SigningKey(generating: cluster.suite)
        ).bytes
    }

    private func ask(
        by code: String,
        category: String? = nil,
        subject: String? = nil,
        from: UInt64 = 0,
        with key: SigningKey? = nil
    ) -> ClientReply.Body? {
        let signed = query(by: code, category: category, subject: subject, from: from, with: key)
        return cluster.ask(.query(statement: signed), of: "fin")
    }

    private func code(_ reply: ClientReply.Body?) -> String? {
        if case .refused(let refusal) = reply { refusal.code } else { nil }
    }

    private func records(_ reply: ClientReply.Body?) throws -> [FoundRecord] {
        guard case .records(let page) = reply else {
            Issue.record("\(String(describing: reply))")
            return []
        }
        return page.records
    }

    // MARK: - Records

    private func batch(about subjects: [String]) throws -> RecordBatchBuilder.Batch {
        let schema = try #require(cluster.catalogue.category("TAX-001")).schema
        let examples = try JSONValue(parsing: TestGenesis.file("examples/valid.json"))
        let example = try #require(examples["TAX-001"]?.object)
        var builder = RecordBatchBuilder(plain: "TAX-001", chain: cluster.genesis.chain)
        for subject in subjects {
            let members = example.map { member in
                JSONMember(member.name, member.name == "uscc" ? .string(subject) : member.value)
            }
            let fields = try #require(schema.read(members, from: .json).fields).encoded()
            var validator = RecordValidator(schema)
            let checked = try validator.validate(fields[...])
            try builder.append(
                RecordDraft(
                    key: checked.key,
                    subject: String(decoding: checked.subject, as: UTF8.self),
                    effectiveMs: 1_700_000_000_000,
                    fields: fields
                )
            )
        }
        return try builder.finish()
    }
}
