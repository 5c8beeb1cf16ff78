import CBOR
import COSE
import Catalogue
import Client
import Console
import Cryptography
import Evidence
import JSON
import Ledger
import Testing

/// What an officer hands to an approver, and what the approver is shown of it.
@Suite struct DraftFileTests {
    private struct Drafted {
        var district: TestDistrict
        let file: DraftFile
        let approver: Signer
        let member: Member
        let folder: TemporaryFolder

        var edition: CatalogueEdition { CatalogueEdition(district.catalogue) }

        func content(of bytes: [UInt8]? = nil) throws -> DraftContent {
            let path = folder.path + "/draft.cose"
            try OutputFile.write(bytes ?? file.encoded, to: path, replacing: true)
            return try DraftFile(path).content(for: approver, edition, path: path)
        }
    }

    private func drafted(
        _ code: String,
        isRefusal: Bool = false,
        changing changes: [String: String] = [:]
    ) throws -> Drafted {
        let district = try TestDistrict()
        let examples = try NetworkFolder.document(
            Demonstration.data.path + "/examples/certificates.json"
        )
        let type = try #require(district.catalogue.certificateType(code))
        let member = try district.issuer(of: type)
        let members = try #require(examples[isRefusal ? "refusals" : "valid"]?[code]?.object)
        let draft = try CertificateDraft(
            type: type,
            members: members.map { member in
                JSONMember(member.name, changes[member.name].map { .string($0) } ?? member.value)
            },
            issuer: member,
            isRefusal: isRefusal,
            nowMs: district.nowMs,
            name: code
        )
        let officer = Signer(
            member,
            key: SigningKey(generating: .p256),
            chain: district.genesis.chain
        )
        return Drafted(
            district: district,
            file: draft.file(draftedBy: officer, at: district.nowMs / 1_000),
            approver: try district.network.signer(member.code),
            member: member,
            folder: try TemporaryFolder()
        )
    }

    @Test func `the draft of every type can be read and passes its rules once more`() throws {
        let catalogue = try Demonstration.catalogue()
        for type in catalogue.certificateTypes {
            let drafted = try drafted(type.code)
            let content = try drafted.content()
            #expect(content.fields.count == drafted.file.disclosures.count, "\(type.code)")
            #expect(content.type.code == type.code)
        }
        #expect(try drafted("CERT-02", isRefusal: true).content().claims.isRefusal)
    }

    @Test func `the approver reads the fields with their labels, as people write them`() throws {
        let drafted = try drafted("CERT-09")
        let view = DraftView(
            try drafted.content(),
            of: drafted.file,
            issuer: drafted.member
        )
        let text = view.text(.chinese)
        #expect(text.contains("建筑工程施工许可证"))
        #expect(text.contains("128,000,000.00 元"))
        #expect(text.contains("36500.50 m²") && text.contains("540 天"))
        #expect(text.contains(drafted.file.statement.header.subject.prefix(40)))
        #expect(text.contains("经办人密钥"))
        #expect(view.text(.english).contains("Officer's key"))
        #expect(!text.contains("请核实"))
    }

    @Test func `the approver is told of a credit code whose check character is wrong`() throws {
        let drafted = try drafted("CERT-16", changing: ["holder_uscc": "91440399000000377X"])
        let view = DraftView(
            try drafted.content(),
            of: drafted.file,
            issuer: drafted.member
        )
        let text = view.text(.chinese)
        #expect(text.contains("91440399000000377X（统一社会信用代码校验位不符"))
    }

    @Test func `a draft that hides a field, or shows another one, is not approved`() throws {
        let drafted = try drafted("CERT-15")
        let shown = drafted.file.disclosures
        let salt = [UInt8](repeating: 7, count: 16)
        let foreign = Disclosure(salt: salt, key: .text("amount"), value: .unsigned(1))
        for disclosures in [Array(shown.dropLast()), shown + [foreign], [foreign], []] {
            let spoiled = DraftFile(
                statement: drafted.file.statement,
                disclosures: disclosures
            )
            let error = #expect(throws: ClientError.self) {
                try drafted.content(of: spoiled.encoded)
            }
            #expect(error?.code == "client.malformed")
        }
    }

    @Test func `fields that break their type's rules are named before anybody signs`() throws {
        let drafted = try drafted("CERT-15")
        let claims = try CertificateClaims(decoding: drafted.file.statement.payload)
        let disclosures = drafted.file.disclosures.filter { $0.name != "holder_name" }
        let payload = CertificateClaims(
            issuer: claims.issuer,
            subject: claims.subject,
            issuedAt: claims.issuedAt,
            type: claims.type,
            fieldDigests: Disclosure.digests(of: disclosures, suite: .p256)
        ).encoded
        let statement = drafted.approver.sign(.draft, about: claims.subject, payload: payload)
        let error = #expect(throws: ClientError.self) {
            try drafted.content(
                of: DraftFile(statement: statement, disclosures: disclosures).encoded
            )
        }
        guard case .fields(_, let findings) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(findings.map(\.field) == ["holder_name"])
    }

    @Test func `a draft for another member or chain, and what is no draft, is refused`() throws {
        let drafted = try drafted("CERT-16")
        let other = try self.drafted("CERT-09")
        #expect(throws: ClientError.self) { try drafted.content(of: other.file.encoded) }
        let certificate = drafted.approver.sign(
            .certificate,
            about: "x",
            payload: Array(drafted.file.statement.payload)
        )
        let error = #expect(throws: ClientError.self) {
            try drafted.content(of: certificate.bytes)
        }
        #expect(error?.phrase.english.contains("no draft") == true)
        let bytes = drafted.file.encoded
        for spoiled in [certificate.bytes, Array(bytes.dropLast()), bytes + [0], []] {
            #expect(throws: ClientError.self) { try drafted.content(of: spoiled) }
        }
    }

    @Test func `whose draft it is and that it hides nothing is known before a node is asked`()
        throws
    {
        let drafted = try drafted("CERT-16")
        let claims = try drafted.file.check(for: drafted.approver, path: "a")
        #expect(claims.type == "CERT-16")
        let other = try self.drafted("CERT-09")
        let (mine, theirs) = (drafted.approver, other.approver)
        let elsewhere = Signer(drafted.member, key: mine.key, chain: theirs.chain)
        let another = Signer(other.member, key: mine.key, chain: mine.chain)
        for signer in [elsewhere, another] {
            #expect(throws: ClientError.self) { try drafted.file.check(for: signer, path: "a") }
        }
        let bare = DraftFile(statement: drafted.file.statement, disclosures: [])
        #expect(throws: ClientError.self) { try bare.check(for: drafted.approver, path: "a") }
    }

    @Test func `what is drafted and approved is one certificate that a stranger finds valid`()
        throws
    {
        var district = try TestDistrict()
        let issued = try district.issue("CERT-10")
        let verdict = district.verdict(issued.file)
        #expect(verdict.conclusion == .valid)
        #expect(verdict.checks.contains { $0.name == .approval && $0.isPassed })
    }
}
