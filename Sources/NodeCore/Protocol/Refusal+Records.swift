import Ledger

extension Refusal {
    /// A refusal that names every record of a batch whose business key is in the way.
    ///
    /// The ledger's rule stops at the first; who uploads a file wants to hear of all at once.
    init(_ error: LedgerError, of statement: InspectedStatement, in state: FinalizedState) {
        self.init(error)
        guard case .records(let violation) = error.violation,
            violation == .exists || violation == .missing,
            case .records(let batch) = statement.content,
            let member = state.grant(of: statement.keyIdentifier)?.memberIndex
        else { return }
        var records: [RefusedRecord] = []
        for (position, use) in batch.keys.enumerated() {
            let key = RecordKey(
                memberIndex: member,
                categoryIndex: batch.categoryIndex,
                tag: use.tag
            )
            let isInForce = state.recordKeys.presence(of: key) == .inForce
            guard isInForce == (use.operation == .add) else { continue }
            let reason: RecordsViolation = isInForce ? .exists : .missing
            records.append(
                RefusedRecord(
                    index: UInt64(position),
                    code: reason.code,
                    field: "",
                    chinese: reason.chinese,
                    english: reason.english
                )
            )
        }
        guard !records.isEmpty else { return }
        self.init(
            code: error.code,
            chinese: error.chinese,
            english: error.english,
            records: records
        )
    }
}
