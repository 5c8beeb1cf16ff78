import COSE
import Catalogue
import Client
import Console
import Cryptography
import Evidence
import JSON
import Ledger
import Testing

@Suite struct CertificateDraftTests {
    private let good: [JSONMember] = [
        JSONMember("holder_uscc", "91440399000000377R"), JSONMember("holder_name", "示范公司"),
        JSONMember("checked_as_of", "2026-06-30"), JSONMember("scope", "ALL"),
        JSONMember("conclusion", "NONE"),
    ]

    @Test func `an identifier is made that checks and names type and issuer`() throws {
        let draft = try draft(good)
        #expect(CertificateIdentifier.verdict(of: draft.identifier.text) == .valid)
        #expect(draft.identifier.issuer == issuer.uscc)
        #expect(draft.identifier.type == draft.type.typeCode)
        #expect(try self.draft(good, nowMs: 2).identifier != draft.identifier)
    }

    @Test func `an identifier with a wrong check character is refused`() throws {
        let text = try draft(good).identifier.text
        let wrong = text.dropLast() + (text.hasSuffix("A") ? "B" : "A")
        #expect(throws: ClientError.self) { try draft(good, identifier: String(wrong)) }
    }

    @Test func `fields that break the type's schema are refused by name`() throws {
        let bad = good.map { $0.name == "scope" ? JSONMember("scope", "SOME") : $0 }
        let error = #expect(throws: ClientError.self) { try draft(bad) }
        #expect(error?.phrase.english.contains("scope") == true)
    }

    @Test func `a credit code with a wrong check character is doubtful, and no more`() throws {
        #expect(try draft(good).warnings.isEmpty)
        let mistyped = [JSONMember("holder_uscc", "91440399000000377X")] + good.dropFirst()
        let warnings = try draft(mistyped).warnings
        #expect(warnings.map(\.code).contains("record.creditCodeCheck"))
        #expect(warnings.contains { $0.field == "holder_uscc" })
    }

    @Test func `the statement holds no field in clear, and a digest of each`() throws {
        let key = SigningKey(generating: .p256)
        let chain = ChainIdentity(id: Cryptography.Suite.p256.digest([1]), suite: .p256)
        let draft = try draft(good)
        let signed = draft.sign(by: Signer(issuer, key: key, chain: chain), at: 5)
        let bytes = signed.statement.bytes
        for member in good {
            let value = try #require(member.value.string)
            guard value.utf8.count > 4 else { continue }
            #expect(!bytes.contains(sequence: [UInt8](value.utf8)))
        }
        let claims = try CertificateClaims(decoding: signed.statement.payload)
        let digests = Disclosure.digests(of: signed.disclosures, suite: .p256)
        #expect(claims.fieldDigests == digests)
        #expect(digests.count == draft.fields.count)
        #expect(claims.issuedAt == signed.statement.header.issuedAt)
    }

    @Test func `each document is named by the digests of both suites`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/licence.ofd"
        try OutputFile.write("abc", to: path)
        var draft = try draft(good)
        draft.attach(try DocumentDigest.read(path))
        #expect(draft.documents.map(\.algorithm) == Cryptography.Suite.allCases)
        #expect(draft.documents.allSatisfy { $0.mediaType == "application/ofd" })
    }

    private let issuer = Member(
        code: "TAX",
        role: "TAX",
        nameZh: "税",
        nameEn: "Tax",
        uscc: "11440399900004920C"
    )

    private func draft(
        _ members: [JSONMember],
        identifier: String? = nil,
        nowMs: UInt64 = 1
    ) throws -> CertificateDraft {
        try CertificateDraft(
            type: try #require(try Demonstration.catalogue().certificateType("CERT-04")),
            members: members,
            issuer: issuer,
            identifier: identifier,
            nowMs: nowMs,
            name: "fields.json"
        )
    }
}

extension [UInt8] {
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        indices.contains { self[$0...].starts(with: sequence) }
    }
}
