import COSE
import Cryptography
import Ledger
import Merkle

/// The right of a key to sign, and where it comes from.
struct Authority {
    /// The member's word for the key.
    let grant: KeyGrant
    /// The statement that gave it; nil when the genesis did.
    let source: RecordedStatement?
}

/// Who issued a certificate of which type.
struct Issuer {
    let member: Member
    let definition: CertificateDefinition
}

// MARK: - The issuer's authority

extension Examiner {
    /// The grant of a key: in the genesis, or in a statement that has yet to be proven.
    func authority(of key: Digest, in grants: [RecordedStatement]) -> Authority? {
        if let (grant, _) = genesis.grant(of: key) { return Authority(grant: grant, source: nil) }
        for candidate in grants where candidate.statement.header.kind == .grant {
            guard let grant = try? KeyGrant(decoding: candidate.statement.payload),
                suite.keyIdentifier(of: grant.key) == key
            else { continue }
            return Authority(grant: grant, source: candidate)
        }
        return nil
    }

    /// Shows that the signing key was granted, all the way from the genesis, by the one member that
    /// is the source of the certificate's type.
    func authorization(
        of file: EvidenceFile,
        claims: CertificateClaims,
        by authority: Authority
    ) throws(Objection) -> Finding<Issuer> {
        let header = file.statement.header
        guard let definition = genesis.certificateDefinition(claims.type) else {
            throw Objection(
                .notIssuedBySource,
                "The ledger has no certificate type \(claims.type).",
                "账本中没有证照类型 \(claims.type)。"
            )
        }
        let member = try member(granting: authority.grant, issuer: header.issuer)
        guard member.role == definition.issuerRole else {
            throw Objection(
                .notIssuedBySource,
                "\(definition.nameEn) is issued by \(definition.issuerRole), not \(member.code).",
                "\(definition.nameZh)应由 \(definition.issuerRole) 签发，而非\(member.nameZh)。"
            )
        }
        guard authority.grant.scope.certificates.contains(definition.code) else {
            throw Objection(
                .notIssuedBySource,
                "The signing key may not issue \(definition.code).",
                "签名密钥无权签发 \(definition.code)。"
            )
        }
        try currency(of: authority.grant, at: header.issuedAt)
        try descent(of: authority, within: file.evidence)
        return Finding(
            Issuer(member: member, definition: definition),
            "\(member.nameEn) is the source of \(definition.nameEn) and granted the key.",
            "\(member.nameZh)是\(definition.nameZh)的法定签发机构，并已授权该密钥。"
        )
    }

    /// The member for which a grant lets a key sign, which must be the statement's issuer.
    private func member(granting grant: KeyGrant, issuer: String) throws(Objection) -> Member {
        guard let member = genesis.member(code: grant.member), member.issuer == issuer else {
            throw Objection(
                .notIssuedBySource,
                "The signing key is of \(grant.member), and the issuer is \(issuer).",
                "签名密钥属于 \(grant.member)，而签发机构为 \(issuer)。"
            )
        }
        return member
    }

    private func currency(of grant: KeyGrant, at seconds: UInt64) throws(Objection) {
        guard !grant.isExpired(at: CivilTime.milliseconds(seconds: seconds)) else {
            throw Objection(
                .notIssuedBySource,
                "The grant of the signing key had ended.",
                "签名密钥的授权当时已到期。"
            )
        }
    }

    /// Follows the grants up to one of the genesis; each must be recorded, and signed by a key of
    /// the same member that may grant keys.
    ///
    /// A grant that leads nowhere is refused as well, so that nothing in a file goes unproven.
    private func descent(
        of authority: Authority,
        within evidence: LedgerEvidence
    ) throws(Objection) {
        var authority = authority
        var unused = evidence.grants
        while let source = authority.source {
            let statement = source.statement
            unused.firstIndex(of: source).map { _ = unused.remove(at: $0) }
            try isProven(source, by: evidence.recorded.header)
            guard statement.header.chainID == genesis.chainID,
                source.inclusion.leafIndex < evidence.inclusion.leafIndex,
                let granting = self.authority(of: statement.header.keyIdentifier, in: unused),
                granting.grant.scope.administration,
                granting.grant.member == authority.grant.member,
                let key = try? VerificationKey(granting.grant.key, suite: suite),
                statement.isSigned(by: key)
            else {
                throw Objection(
                    .notIssuedBySource,
                    "The grant of the signing key was not given by whoever may give it.",
                    "签名密钥的授权并非由有权者作出。"
                )
            }
            _ = try member(granting: granting.grant, issuer: statement.header.issuer)
            try currency(of: granting.grant, at: statement.header.issuedAt)
            authority = granting
        }
        guard unused.isEmpty else {
            throw Objection(
                .notIssuedBySource,
                "\(unused.count) grants in the file do not lead to the signing key.",
                "文件中有 \(unused.count) 项授权与签名密钥无关。"
            )
        }
    }

    private func isProven(
        _ grant: RecordedStatement,
        by header: BlockHeader
    ) throws(Objection) {
        do { try prove(grant.statement, grant.inclusion, by: header) } catch {
            throw Objection(
                .notIssuedBySource,
                "The grant of the signing key is not on the ledger. \(error.english)",
                "签名密钥的授权未记入账本。\(error.chinese)"
            )
        }
    }

    /// Throws unless a statement is in a header's tree, at the place and size the proof claims.
    func prove(
        _ statement: SignedStatement,
        _ proof: InclusionProof,
        by header: BlockHeader
    ) throws(ProofError) {
        // The size in a proof is signed by nobody; the header's is.
        guard proof.treeSize == header.treeSize else {
            throw .leafOutsideTree(leafIndex: proof.leafIndex, treeSize: header.treeSize)
        }
        try proof.verify(
            leafHash: hasher.leaf(statement.entry(suite)),
            root: header.treeRoot,
            hasher: hasher
        )
    }
}
