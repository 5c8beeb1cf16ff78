import CBOR
import COSE
import Cryptography
import Evidence
import Ledger
import Testing

/// Two persons under one statement (双人审批), as a stranger sees them.
@Suite struct ApprovalTests {
    @Test(arguments: Suite.allCases)
    func `a type that takes two persons is valid with two, and the check names both keys`(
        suite: Suite
    ) throws {
        var ledger = try TestLedger(suite)
        let officer = SigningKey(generating: suite)
        let scope = Scope(categories: .only([]), certificates: .only(["CERT-09"]))
        let grant = ledger.grant(officer, scope: scope)
        let place = ledger.record(grant)
        let certificate = ledger.approved(draftedBy: officer)
        let leaf = ledger.record(certificate.statement)
        let file = try ledger.file(
            certificate,
            at: leaf,
            grants: [ledger.proven(grant, at: place)]
        )
        let verdict = ledger.verdict(on: file)
        #expect(verdict.conclusion == .valid)
        let check = try #require(verdict.checks.first { $0.name == .approval })
        for key in [officer, ledger.taxKey] {
            #expect(check.english.contains(key.identifier.hexadecimal.prefix(16)))
        }
        #expect(verdict.certificate?.issuedMs == certificate.statement.header.issuedAt * 1_000)
        let names = verdict.checks.map(\.name)
        #expect(names == Check.Name.allCases.filter { ![.document, .receipts].contains($0) })
    }

    @Test func `one signature is not enough where the type takes two`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate(type: "CERT-09")
        let leaf = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: leaf))
        #expect(verdict.reason == .notApproved)
        #expect(verdict.checks.last?.name == .approval)
    }

    @Test func `two may sign where one is enough, and both are checked all the same`() throws {
        var ledger = try TestLedger(.p256)
        let stranger = SigningKey(generating: .p256)
        let officer = SigningKey(generating: .p256)
        let grant = ledger.grant(officer)
        let place = ledger.record(grant)
        for (key, reason) in [(officer, nil), (stranger, Reason.notIssuedBySource)] {
            let certificate = ledger.approved(type: "CERT-04", draftedBy: key)
            let leaf = ledger.record(certificate.statement)
            let file = try ledger.file(
                certificate,
                at: leaf,
                grants: [ledger.proven(grant, at: place)]
            )
            #expect(ledger.verdict(on: file).reason == reason)
        }
    }

    @Test func `a certificate that one person signed says nothing of two`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate()
        let leaf = ledger.record(certificate.statement)
        let verdict = ledger.verdict(on: try ledger.file(certificate, at: leaf))
        #expect(verdict.conclusion == .valid)
        #expect(!verdict.checks.contains { $0.name == .approval })
    }

    @Test func `a later version of a type asks for two persons as the file shows it`() throws {
        var ledger = try TestLedger(.p256)
        let json = """
            {"name_zh": "证", "name_en": "New", "issuer": "TAX", "two_persons": true, "fields": []}
            """
        let row = CatalogueRow(code: "CERT-04", version: 2, json: json)
        let proposal = ledger.proposal(.certificateType(row))
        let place = ledger.record(proposal)
        let certificate = ledger.certificate(typeVersion: 2)
        let leaf = ledger.record(certificate.statement)
        let shown = try ledger.file(
            certificate,
            at: leaf,
            grants: [ledger.proven(proposal, at: place)]
        )
        #expect(ledger.verdict(on: shown).reason == .notApproved)
        // What the file does not show, the validators saw when they recorded it.
        #expect(ledger.verdict(on: try ledger.file(certificate, at: leaf)).reason == nil)
    }
}
