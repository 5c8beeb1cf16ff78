import CBOR
import COSE
import Cryptography
import Evidence
import Ledger

extension TestLedger {
    /// A certificate that an officer drafted an hour ago and another key approves now.
    ///
    /// `spoil` may put another draft in the place of the right one.
    func approved(
        _ subject: String = "1.2.156.3005.2.TWO",
        type: String = "CERT-09",
        draftedBy officer: SigningKey,
        approvedBy approver: SigningKey? = nil,
        secondsAgo: UInt64 = 3_600,
        spoil: (SignedStatement) -> SignedStatement = { $0 }
    ) -> (statement: SignedStatement, disclosures: [Disclosure]) {
        let drafted = certificate(subject, type: type)
        let seconds = nextMs / 1_000 - secondsAgo
        guard let old = try? CertificateClaims(decoding: drafted.statement.payload) else {
            return drafted
        }
        let claims = CertificateClaims(
            issuer: old.issuer,
            subject: subject,
            issuedAt: seconds,
            documents: old.documents,
            type: type,
            fieldDigests: old.fieldDigests
        )
        let draft = sign(
            .draft,
            subject: subject,
            payload: claims.encoded,
            at: seconds,
            with: officer
        )
        let statement = sign(
            .certificate,
            subject: subject,
            payload: claims.encoded,
            extra: [spoil(draft).asApproved],
            with: approver ?? taxKey
        )
        return (statement, drafted.disclosures)
    }
}
