import CBOR
import COSE
import Cryptography
import Ledger

extension TestChain {
    /// What an officer drafts: the claims of a certificate that FIN issues to two persons' hands.
    func twoPersonClaims(
        _ serial: Int,
        type: String = "CERT-16",
        draftedAt seconds: UInt64 = 10
    ) -> CertificateClaims {
        claims(serial, by: "FIN", type: type, at: seconds)
    }

    /// An officer's draft of a certificate.
    func draft(
        of claims: CertificateClaims,
        by officer: String = "officer",
        as member: String = "FIN",
        kind: StatementKind = .draft,
        subject: String? = nil,
        chainID: Digest? = nil,
        extra: [CBORPair] = [],
        payload: [UInt8]? = nil
    ) -> SignedStatement {
        .sign(
            kind: kind,
            issuer: self.member(member).issuer,
            subject: subject ?? claims.subject,
            issuedAt: claims.issuedAt,
            chainID: chainID ?? genesis.chainID,
            extra: extra,
            payload: payload ?? claims.encoded,
            with: key(officer)
        )
    }

    /// A draft under an approver's signature.
    func approving(
        _ draft: SignedStatement,
        of claims: CertificateClaims,
        by approver: String = "FIN",
        as member: String = "FIN",
        at seconds: UInt64 = 10
    ) -> Submission {
        submission(
            .certificate,
            by: approver,
            as: member,
            subject: claims.subject,
            at: seconds,
            extra: [draft.asApproved],
            payload: claims.encoded
        )
    }

    /// A certificate that an officer drafted and an approver approves, both signatures checked.
    func approved(
        _ serial: Int,
        type: String = "CERT-16",
        draftedBy officer: String = "officer",
        as member: String = "FIN",
        draftedAt seconds: UInt64 = 10,
        approvedAt: UInt64 = 10
    ) throws -> AuthenticStatement {
        let claims = twoPersonClaims(serial, type: type, draftedAt: seconds)
        let draft = draft(of: claims, by: officer, as: member)
        return try authentic(approving(draft, of: claims, at: approvedAt))
    }

    /// A submission inspected, its signatures checked with whichever of the test's keys they name.
    func authentic(_ submission: Submission) throws -> AuthenticStatement {
        try inspector.inspect(submission).checkSignatures { name in
            keys.values.first { $0.identifier == name }
                .flatMap { try? VerificationKey($0.publicKey, suite: suite) }
        }
    }
}
