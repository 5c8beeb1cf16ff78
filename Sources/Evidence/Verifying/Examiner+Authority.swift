import COSE
import Cryptography
import Ledger
import Merkle

/// The right of a key to sign, and where it comes from.
struct Authority {
    /// The member's word for the key.
    let grant: KeyGrant
    /// Which of the file's statements gave it; nil when the genesis did.
    let source: Int?
    /// Whether a member was admitted with the key, which then signs its own grant and nothing else.
    let isFounding: Bool
}

// MARK: - Where rights come from

extension Examiner {
    /// The right of a key at a place on the ledger: from the genesis, or from an earlier statement
    /// that has yet to be proven.
    func authority(
        of key: Digest,
        before leafIndex: UInt64,
        in statements: [RecordedStatement]
    ) -> Authority? {
        if let (grant, _) = genesis.grant(of: key) {
            return Authority(grant: grant, source: nil, isFounding: false)
        }
        let earlier = statements.indices.filter { statements[$0].inclusion.leafIndex < leafIndex }
        for index in earlier {
            guard let grant = statements[index].grant, suite.keyIdentifier(of: grant.key) == key
            else { continue }
            return Authority(grant: grant, source: index, isFounding: false)
        }
        for index in earlier {
            for case .admitMember(let member, let founding) in statements[index].changes
            where suite.keyIdentifier(of: founding) == key {
                let grant = KeyGrant(member: member.code, key: founding, scope: .grantingAlone)
                return Authority(grant: grant, source: index, isFounding: true)
            }
        }
        return nil
    }

    /// Follows statements up to keys of the genesis.
    ///
    /// Each must be recorded before what rests on it. A grant is signed by a key of the same member
    /// that may grant keys; a proposal, by a key that speaks for a member. That a proposal was
    /// adopted needs no ballots here: the ledger records nothing by a member that was not admitted.
    /// A statement that nothing rests on is refused as well, so that nothing in a file goes
    /// unproven.
    func descent(
        from roots: [Int],
        within evidence: LedgerEvidence
    ) throws(Objection) {
        var pending = roots
        var used: Set<Int> = []
        while let index = pending.popLast() {
            guard used.insert(index).inserted else { continue }
            let statement = evidence.grants[index]
            try isProven(statement, within: evidence)
            let granting = try granter(of: statement, in: evidence.grants)
            if let next = granting.source { pending.append(next) }
        }
        guard used.count == evidence.grants.count else {
            let unused = evidence.grants.count - used.count
            throw Objection(
                .notIssuedBySource,
                "\(unused) statements in the file do not lead to the signing key.",
                "文件中有 \(unused) 项声明与签名密钥无关。"
            )
        }
    }

    /// By whose right a grant was given or a proposal made.
    private func granter(
        of recorded: RecordedStatement,
        in statements: [RecordedStatement]
    ) throws(Objection) -> Authority {
        let header = recorded.statement.header
        let granting = authority(
            of: header.keyIdentifier,
            before: recorded.inclusion.leafIndex,
            in: statements
        )
        guard header.chainID == genesis.chainID, let granting,
            granting.grant.scope.administration,
            granting.mayGive(recorded),
            let key = try? VerificationKey(granting.grant.key, suite: suite),
            recorded.statement.isSigned(by: key)
        else {
            throw Objection(
                .notIssuedBySource,
                "The grant of the signing key was not given by whoever may give it.",
                "签名密钥的授权并非由有权者作出。"
            )
        }
        _ = try member(granting: granting.grant, issuer: header.issuer, in: statements)
        try currency(of: granting.grant, at: header.issuedAt)
        return granting
    }

    private func isProven(
        _ grant: RecordedStatement,
        within evidence: LedgerEvidence
    ) throws(Objection) {
        do throws(ProofError) {
            guard grant.inclusion.leafIndex < evidence.inclusion.leafIndex else {
                throw .leafOutsideTree(
                    leafIndex: grant.inclusion.leafIndex,
                    treeSize: evidence.inclusion.leafIndex
                )
            }
            try prove(grant.statement, grant.inclusion, by: evidence.recorded.header)
        } catch {
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

extension Authority {
    /// Whether it is for this key to give that grant, or to make that proposal.
    fileprivate func mayGive(_ recorded: RecordedStatement) -> Bool {
        guard let given = recorded.grant else { return !isFounding && !recorded.changes.isEmpty }
        return given.member == grant.member && (!isFounding || given.key == grant.key)
    }
}

extension Scope {
    /// Only to grant keys.
    fileprivate static let grantingAlone = Scope(
        categories: .only([]),
        certificates: .only([]),
        administration: true
    )
}
