import COSE
import Cryptography
import Merkle

extension BlockExecution {
    /// Takes in a certificate, and what becomes of the one it replaces.
    mutating func applyCertificate(
        _ claims: CertificateClaims,
        approving draft: SignedStatement?,
        entry: Digest,
        issuedMs: UInt64,
        by signer: GrantRecord
    ) throws(LedgerError) {
        try checkIssuer(of: claims, signer: signer)
        try checkScope(ofType: claims.type, signer: signer)
        if let draft { try checkOfficer(of: draft, type: claims.type) }
        let identifier = Tag(of: claims.subject, suite: genesis.suite)
        guard view.certificate(identifier) == nil else {
            throw LedgerError(.certificate(.exists(identifier: claims.subject)))
        }
        if let superseded = claims.supersedes {
            try checkSuperseding(superseded, by: claims, signer: signer)
            view.delta.statuses.set(.superseded, at: superseded)
        }
        let target = StatusTarget(
            entry: entry,
            memberIndex: signer.memberIndex,
            kind: .certificate(type: claims.type, identifier: identifier),
            issuedMs: issuedMs
        )
        view.delta.addTarget(target, at: nextLeafIndex)
    }

    /// *Issuer*: a type of certificate is issued by members of its role.
    private func checkIssuer(
        of claims: CertificateClaims,
        signer: GrantRecord
    ) throws(LedgerError) {
        guard let definition = charter.certificateType(claims.type)?.definition else {
            throw LedgerError(.certificate(.unknownType(code: claims.type)))
        }
        let role = role(of: signer)
        guard role == definition.issuerRole else {
            throw LedgerError(
                .authority(
                    .notTheIssuer(type: claims.type, issuer: definition.issuerRole, role: role)
                )
            )
        }
    }

    /// *Two persons* (双人审批): whose draft is approved may issue the type as well, for the same
    /// member and up to the moment it is recorded.
    private func checkOfficer(
        of draft: SignedStatement,
        type: String
    ) throws(LedgerError) {
        let name = draft.header.keyIdentifier
        guard let officer = view.earlierGrant(of: name) else {
            throw LedgerError(.authority(.unknownKey(name)))
        }
        try checkForce(of: officer, signingFor: draft.header.issuer)
        try checkScope(ofType: type, signer: officer)
    }

    /// *Scope*: an officer issues and withdraws the types that the grant names.
    func checkScope(ofType type: String, signer: GrantRecord) throws(LedgerError) {
        guard signer.grant.scope.certificates.contains(type) else {
            throw LedgerError(.authority(.outOfScope(subject: type)))
        }
    }

    /// *Superseding* (换发): the replaced certificate is valid, of the same type and issuer.
    private func checkSuperseding(
        _ leafIndex: UInt64,
        by claims: CertificateClaims,
        signer: GrantRecord
    ) throws(LedgerError) {
        guard let target = view.target(at: leafIndex),
            case .certificate(let type, _) = target.kind
        else { throw LedgerError(.status(.unknownTarget(leafIndex: leafIndex))) }
        try checkOwnership(of: target, signer: signer)
        guard type == claims.type else {
            throw LedgerError(
                .certificate(.supersedesOtherType(expected: claims.type, found: type))
            )
        }
        try checkTransition(of: target, at: leafIndex, to: .superseded)
    }
}
