import Cryptography
import Merkle

extension BlockExecution {
    /// *Signer*: a known key, neither revoked nor expired, that signs for its own member.
    ///
    /// A key signs from the block after its grant on, so that signatures can be checked before a
    /// block is executed.
    func signer(of statement: InspectedStatement) throws(LedgerError) -> GrantRecord {
        guard let signer = view.earlierGrant(of: statement.keyIdentifier) else {
            if let founder = founder(of: statement) { return founder }
            throw LedgerError(.authority(.unknownKey(statement.keyIdentifier)))
        }
        try checkForce(of: signer, signingFor: statement.issuer)
        return signer
    }

    /// Throws unless a granted key signs for the member that a statement names.
    func checkForce(
        of signer: GrantRecord,
        signingFor issuer: String
    ) throws(LedgerError) {
        guard view.status(at: signer.leafIndex) == .valid else {
            throw LedgerError(.authority(.keyRevoked(signer.key.identifier)))
        }
        if let notAfterMs = signer.grant.notAfterMs, signer.grant.isExpired(at: context.timeMs) {
            throw LedgerError(.authority(.keyExpired(notAfterMs: notAfterMs)))
        }
        let member = charter.members[signer.memberIndex]
        guard charter.isMember(signer.memberIndex) else {
            throw LedgerError(.authority(.memberRemoved(code: member.code)))
        }
        guard issuer == member.issuer else {
            throw LedgerError(
                .authority(.notTheKeysMember(expected: member.issuer, found: issuer))
            )
        }
    }

    /// *Founding*: the key that a member was admitted with signs one thing, its own grant.
    ///
    /// From then on it is a granted key like any other, with a leaf and a status.
    private func founder(of statement: InspectedStatement) -> GrantRecord? {
        guard case .grant(let grant, let key) = statement.content,
            grant.scope.administration, key.identifier == statement.keyIdentifier,
            view.grant(of: key.identifier) == nil,
            let founding = charter.foundingKey(key.identifier),
            charter.members[founding.memberIndex].issuer == statement.issuer
        else { return nil }
        return GrantRecord(
            grant: KeyGrant(member: grant.member, key: grant.key, scope: .everything),
            memberIndex: founding.memberIndex,
            leafIndex: nextLeafIndex,
            key: key
        )
    }

    /// The role of the member for which a key signs.
    func role(of signer: GrantRecord) -> String { charter.members[signer.memberIndex].role }
}
