import COSE

extension StatementInspector {
    func inspectStatus(_ statement: SignedStatement) throws(LedgerError) -> StatusChange {
        let change: StatusChange
        do {
            change = try StatusChange(decoding: statement.payload)
        } catch { throw LedgerError(.statement(.malformedPayload(error))) }
        guard !change.reason.allSatisfy(\.isWhitespace) else {
            throw LedgerError(.status(.missingReason))
        }
        try Limit.reasonBytes.check(change.reason.utf8.count, charter.limits.reasonBytes)
        return change
    }
}
