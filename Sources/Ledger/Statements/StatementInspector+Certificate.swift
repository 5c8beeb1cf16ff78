import COSE
import Catalogue
import Cryptography

extension StatementInspector {
    func inspectCertificate(
        _ statement: SignedStatement,
        approving draft: SignedStatement?
    ) throws(LedgerError) -> CertificateClaims {
        let claims: CertificateClaims
        do {
            claims = try CertificateClaims(decoding: statement.payload)
        } catch { throw LedgerError(.statement(.malformedPayload(error))) }
        try checkAgreement(of: claims, with: statement.header, draft?.header)
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
        guard draft != nil || !type.definition.needsTwoPersons else {
            throw LedgerError(.certificate(.approvalMissing(type: claims.type)))
        }
        try checkValidity(of: claims)
        try checkIdentifier(claims.subject, issuer: claims.issuer)
        let limits = charter.limits
        try Limit.certificateFields.check(claims.fieldDigests.count, limits.certificateFields)
        try Limit.certificateDocuments.check(claims.documents.count, limits.certificateDocuments)
        return claims
    }

    /// *Two persons*: the draft that a certificate approves, by another key than the approver's.
    ///
    /// A type may ask for it; where none asks, an agency may do it all the same.
    func inspectDraft(
        of statement: SignedStatement
    ) throws(LedgerError) -> SignedStatement? {
        guard statement.header.kind == .certificate else { return nil }
        let draft: SignedStatement?
        do { draft = try statement.approvedDraft() } catch {
            throw LedgerError(.certificate(.badDraft(error)))
        }
        guard draft?.header.keyIdentifier != statement.header.keyIdentifier else {
            throw LedgerError(.certificate(.sameApprover))
        }
        return draft
    }

    /// Header and payload say the same; the payload is what travels on alone.
    ///
    /// The payload of a draft is older than its approval, and has the time of the draft.
    private func checkAgreement(
        of claims: CertificateClaims,
        with header: StatementHeader,
        _ draft: StatementHeader?
    ) throws(LedgerError) {
        guard claims.issuer == header.issuer else {
            throw LedgerError(.certificate(.claimMismatch(.issuer)))
        }
        guard claims.subject == header.subject else {
            throw LedgerError(.certificate(.claimMismatch(.subject)))
        }
        guard claims.issuedAt == (draft ?? header).issuedAt else {
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
