package import COSE

extension SignedStatement {
    /// For how many days an officer's draft may wait for its approval.
    package static let draftDays: UInt64 = 30
    private static let draftSeconds = draftDays * 86_400

    /// The officer's draft that the statement approves, once both say the same; nil when the
    /// statement is one person's.
    ///
    /// Whether the officer signed it, and may sign, is not looked at here.
    package func approvedDraft() throws(DraftFault) -> SignedStatement? {
        let draft: SignedStatement?
        do { draft = try self.draft() } catch { throw .malformed(error) }
        guard let draft else { return nil }
        let officers = draft.header
        guard officers.kind == .draft else { throw .otherKind(officers.kind) }
        guard officers.extra.isEmpty else { throw .furtherLabels }
        guard officers.chainID == header.chainID, officers.algorithm == header.algorithm else {
            throw .otherChain
        }
        guard officers.issuer == header.issuer, officers.subject == header.subject else {
            throw .otherSubject
        }
        let (waited, isLater) = header.issuedAt.subtractingReportingOverflow(officers.issuedAt)
        guard !isLater, waited <= Self.draftSeconds else {
            throw .otherTime(draftedAt: officers.issuedAt, approvedAt: header.issuedAt)
        }
        return draft
    }
}
