import COSE
import Cryptography
import Evidence
import Ledger
import Testing

/// Members and certificate types that the genesis does not know are shown by adopted proposals.
@Suite struct AdoptedTests {
    private let founding = SigningKey(generating: .p256)
    private let officer = SigningKey(generating: .p256)
    private let newcomer = Member(
        code: "TAX-2",
        role: "TAX",
        nameZh: "新区税务局",
        nameEn: "New Tax",
        uscc: "11440399900009920C"
    )

    // MARK: - Members

    @Test func `a member that was admitted issues by its own grants`() throws {
        let (ledger, file) = try issued { ledger in
            [
                ledger.proposal(.admitMember(newcomer, key: founding.publicKey)),
                ownGrant(ledger), officersGrant(ledger),
            ]
        }
        let verdict = ledger.verdict(on: file)
        #expect(verdict.conclusion == .valid)
        #expect(verdict.certificate?.issuerNameZh == "新区税务局")
        for place in file.evidence.grants.indices {
            var partial = file
            partial.evidence.grants.remove(at: place)
            #expect(ledger.verdict(on: partial).reason == .notIssuedBySource, "without \(place)")
        }
    }

    @Test func `nobody is admitted by a stranger, by an officer or under another's name`() throws {
        let stranger = SigningKey(generating: .p256)
        let admission = CharterChange.admitMember(newcomer, key: founding.publicKey)
        try expectRefusal { [$0.proposal(admission, by: stranger)] }
        try expectRefusal { [$0.proposal(admission, issuer: TestLedger.taxUSCC)] }
        try expectRefusal {
            [$0.grant(stranger), $0.proposal(admission, issuer: TestLedger.taxUSCC, by: stranger)]
        }
        try expectRefusal { ledger in [ledger.proposal(.removeMember(code: "TAX-2"))] }
    }

    @Test func `a founding key signs nothing but its own grant`() throws {
        let admission = CharterChange.admitMember(newcomer, key: founding.publicKey)
        let (ledger, file) = try issued(with: founding) { [$0.proposal(admission)] }
        #expect(ledger.verdict(on: file).reason == .notIssuedBySource)
        let (other, byOfficer) = try issued {
            [$0.proposal(admission), officersGrant($0)]
        }
        #expect(other.verdict(on: byOfficer).reason == .notIssuedBySource)
        let third = Member(
            code: "TAX-3",
            role: "TAX",
            nameZh: "又一税务局",
            nameEn: "Third Tax",
            uscc: "11440399900009930C"
        )
        let (chained, byThird) = try issued { ledger in
            [
                ledger.proposal(.admitMember(third, key: officer.publicKey)),
                ledger.proposal(
                    .admitMember(newcomer, key: founding.publicKey),
                    issuer: third.uscc,
                    by: officer
                ),
                ownGrant(ledger), officersGrant(ledger),
            ]
        }
        #expect(chained.verdict(on: byThird).reason == .notIssuedBySource)
    }

    @Test func `an admitted member of another role is not the source`() throws {
        let bank = Member(
            code: "TAX-2",
            role: "BANK",
            nameZh: "银行",
            nameEn: "Bank",
            uscc: newcomer.uscc
        )
        let (ledger, file) = try issued { ledger in
            [
                ledger.proposal(.admitMember(bank, key: founding.publicKey)), ownGrant(ledger),
                officersGrant(ledger),
            ]
        }
        #expect(ledger.verdict(on: file).reason == .notIssuedBySource)
    }

    // MARK: - Certificate types

    @Test func `a certificate of an adopted type is shown with its labels`() throws {
        let row = Self.row("CERT-21", version: 1, issuer: "TAX")
        var (ledger, file) = try ofType(row, version: 1)
        let verdict = ledger.verdict(on: file)
        #expect(verdict.conclusion == .valid)
        #expect(verdict.certificate?.typeNameZh == "新证")
        #expect(verdict.certificate?.fields.map(\.labelZh) == ["范围", "数额", "企业名称"])
        file.evidence.grants = []
        #expect(ledger.verdict(on: file).reason == .notIssuedBySource)
        (ledger, file) = try ofType(Self.row("CERT-21", version: 1, issuer: "BANK"), version: 1)
        #expect(ledger.verdict(on: file).reason == .notIssuedBySource)
    }

    @Test func `an adopted type's numbers are shown with their unit, and money in yuan`() throws {
        for (amount, shown) in [
            (#""type": "integer", "unit": "天""#, "123405 天"),
            (#""type": "integer", "unit": "%""#, "123405%"),
            (#""type": "integer""#, "123405"),
            (#""type": "money", "unit": "fen""#, "1234.05 元"),
        ] {
            let row = Self.row("CERT-21", version: 1, issuer: "TAX", amount: amount)
            let (ledger, file) = try ofType(row, version: 1)
            let fields = ledger.verdict(on: file).certificate?.fields
            #expect(fields?.first { $0.name == "amount" }?.value == shown)
        }
    }

    @Test func `a newer version decides who may issue, and without it the genesis's does`() throws {
        var (ledger, file) = try ofType(Self.row("CERT-04", version: 2, issuer: "TAX"), version: 2)
        #expect(ledger.verdict(on: file).certificate?.typeNameZh == "新证")
        file.evidence.grants = []
        #expect(ledger.verdict(on: file).certificate?.typeNameZh == "无欠税证明")
        (ledger, file) = try ofType(Self.row("CERT-04", version: 2, issuer: "STAT"), version: 2)
        #expect(ledger.verdict(on: file).reason == .notIssuedBySource)
        (ledger, file) = try ofType(Self.row("CERT-04", version: 3, issuer: "TAX"), version: 2)
        #expect(ledger.verdict(on: file).reason == .notIssuedBySource, "version 3 shows nothing")
    }

    // MARK: - Making files

    private static func row(
        _ code: String,
        version: UInt64,
        issuer: String,
        amount: String = #""type": "money""#
    ) -> CatalogueRow {
        let json = """
            {"code": "\(code)", "name_zh": "新证", "name_en": "New",
            "issuer": "\(issuer)", "fields": [
            {"name": "scope", "label_zh": "范围", "type": "code", "enum": {"ALL": "全部"}},
            {"name": "amount", "label_zh": "数额", \(amount)}]}
            """
        return CatalogueRow(code: code, version: version, json: json)
    }

    private func ofType(
        _ row: CatalogueRow,
        version: UInt64
    ) throws -> (ledger: TestLedger, file: EvidenceFile) {
        var ledger = try TestLedger(.p256)
        let proposal = ledger.proposal(.certificateType(row))
        let place = ledger.record(proposal)
        let certificate = ledger.certificate(type: row.code, typeVersion: version)
        let index = ledger.record(certificate.statement)
        let grants = [ledger.proven(proposal, at: place)]
        return (ledger, try ledger.file(certificate, at: index, grants: grants))
    }

    private func ownGrant(_ ledger: TestLedger) -> SignedStatement {
        ledger.grant(
            founding,
            member: "TAX-2",
            scope: .everything,
            issuer: newcomer.uscc,
            by: founding
        )
    }

    private func officersGrant(_ ledger: TestLedger) -> SignedStatement {
        ledger.grant(officer, member: "TAX-2", issuer: newcomer.uscc, by: founding)
    }

    private func expectRefusal(
        sourceLocation: SourceLocation = #_sourceLocation,
        _ proposals: (TestLedger) -> [SignedStatement]
    ) throws {
        let (ledger, file) = try issued {
            proposals($0) + [ownGrant($0), officersGrant($0)]
        }
        let reason = ledger.verdict(on: file).reason
        #expect(reason == .notIssuedBySource, sourceLocation: sourceLocation)
    }

    /// Records statements, and then a certificate by the newcomer.
    private func issued(
        with key: SigningKey? = nil,
        after statements: (TestLedger) -> [SignedStatement]
    ) throws -> (ledger: TestLedger, file: EvidenceFile) {
        var ledger = try TestLedger(.p256)
        let places = statements(ledger).map { ($0, ledger.record($0)) }
        let certificate = ledger.certificate(issuer: newcomer.uscc, with: key ?? officer)
        let index = ledger.record(certificate.statement)
        let grants = places.map { ledger.proven($0, at: $1) }
        return (ledger, try ledger.file(certificate, at: index, grants: grants))
    }
}
