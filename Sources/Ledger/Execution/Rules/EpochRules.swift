extension BlockExecution {
    /// *Epochs*: the statement that ends an epoch is the last of its block, and what a statement
    /// was inspected by is what holds.
    func checkEpoch(of statement: InspectedStatement) throws(LedgerError) {
        guard view.delta.nextCharter == nil else { throw LedgerError(.block(.epochEnded)) }
        guard statement.inspectionEpoch == charter.inspectionEpoch else {
            throw LedgerError(.statement(.inspectedEarlier))
        }
    }
}
