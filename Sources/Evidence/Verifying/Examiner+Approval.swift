import COSE
import Cryptography
import Ledger

// MARK: - Two persons (双人审批)

extension Examiner {
    /// The officer's draft that a statement approves, once both say the same.
    func draft(under statement: SignedStatement) throws(Objection) -> SignedStatement? {
        do { return try statement.approvedDraft() } catch {
            let english = "The officer's draft is not acceptable: \(error.english)."
            let chinese = "经办人拟稿不合规：\(error.chinese)。"
            if case .malformed = error { throw Objection(.unreadable, english, chinese) }
            throw Objection(.contradictory, english, chinese)
        }
    }

    /// Whether the certificate's type takes two persons, by the version that it follows.
    ///
    /// Of a version that the file does not show nothing is known, and the validators are believed.
    func asksForTwoPersons(
        _ claims: CertificateClaims,
        in statements: [RecordedStatement]
    ) -> Bool {
        guard let (definition, source) = try? definition(of: claims, in: statements) else {
            return false
        }
        return definition.needsTwoPersons && (claims.typeVersion == 1 || source != nil)
    }

    /// Checks that another key than the approver's signed the draft; the result is its right.
    func approval(
        of draft: SignedStatement?,
        by statement: SignedStatement,
        at leafIndex: UInt64,
        _ statements: [RecordedStatement]
    ) throws(Objection) -> Finding<Authority> {
        guard let draft else {
            throw Objection(
                .notApproved,
                "This type takes two persons, and one signed.",
                "该类型须双人审批，而仅有一人签名。"
            )
        }
        let (officer, approver) = (draft.header.keyIdentifier, statement.header.keyIdentifier)
        guard officer != approver else {
            throw Objection(
                .notApproved,
                "Key \(officer.short) approved its own draft.",
                "密钥 \(officer.short) 审批了自己的拟稿。"
            )
        }
        guard let authority = authority(of: officer, before: leafIndex, in: statements) else {
            throw Objection(
                .notIssuedBySource,
                "Nobody granted the officer's key \(officer.short).",
                "经办人密钥 \(officer.short) 未经授权。"
            )
        }
        guard let key = try? VerificationKey(authority.grant.key, suite: suite),
            draft.isSigned(by: key)
        else {
            throw Objection(
                .notApproved,
                "The officer's signature does not match the content.",
                "经办人签名与内容不符。"
            )
        }
        return Finding(
            authority,
            "Drafted by key \(officer.short), approved by key \(approver.short).",
            "经办密钥 \(officer.short) 拟稿，审批密钥 \(approver.short) 复签。"
        )
    }
}
