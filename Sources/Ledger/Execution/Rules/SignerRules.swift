import Merkle

extension BlockExecution {
    /// *Signer*: a known key, neither revoked nor expired, that signs for its own member.
    ///
    /// A key signs from the block after its grant on, so that signatures can be checked before a
    /// block is executed.
    func signer(of statement: InspectedStatement) throws(LedgerError) -> GrantRecord {
        guard let signer = view.earlierGrant(of: statement.keyIdentifier) else {
            throw LedgerError(.authority(.unknownKey(statement.keyIdentifier)))
        }
        guard view.status(at: signer.leafIndex) == .valid else {
            throw LedgerError(.authority(.keyRevoked(statement.keyIdentifier)))
        }
        if let notAfterMs = signer.grant.notAfterMs, signer.grant.isExpired(at: context.timeMs) {
            throw LedgerError(.authority(.keyExpired(notAfterMs: notAfterMs)))
        }
        let member = genesis.members[signer.memberIndex]
        guard statement.issuer == member.issuer else {
            throw LedgerError(
                .authority(.notTheKeysMember(expected: member.issuer, found: statement.issuer))
            )
        }
        return signer
    }

    /// The role of the member for which a key signs.
    func role(of signer: GrantRecord) -> String { genesis.members[signer.memberIndex].role }
}
