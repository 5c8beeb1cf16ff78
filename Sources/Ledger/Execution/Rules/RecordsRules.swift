extension BlockExecution {
    /// Takes in a batch, or nothing of it.
    mutating func applyRecords(
        _ batch: InspectedBatch,
        by signer: GrantRecord
    ) throws(LedgerError) {
        try checkSource(of: batch, signer: signer)
        try checkScope(of: batch, signer: signer)
        try useKeys(of: batch, memberIndex: signer.memberIndex)
    }

    /// *One source* (一数一源): each category is written by its source and nobody else.
    private func checkSource(
        of batch: InspectedBatch,
        signer: GrantRecord
    ) throws(LedgerError) {
        let role = role(of: signer)
        guard role == batch.source else {
            throw LedgerError(
                .authority(
                    .notTheSource(
                        category: batch.batch.category,
                        source: batch.source,
                        role: role
                    )
                )
            )
        }
    }

    /// *Scope*: an officer writes the categories that the grant names.
    private func checkScope(
        of batch: InspectedBatch,
        signer: GrantRecord
    ) throws(LedgerError) {
        guard signer.grant.scope.categories.contains(batch.batch.category) else {
            throw LedgerError(.authority(.outOfScope(subject: batch.batch.category)))
        }
    }

    /// *Business keys*: what is there is corrected or voided, what is not there is added.
    ///
    /// The keys of two members are apart, even when they name the same thing.
    private mutating func useKeys(
        of batch: InspectedBatch,
        memberIndex: Int
    ) throws(LedgerError) {
        let earlier = view.earlierPresences
        var replaced: [RecordPresence?] = []
        replaced.reserveCapacity(batch.keys.count)
        view.delta.reserve(keyCount: batch.keys.count)
        for (position, use) in batch.keys.enumerated() {
            let presence: RecordPresence = use.operation == .void ? .voided : .inForce
            let key = batch.key(position, memberIndex: memberIndex)
            let inBlock = view.delta.replacePresence(with: presence, of: key)
            replaced.append(inBlock)
            let isInForce = (inBlock ?? earlier.presence(of: key)) == .inForce
            guard isInForce == (use.operation != .add) else {
                for (position, presence) in replaced.enumerated().reversed() {
                    let key = batch.key(position, memberIndex: memberIndex)
                    _ = view.delta.replacePresence(with: presence, of: key)
                }
                let violation: RecordsViolation = isInForce ? .exists : .missing
                throw LedgerError(.records(violation)).at(record: position)
            }
        }
    }
}

extension InspectedBatch {
    fileprivate func key(_ position: Int, memberIndex: Int) -> RecordKey {
        RecordKey(
            memberIndex: memberIndex,
            categoryIndex: categoryIndex,
            tag: keys[position].tag
        )
    }
}
