extension BlockExecution {
    /// *Time*: a statement is recorded within the replay window after it was signed, by block time.
    func checkTime(of statement: InspectedStatement) throws(LedgerError) {
        let limits = charter.limits
        let timeMs = context.timeMs
        let (issuedMs, overflow) = statement.issuedAt.multipliedReportingOverflow(by: 1_000)
        guard !overflow, issuedMs <= timeMs.saturatingSum(limits.clockSkewMs) else {
            throw LedgerError(
                .statement(.fromTheFuture(issuedAt: statement.issuedAt, timeMs: timeMs))
            )
        }
        guard timeMs <= issuedMs.saturatingSum(limits.replayWindowMs),
            issuedMs >= charter.replay.floorMs
        else {
            throw LedgerError(.statement(.tooOld(issuedAt: statement.issuedAt, timeMs: timeMs)))
        }
    }

    /// *Replay*: the same signed bytes are recorded once, whatever the signature over them.
    func checkReplay(of statement: InspectedStatement) throws(LedgerError) {
        guard !view.hasSigned(Tag(prefixOf: statement.signedDigest)) else {
            throw LedgerError(.statement(.replayed))
        }
    }
}
