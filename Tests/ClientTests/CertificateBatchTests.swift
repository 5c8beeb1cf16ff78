import CBOR
import COSE
import Catalogue
import Client
import Cryptography
import Evidence
import JSON
import Ledger
import Testing

/// Tables of certificates, and the certificates that are made of their rows.
@Suite struct CertificateBatchTests {
    private static let header = "holder_uscc,holder_name,checked_as_of,scope,conclusion,document"
    private static let good = "91440399000000377R,示范制造有限公司,2026-06-30,ALL,NONE,"
    private let type: CatalogueCertificateType

    init() throws {
        type = try #require(try Demonstration.catalogue().certificateType("CERT-04"))
    }

    private func table(_ rows: [String], in folder: String = "") throws -> CertificateRows {
        let text = ([Self.header] + rows).joined(separator: "\n")
        return try CertificateRows(
            folder + "rows.csv",
            bytes: Array(text.utf8),
            type: type,
            suite: .p256
        )
    }

    @Test func `a bad row is reported by its line and does not stop the others`() throws {
        let table = try table([Self.good, "too,few", Self.good, Self.good.dropLast() + ",no.pdf"])
        #expect(table.rows.map(\.place.line) == [2])
        #expect(table.refused.map(\.place.line) == [3, 4, 5])
        #expect(table.refused[1].rule == "batch.repeatedRow")
        #expect(table.refused[2].field == "document")
    }

    @Test func `a column that the type does not have is an error of the table`() {
        #expect(throws: ClientError.self) {
            try CertificateRows("a", bytes: Array("wrong\n1".utf8), type: type, suite: .p256)
        }
    }

    @Test func `a row's digest follows what it says and its document, not where it stands`() throws
    {
        let folder = try TemporaryFolder()
        let there = folder.path + "/"
        try OutputFile.write("one", to: there + "a.pdf")
        let first = try table([Self.good, Self.good + "a.pdf"], in: there)
        let moved = try table(["x,y,z,u,v,", Self.good + "a.pdf", Self.good], in: there)
        #expect(first.rows[0].digest == moved.rows[2].digest)
        #expect(first.rows[1].digest == moved.rows[1].digest)
        #expect(first.rows[1].documents.count == 2)
        try OutputFile.write("two", to: there + "a.pdf", replacing: true)
        let changed = try table([Self.good + "a.pdf"], in: there)
        #expect(changed.rows[0].digest != first.rows[1].digest)
    }

    @Test func `after a break the recorded certificate opens with the fields of its attempt`()
        throws
    {
        var district = try TestDistrict()
        let plan = BatchPlan(
            type: type,
            issuer: try district.network.member("TAX"),
            signer: try district.network.signer("TAX")
        )
        let row = try #require(try table([Self.good]).rows.first)
        let secret = SecureRandom.bytes(32)
        func attempt(_ timeMs: UInt64, _ identifier: String) -> BatchJournal.Reservation {
            .init(line: 2, row: row.digest, identifier: identifier, timeMs: timeMs)
        }
        let timeMs = district.nowMs
        let identifier = try plan.draft(row, timeMs: timeMs).identifier.text
        let attempts = [attempt(timeMs - 5_000, identifier), attempt(timeMs, identifier)]
        let statement = try plan.statement(row, attempts[1], secret: secret)
        let leaf = try district.record(statement)
        let found = try plan.disclosures(
            under: statement.bytes,
            row,
            attempts,
            secret: secret
        )
        let disclosures = try #require(found)
        let file = try district.file(statement, disclosures, at: leaf)
        #expect(district.verdict(file).conclusion == .valid)
        let others = try plan.disclosures(
            under: statement.bytes,
            row,
            attempts,
            secret: SecureRandom.bytes(32)
        )
        #expect(others == nil, "a certificate of another batch is not taken for ours")
    }

    @Test func `a holder's key in a row must be one of the ledger's curve`() throws {
        func table(_ key: String) throws -> CertificateRows {
            try CertificateRows(
                "rows.csv",
                bytes: Array("\(Self.header),holder_key\n\(Self.good),\(key)".utf8),
                type: type,
                suite: .p256
            )
        }
        let key = SigningKey(generating: .p256).publicKey
        let row = try #require(try table(key.bytes.hexadecimal).rows.first)
        #expect(row.holderKey == key)
        let plain = try #require(try table("").rows.first)
        #expect(plain.holderKey == nil && plain.digest != row.digest)
        #expect(try plain.digest == self.table([Self.good]).rows.first?.digest)
        for bad in ["04ff", SigningKey(generating: .sm2).publicKey.bytes.hexadecimal] {
            #expect(try table(bad).refused.map(\.rule) == ["batch.badHolderKey"])
        }
    }

    @Test func `a certificate's claim code follows from the batch's secret`() throws {
        let district = try TestDistrict()
        let plan = BatchPlan(
            type: type,
            issuer: try district.network.member("TAX"),
            signer: try district.network.signer("TAX")
        )
        let secret = SecureRandom.bytes(32)
        let code = plan.claimCode(of: "1.2.3", secret: secret)
        #expect(plan.claimCode(of: "1.2.3", secret: secret) == code)
        #expect(plan.claimCode(of: "1.2.4", secret: secret) != code)
        #expect(plan.claimCode(of: "1.2.3", secret: SecureRandom.bytes(32)) != code)
    }

    @Test func `an approver signs each row of a batch whose type takes two persons`() throws {
        var district = try TestDistrict()
        let type = try #require(district.catalogue.certificateType("CERT-16"))
        let member = try district.issuer(of: type)
        let (officer, grant) = try district.grantOfficer(to: member)
        let plan = BatchPlan(
            type: type,
            issuer: member,
            signer: officer,
            approver: try district.network.signer(member.code)
        )
        let examples = try NetworkFolder.document(
            Demonstration.data.path + "/examples/certificates.json"
        )
        let members = try #require(examples["valid"]?["CERT-16"]?.object)
        let names = members.map(\.name).joined(separator: ",")
        let cells = members.map { member in
            member.value.integer.map(String.init) ?? member.value.string ?? ""
        }.joined(separator: ",")
        let table = try CertificateRows(
            "rows.csv",
            bytes: Array("\(names)\n\(cells)".utf8),
            type: type,
            suite: .p256
        )
        let row = try #require(table.rows.first)
        let secret = SecureRandom.bytes(32)
        let timeMs = district.nowMs
        let attempt = BatchJournal.Reservation(
            line: 2,
            row: row.digest,
            identifier: try plan.draft(row, timeMs: timeMs).identifier.text,
            timeMs: timeMs
        )
        let statement = try plan.statement(row, attempt, secret: secret)
        let leaf = try district.record(statement)
        let found = try plan.disclosures(
            under: statement.bytes,
            row,
            [attempt],
            secret: secret
        )
        let disclosures = try #require(found)
        let file = try district.file(statement, disclosures, at: leaf, grants: [grant])
        #expect(district.verdict(file).conclusion == .valid)
    }

    @Test func `fields that break the type's rules are named, one line each`() throws {
        let district = try TestDistrict()
        let plan = BatchPlan(
            type: type,
            issuer: try district.network.member("TAX"),
            signer: try district.network.signer("TAX")
        )
        let row = try #require(
            try table(["91440399000000377R,示范制造有限公司,2026-06-31,ALL,NONE,"]).rows.first
        )
        let error = #expect(throws: ClientError.self) {
            try plan.draft(row, timeMs: district.nowMs)
        }
        guard case .fields(_, let findings) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(findings.contains { $0.field == "checked_as_of" })
    }
}
