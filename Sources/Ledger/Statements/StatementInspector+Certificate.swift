import COSE
import Catalogue
import Cryptography

extension StatementInspector {
    func inspectCertificate(
        _ statement: SignedStatement
    ) throws(LedgerError) -> CertificateClaims {
        let claims: CertificateClaims
        do {
            claims = try CertificateClaims(decoding: statement.payload)
        } catch { throw LedgerError(.statement(.malformedPayload(error))) }
        try checkAgreement(of: claims, with: statement.header)
        guard let type = charter.certificateType(claims.type) else {
            throw LedgerError(.certificate(.unknownType(code: claims.type)))
        }
        guard claims.typeVersion == type.version else {
            throw LedgerError(
                .certificate(
                    .typeVersion(expected: type.version, found: claims.typeVersion)
                )
            )
        }
        try checkValidity(of: claims)
        try checkIdentifier(claims.subject, issuer: claims.issuer)
        let limits = charter.limits
        try Limit.certificateFields.check(claims.fieldDigests.count, limits.certificateFields)
        try Limit.certificateDocuments.check(claims.documents.count, limits.certificateDocuments)
        return claims
    }

    /// Header and payload say the same; the payload is what travels on alone.
    private func checkAgreement(
        of claims: CertificateClaims,
        with header: StatementHeader
    ) throws(LedgerError) {
        guard claims.issuer == header.issuer else {
            throw LedgerError(.certificate(.claimMismatch(.issuer)))
        }
        guard claims.subject == header.subject else {
            throw LedgerError(.certificate(.claimMismatch(.subject)))
        }
        guard claims.issuedAt == header.issuedAt else {
            throw LedgerError(.certificate(.claimMismatch(.issuedAt)))
        }
    }

    /// A refusal grants nothing, so it has no period and replaces nothing.
    private func checkValidity(of claims: CertificateClaims) throws(LedgerError) {
        guard
            !claims.isRefusal
                || claims.expiry == nil && claims.notBefore == nil && claims.supersedes == nil
        else { throw LedgerError(.certificate(.badClaim(.refusal))) }
        guard let expiry = claims.expiry else { return }
        guard claims.notBefore ?? claims.issuedAt <= expiry else {
            throw LedgerError(.certificate(.badClaim(.expiry)))
        }
    }

    /// Identifiers of outside data may be wrong and are warned about; those issued here may not.
    private func checkIdentifier(
        _ text: String,
        issuer: String
    ) throws(LedgerError) {
        guard let identifier = CertificateIdentifier(text) else {
            let violation: CertificateViolation =
                CertificateIdentifier.verdict(of: text) == .check
                ? .identifierCheck(identifier: text) : .identifierForm(identifier: text)
            throw LedgerError(.certificate(violation))
        }
        let uscc = String(issuer.dropFirst(Member.issuerPrefix.count))
        guard identifier.issuer == uscc else {
            throw LedgerError(
                .certificate(.identifierIssuer(expected: uscc, found: identifier.issuer))
            )
        }
    }
}
