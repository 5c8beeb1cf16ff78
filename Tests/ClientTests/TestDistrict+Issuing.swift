import COSE
import Catalogue
import Client
import Cryptography
import Evidence
import JSON
import Ledger
import Testing

/// A certificate of a test, with who issued it.
struct TestCertificate {
    let draft: CertificateDraft
    let file: EvidenceFile
    let leafIndex: UInt64
    let signer: Signer
}

extension TestDistrict {
    /// Issues the example of a type, with some of its fields changed.
    mutating func issue(
        _ code: String,
        with changes: [String: JSONValue] = [:],
        isRefusal: Bool = false
    ) throws -> TestCertificate {
        let examples = try NetworkFolder.document(
            Demonstration.data.path + "/examples/certificates.json"
        )
        let kind = isRefusal ? "refusals" : "valid"
        let members = try #require(examples[kind]?[code]?.object)
        let type = try #require(catalogue.certificateType(code))
        let issuer = try issuer(of: type)
        let signer = try network.signer(issuer.code)
        let draft = try CertificateDraft(
            type: type,
            members: members.map { JSONMember($0.name, changes[$0.name] ?? $0.value) },
            issuer: issuer,
            isRefusal: isRefusal,
            nowMs: nowMs,
            name: code
        )
        let signed = try sign(draft, by: signer, for: issuer)
        let leaf = try record(signed.statement)
        return TestCertificate(
            draft: draft,
            file: try file(
                signed.statement,
                signed.disclosures,
                at: leaf,
                grants: signed.grants
            ),
            leafIndex: leaf,
            signer: signer
        )
    }

    /// Signs a certificate as its type asks: alone, or as the approver of what an officer drafted,
    /// whose key is granted first.
    mutating func sign(
        _ draft: CertificateDraft,
        by signer: Signer,
        for issuer: Member
    ) throws -> (
        statement: SignedStatement, disclosures: [Disclosure],
        grants: [(statement: SignedStatement, leafIndex: UInt64)]
    ) {
        guard draft.type.needsTwoPersons else {
            let signed = draft.sign(by: signer, at: nowMs / 1_000)
            return (signed.statement, signed.disclosures, [])
        }
        let (officer, grant) = try grantOfficer(to: issuer)
        let drafted = draft.file(draftedBy: officer, at: nowMs / 1_000)
        let statement = signer.approve(drafted.statement, at: nowMs / 1_000 + 5)
        return (statement, drafted.disclosures, [grant])
    }

    /// A new officer of a member, with the grant.
    mutating func grantOfficer(
        to member: Member
    ) throws -> (Signer, (statement: SignedStatement, leafIndex: UInt64)) {
        let key = SigningKey(generating: genesis.suite)
        let grant = try network.administrator(member).grant(
            key.publicKey,
            to: member,
            scope: Scope(categories: .only([]), certificates: .all),
            notAfterMs: nil,
            at: nowMs / 1_000
        )
        let leaf = try record(grant)
        return (Signer(member, key: key, chain: genesis.chain), (grant, leaf))
    }

    /// What people see of a file.
    func view(_ file: EvidenceFile) -> CertificateView {
        CertificateView(verdict(file), by: Verifier(genesis))
    }
}
