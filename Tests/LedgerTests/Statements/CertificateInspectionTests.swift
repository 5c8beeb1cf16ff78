import COSE
import Catalogue
import Cryptography
import Ledger
import Testing

@Suite struct CertificateInspectionTests {
    private let chain: TestChain

    init() throws {
        var limits = Limits.standard
        limits.certificateFields = 3
        limits.certificateDocuments = 1
        chain = try TestChain(limits: limits)
    }

    private func refusal(
        _ claims: CertificateClaims,
        subject: String? = nil,
        by signer: String = "TAX",
        at seconds: UInt64 = 10
    ) -> String? {
        let submission = chain.submission(
            .certificate,
            by: signer,
            subject: subject ?? claims.subject,
            at: seconds,
            payload: claims.encoded
        )
        do throws(LedgerError) {
            _ = try chain.inspector.inspect(submission)
            return nil
        } catch { return error.code }
    }

    private func claims(
        subject: String? = nil,
        expiry: UInt64? = nil,
        notBefore: UInt64? = nil,
        documents: Int = 0,
        type: String = "CERT-04",
        fields: Int = 3
    ) -> CertificateClaims {
        CertificateClaims(
            issuer: chain.member("TAX").issuer,
            subject: subject ?? chain.identifier(1),
            expiry: expiry,
            notBefore: notBefore,
            issuedAt: chain.timeMs(10) / 1_000,
            documents: (0..<documents).map { _ in
                DocumentDigest(algorithm: .sm2, digest: .zero, mediaType: "application/ofd")
            },
            type: type,
            fieldDigests: (0..<fields).map { Suite.p256.digest([UInt8($0)]) }
        )
    }

    @Test func `header and payload agree`() {
        #expect(refusal(claims(documents: 1)) == nil)
        #expect(refusal(claims(), subject: chain.identifier(2)) == "ledger.claimMismatch")
        #expect(refusal(claims(), by: "AMR") == "ledger.claimMismatch")
        #expect(refusal(claims(), at: 11) == "ledger.claimMismatch")
    }

    @Test func `the type is one of the genesis`() {
        #expect(refusal(claims(type: "CERT-99")) == "ledger.unknownCertificateType")
    }

    @Test func `the identifier has its form, its check character and its issuer`() throws {
        let good = chain.identifier(1)
        let check = good.hasSuffix("A") ? "B" : "A"
        let wrong = good.dropLast() + check
        #expect(refusal(claims(subject: String(wrong))) == "ledger.certificateIdentifierCheck")
        #expect(refusal(claims(subject: "1.2.3")) == "ledger.certificateIdentifierForm")
        let others = chain.identifier(1, of: "AMR")
        #expect(refusal(claims(subject: others)) == "ledger.certificateIdentifierIssuer")
    }

    @Test func `it does not expire before it holds`() {
        let now = chain.timeMs(10) / 1_000
        #expect(refusal(claims(expiry: now)) == nil)
        #expect(refusal(claims(expiry: now - 1)) == "ledger.badClaim")
        #expect(refusal(claims(expiry: now + 5, notBefore: now + 6)) == "ledger.badClaim")
    }

    @Test func `fields and documents keep to their limits`() {
        #expect(refusal(claims(fields: 4)) == "ledger.overLimit")
        #expect(refusal(claims(documents: 2)) == "ledger.overLimit")
    }
}
