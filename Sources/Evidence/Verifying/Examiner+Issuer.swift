import COSE
import Cryptography
import Ledger
import Merkle

/// Who issued a certificate of which type.
struct Issuer {
    let member: Member
    let definition: CertificateDefinition
}

// MARK: - The issuer's right

extension Examiner {
    /// Shows that each signing key was granted, all the way from the genesis, by a member of the
    /// role that is the source of the certificate's type.
    func authorization(
        of file: EvidenceFile,
        claims: CertificateClaims,
        by signers: [Authority]
    ) throws(Objection) -> Finding<Issuer> {
        let statements = file.evidence.grants
        let header = file.statement.header
        let adoption = try definition(of: claims, in: statements)
        let definition = adoption.definition
        for signer in signers {
            try right(of: signer, toIssue: definition, in: statements, header)
        }
        try descent(
            from: (signers.map(\.source) + [adoption.source]).compactMap(\.self),
            within: file.evidence
        )
        let member = try member(
            granting: signers[0].grant,
            issuer: header.issuer,
            in: statements
        )
        return Finding(
            Issuer(member: member, definition: definition),
            "\(member.nameEn) is the source of \(definition.nameEn) and granted the key.",
            "\(member.nameZh)是\(definition.nameZh)的法定签发机构，并已授权该密钥。"
        )
    }

    /// The right of one key to sign certificates of a type for the issuer.
    private func right(
        of signer: Authority,
        toIssue definition: CertificateDefinition,
        in statements: [RecordedStatement],
        _ header: StatementHeader
    ) throws(Objection) {
        let member = try member(
            granting: signer.grant,
            issuer: header.issuer,
            in: statements
        )
        guard member.role == definition.issuerRole else {
            throw Objection(
                .notIssuedBySource,
                "\(definition.nameEn) is issued by \(definition.issuerRole), not \(member.code).",
                "\(definition.nameZh)应由 \(definition.issuerRole) 签发，而非\(member.nameZh)。"
            )
        }
        guard signer.grant.scope.certificates.contains(definition.code) else {
            throw Objection(
                .notIssuedBySource,
                "The signing key may not issue \(definition.code).",
                "签名密钥无权签发 \(definition.code)。"
            )
        }
        try currency(of: signer.grant, at: header.issuedAt)
    }

    /// The type that a certificate follows: the genesis's, or the version that a proposal in the
    /// file adopted.
    ///
    /// A newer version that the file does not show is read by the genesis's, which may label a
    /// field less well and never lets another role issue.
    func definition(
        of claims: CertificateClaims,
        in statements: [RecordedStatement]
    ) throws(Objection) -> (definition: CertificateDefinition, source: Int?) {
        let original = genesis.certificateDefinition(claims.type)
        if let original, claims.typeVersion == 1 { return (original, nil) }
        for index in statements.indices {
            for case .certificateType(let row) in statements[index].changes
            where row.code == claims.type && row.version == claims.typeVersion {
                if let adopted = CertificateDefinition(row) { return (adopted, index) }
            }
        }
        if let original { return (original, nil) }
        throw Objection(
            .notIssuedBySource,
            "Neither the genesis nor the file has certificate type \(claims.type).",
            "创世文件与本文件均无证照类型 \(claims.type)。"
        )
    }

    /// The member for which a grant lets a key sign, which must be the statement's issuer.
    func member(
        granting grant: KeyGrant,
        issuer: String,
        in statements: [RecordedStatement]
    ) throws(Objection) -> Member {
        let member = genesis.member(code: grant.member) ?? statements.admitted(grant.member)
        guard let member, member.issuer == issuer else {
            throw Objection(
                .notIssuedBySource,
                "The signing key is of \(grant.member), and the issuer is \(issuer).",
                "签名密钥属于 \(grant.member)，而签发机构为 \(issuer)。"
            )
        }
        return member
    }

    func currency(of grant: KeyGrant, at seconds: UInt64) throws(Objection) {
        guard !grant.isExpired(at: CivilTime.milliseconds(seconds: seconds)) else {
            throw Objection(
                .notIssuedBySource,
                "The grant of the signing key had ended.",
                "签名密钥的授权当时已到期。"
            )
        }
    }
}
