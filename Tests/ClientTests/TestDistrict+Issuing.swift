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
        let signed = draft.sign(by: signer, at: nowMs / 1_000)
        let leaf = try record(signed.statement)
        return TestCertificate(
            draft: draft,
            file: try file(signed.statement, signed.disclosures, at: leaf),
            leafIndex: leaf,
            signer: signer
        )
    }

    /// What people see of a file.
    func view(_ file: EvidenceFile) -> CertificateView {
        CertificateView(verdict(file), by: Verifier(genesis))
    }
}
