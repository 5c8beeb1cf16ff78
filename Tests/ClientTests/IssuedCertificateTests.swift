import COSE
import Catalogue
import Client
import Cryptography
import Evidence
import JSON
import Ledger
import Merkle
import Testing

/// Certificates from the example to a stranger's verdict, by the ledger's own rules.
@Suite struct IssuedCertificateTests {
    @Test(arguments: [Cryptography.Suite.p256, .sm2])
    func `every type is issued from its example, and a stranger finds it valid`(
        suite: Cryptography.Suite
    ) throws {
        var district = try TestDistrict(suite)
        let examples = try #require(try Self.examples()["valid"]?.object)
        for example in examples {
            let issued = try issue(example.name, example.value, in: &district)
            let verdict = district.verdict(issued.file)
            #expect(verdict.conclusion == .valid, "\(example.name): \(verdict.checks)")
            let summary = try #require(verdict.certificate)
            #expect(summary.typeCode == example.name && !summary.isRefusal)
            #expect(summary.hiddenFieldCount == 0)
            #expect(summary.fields.allSatisfy { $0.labelZh != $0.name }, "\(example.name)")
        }
        #expect(examples.count == 20)
    }

    @Test func `a refusal is genuine and shown as a refusal, whatever its holder strips`() throws {
        var district = try TestDistrict()
        let example = try #require(try Self.examples()["refusals"]?["CERT-02"])
        let issued = try issue("CERT-02", example, isRefusal: true, in: &district)
        for file in [issued.file, issued.file.keepingDisclosures(of: ["holder_name"])] {
            let verdict = district.verdict(file)
            #expect(verdict.conclusion == .valid)
            #expect(verdict.certificate?.isRefusal == true)
            #expect(verdict.certificate?.typeNameZh == "食品经营许可证（不予许可决定书）")
        }
    }

    @Test func `an identifier is issued once`() throws {
        var district = try TestDistrict()
        let example = try #require(try Self.examples()["valid"]?["CERT-02"])
        try issue("CERT-02", example, in: &district)
        let error = #expect(throws: LedgerError.self) {
            _ = try issue("CERT-02", example, in: &district)
        }
        #expect(error?.code == "ledger.certificateExists")
    }

    @Test func `each legal change of status is shown by its own word, others are refused`() throws {
        let finals: [StatusAction] = [.revoke, .forfeit, .cancel, .supersede]
        for action in finals {
            var district = try TestDistrict()
            let issued = try issue("CERT-04", in: &district)
            let event = try change(issued, action, in: &district)
            let file = try district.file(
                issued.file.statement,
                issued.file.disclosures,
                at: issued.leafIndex,
                event: event
            )
            let verdict = district.verdict(file)
            #expect(verdict.conclusion == .invalid)
            #expect(verdict.checks.contains { $0.reason?.rawValue == action.status.word })
            for next in StatusAction.allCases {
                let error = #expect(throws: LedgerError.self) {
                    try change(issued, next, in: &district)
                }
                #expect(error?.code == "ledger.illegalTransition", "\(action) \(next)")
            }
        }
    }

    @Test func `a suspended certificate is valid again once it is resumed`() throws {
        var district = try TestDistrict()
        let issued = try issue("CERT-04", in: &district)
        #expect(throws: LedgerError.self) { try change(issued, .resume, in: &district) }
        try change(issued, .suspend, in: &district)
        #expect(throws: LedgerError.self) { try change(issued, .supersede, in: &district) }
        let event = try change(issued, .resume, in: &district)
        let file = try district.file(
            issued.file.statement,
            issued.file.disclosures,
            at: issued.leafIndex,
            event: event
        )
        #expect(district.verdict(file).conclusion == .valid)
    }

    // MARK: - Doing

    private struct Issued {
        let file: EvidenceFile
        let leafIndex: UInt64
        let signer: Signer
    }

    private static func examples() throws -> JSONValue {
        try NetworkFolder.document(Demonstration.data.path + "/examples/certificates.json")
    }

    @discardableResult
    private func issue(
        _ code: String,
        _ example: JSONValue? = nil,
        isRefusal: Bool = false,
        in district: inout TestDistrict
    ) throws -> Issued {
        let value = try example ?? #require(try Self.examples()["valid"]?[code])
        let type = try #require(district.catalogue.certificateType(code))
        let issuer = try district.issuer(of: type)
        let signer = try district.network.signer(issuer.code)
        let draft = try CertificateDraft(
            type: type,
            members: try #require(value.object),
            issuer: issuer,
            isRefusal: isRefusal,
            nowMs: district.nowMs,
            name: code
        )
        let signed = try district.sign(draft, by: signer, for: issuer)
        let leaf = try district.record(signed.statement)
        let file = try district.file(
            signed.statement,
            signed.disclosures,
            at: leaf,
            grants: signed.grants
        )
        return Issued(file: file, leafIndex: leaf, signer: signer)
    }

    @discardableResult
    private func change(
        _ issued: Issued,
        _ action: StatusAction,
        in district: inout TestDistrict
    ) throws -> (statement: SignedStatement, leafIndex: UInt64) {
        let statement = action.statement(
            about: issued.file.statement,
            leafIndex: issued.leafIndex,
            reason: "测试",
            by: issued.signer,
            nowMs: district.nowMs
        )
        return (statement, try district.record(statement))
    }
}

extension Status {
    /// The verifier's word for it.
    fileprivate var word: String { "\(self)" }
}
