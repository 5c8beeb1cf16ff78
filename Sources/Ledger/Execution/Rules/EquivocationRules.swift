import Cryptography

extension BlockExecution {
    /// Takes in the proof that a validator contradicted itself.
    ///
    /// The votes prove themselves; inspection has checked their signatures.
    mutating func applyEquivocation(
        _ inspected: InspectedEquivocation,
        of statement: InspectedStatement
    ) throws(LedgerError) {
        let equivocation = inspected.proof.value
        try checkReporter(of: statement)
        try checkEpoch(of: equivocation)
        if let earlier = view.accusations.accusation(like: equivocation) {
            throw LedgerError(.equivocation(.alreadyAccused(leafIndex: earlier.leafIndex)))
        }
        let count = view.accusations.count(
            epoch: equivocation.epoch,
            signer: equivocation.signer
        )
        guard count < AccusationRegister.perValidator else {
            throw LedgerError(
                .equivocation(.accusedOften(allowed: AccusationRegister.perValidator))
            )
        }
        let accusation = Accusation(
            epoch: equivocation.epoch,
            view: equivocation.view,
            signer: equivocation.signer,
            pair: equivocation.pair,
            name: inspected.accused.name,
            member: inspected.accused.member,
            leafIndex: nextLeafIndex
        )
        var register = view.accusations
        register.append(accusation)
        view.delta.accusations = register
        effects.accusation(accusation)
    }

    /// *Reporters*: a validator of the epoch reports, by its vote key and for its member.
    private func checkReporter(of statement: InspectedStatement) throws(LedgerError) {
        let suite = genesis.suite
        let reporter = charter.validators.validators.first {
            suite.keyIdentifier(of: $0.voteKey) == statement.keyIdentifier
        }
        guard let reporter else {
            throw LedgerError(.equivocation(.notAValidator(statement.keyIdentifier)))
        }
        guard statement.issuer == reporter.member else {
            throw LedgerError(
                .authority(
                    .notTheKeysMember(expected: reporter.member, found: statement.issuer)
                )
            )
        }
    }

    /// *Evidence*: the votes are of this epoch or of one of the few before it.
    private func checkEpoch(of equivocation: Equivocation) throws(LedgerError) {
        guard charter.validators(ofEpoch: equivocation.epoch) != nil else {
            throw LedgerError(
                .equivocation(.epoch(found: equivocation.epoch, current: charter.epoch))
            )
        }
    }
}
