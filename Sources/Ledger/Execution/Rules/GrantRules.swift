import Cryptography

extension BlockExecution {
    /// *Grants*: a member's administration grants keys for that member, each key once.
    mutating func applyGrant(
        _ grant: KeyGrant,
        key: VerificationKey,
        entry: Digest,
        issuedMs: UInt64,
        by signer: GrantRecord
    ) throws(LedgerError) {
        guard signer.grant.scope.administration else {
            throw LedgerError(.authority(.administrationRequired))
        }
        guard grant.member == charter.members[signer.memberIndex].code else {
            throw LedgerError(.authority(.grantForOtherMember(member: grant.member)))
        }
        let founding = charter.foundingKey(key.identifier)
        guard view.grant(of: key.identifier) == nil,
            founding == nil || founding?.memberIndex == signer.memberIndex
        else {
            throw LedgerError(.authority(.keyExists(key.identifier)))
        }
        if let notAfterMs = grant.notAfterMs, grant.isExpired(at: context.timeMs) {
            throw LedgerError(.authority(.grantEnded(notAfterMs: notAfterMs)))
        }
        let record = GrantRecord(
            grant: grant,
            memberIndex: signer.memberIndex,
            leafIndex: nextLeafIndex,
            key: key
        )
        view.delta.addGrant(record)
        let target = StatusTarget(
            entry: entry,
            memberIndex: signer.memberIndex,
            kind: .grant(key: key.identifier),
            issuedMs: issuedMs
        )
        view.delta.addTarget(target, at: nextLeafIndex)
    }
}
