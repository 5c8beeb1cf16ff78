import Cryptography
import Merkle

extension BlockExecution {
    /// Takes in a change of status.
    mutating func applyStatus(
        _ change: StatusChange,
        subject: String,
        by signer: GrantRecord
    ) throws(LedgerError) {
        guard let target = view.target(at: change.leafIndex) else {
            throw LedgerError(.status(.unknownTarget(leafIndex: change.leafIndex)))
        }
        try checkTarget(target, of: change, subject: subject)
        try checkAuthority(over: target, signer: signer)
        try checkTransition(of: target, at: change.leafIndex, to: change.status)
        try checkEffect(of: change)
        view.delta.statuses.set(change.status, at: change.leafIndex)
    }

    /// *Target*: leaf index, entry and subject name the same thing.
    private func checkTarget(
        _ target: StatusTarget,
        of change: StatusChange,
        subject: String
    ) throws(LedgerError) {
        let isNamed =
            switch target.kind {
            case .certificate(_, let identifier):
                identifier == Tag(of: subject, suite: genesis.suite)
            case .grant(let key):
                key.hexadecimal == subject
            }
        guard isNamed, target.entry == change.entry else {
            throw LedgerError(.status(.targetMismatch(leafIndex: change.leafIndex)))
        }
    }

    /// *Withdrawal*: a certificate by its issuer, within scope; a key by its member's
    /// administration, or by itself when its officer has lost it.
    private func checkAuthority(
        over target: StatusTarget,
        signer: GrantRecord
    ) throws(LedgerError) {
        try checkOwnership(of: target, signer: signer)
        switch target.kind {
        case .certificate(let type, _):
            try checkScope(ofType: type, signer: signer)
        case .grant(let key):
            guard signer.grant.scope.administration || key == signer.key.identifier else {
                throw LedgerError(.authority(.administrationRequired))
            }
        }
    }

    /// *Ownership*: only who issued something changes what has become of it.
    func checkOwnership(
        of target: StatusTarget,
        signer: GrantRecord
    ) throws(LedgerError) {
        guard target.memberIndex == signer.memberIndex else {
            let issuer = charter.members[target.memberIndex].code
            throw LedgerError(.status(.notTheTargetsIssuer(issuer: issuer)))
        }
    }

    /// *Transitions*: the legal ones of `StatusTransition`.
    func checkTransition(
        of target: StatusTarget,
        at leafIndex: UInt64,
        to status: Status
    ) throws(LedgerError) {
        let current = view.status(at: leafIndex)
        guard StatusTransition.isLegal(for: target.kind, from: current, to: status) else {
            throw LedgerError(.status(.illegalTransition(from: current, to: status)))
        }
    }

    /// *Start*: a change counts from the issue of its target at the earliest.
    ///
    /// A revocation does (撤销自始无效), and nothing can be taken back before it was given. It is asked
    /// of new statements alone: see `admit(_:)`.
    func checkStart(of change: StatusChange) throws(LedgerError) {
        guard let target = view.target(at: change.leafIndex) else { return }
        guard change.effectiveMs >= target.issuedMs else {
            throw LedgerError(
                .status(
                    .effectiveBeforeIssue(
                        effectiveMs: change.effectiveMs,
                        issuedMs: target.issuedMs
                    )
                )
            )
        }
    }

    /// *Effect*: a change may count from the past, never from the future.
    private func checkEffect(of change: StatusChange) throws(LedgerError) {
        let timeMs = context.timeMs
        guard change.effectiveMs <= timeMs.saturatingSum(charter.limits.clockSkewMs) else {
            throw LedgerError(
                .status(.effectiveInFuture(effectiveMs: change.effectiveMs, timeMs: timeMs))
            )
        }
    }
}
