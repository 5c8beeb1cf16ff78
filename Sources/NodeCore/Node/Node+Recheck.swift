import Consensus
import Cryptography
import Ledger

/// How far the pool has been looked through again since the last finalized block.
struct Recheck {
    /// The most statements looked at in one turn.
    static let statementCount = 128
    /// The most records in them.
    static let recordCount = 4_000
    /// How long the rest waits, so that a long pool does not hold up the votes.
    static let pauseMs: UInt64 = 100

    /// Where in the pool to go on.
    var place = 0
    /// Where the pool ended when the block became final: what came later was checked by it.
    var endPlace = 0
    /// When to go on.
    var nextMs: UInt64?
    /// Whether a newer block became final before the end was reached.
    var isOutdated = false
}

/// Statements that were good when they came in and are no longer.
///
/// A key is revoked, an identifier taken, the window over, a member removed: the state after a
/// finalized block decides, at every node, so that nobody waits for an answer that only a leader
/// would give.
extension Node {
    /// A block became final: what waits is looked at again.
    ///
    /// Not while catching up, when a newer state is about to come.
    func startRecheck() {
        guard !isCatchingUp else { return }
        recheck.isOutdated = recheck.place < recheck.endPlace
        if !recheck.isOutdated { recheck.place = 0 }
        recheck.endPlace = pool.endPlace
        continueRecheck()
    }

    /// Looks at the next statements of the pool.
    func continueRecheck() {
        var (found, next) = pool.statements(from: recheck.place, count: Recheck.statementCount)
        var records = 0
        if let last = found.firstIndex(where: {
            records += $0.checked.recordCount
            return records >= Recheck.recordCount
        }) {
            next -= found.count - last - 1
            found.removeSubrange((last + 1)...)
        }
        recheck.place = next
        dropRefused(found, onTip: false)
        if recheck.place >= recheck.endPlace, recheck.isOutdated {
            recheck.place = 0
            recheck.isOutdated = false
        }
        let isDone = recheck.place >= recheck.endPlace
        recheck.nextMs = isDone ? nil : moment.monotonicMs + Recheck.pauseMs
    }

    /// Drops statements that the finalized state refuses, now and at the earliest time of a block.
    ///
    /// By the second question a slow chain's last block decides about time and not this node's
    /// clock. What another node spread may rest on a block that is not here yet, and stays then,
    /// unless this node would have to propose it `onTip`.
    func dropRefused(
        _ statements: [StatementPool<CheckedStatement>.Waiting],
        onTip: Bool
    ) {
        guard !statements.isEmpty else { return }
        let unfinal = blocks.unfinalEntries
        for waiting in statements where !unfinal.contains(waiting.entry) {
            guard let error = refusal(of: waiting, atMs: moment.wallMs),
                refusal(of: waiting, atMs: 0) != nil,
                error.violation != .statement(.inspectedEarlier),
                onTip || waitingClients.contains(waiting.entry) || !error.mayPassLater
            else { continue }
            let statement = waiting.checked.authentic.statement
            drop(waiting.entry, Refusal(error, of: statement, in: blocks.state.finalized))
        }
    }

    private func refusal(
        of waiting: StatementPool<CheckedStatement>.Waiting,
        atMs timeMs: UInt64
    ) -> LedgerError? {
        do throws(LedgerError) {
            try blocks.state.check(
                waiting.checked.authentic,
                after: blocks.tip.hash,
                timeMs: timeMs
            )
            return nil
        } catch { return error }
    }

    /// A statement is no longer admissible: whoever waits for it is told why.
    func drop(_ entry: Digest, _ refusal: Refusal) {
        pool.remove(entry)
        workSettled = true
        for waiter in waitingClients.take(entry) { refuse(waiter, refusal) }
        log(.warning, "statement.dropped", ["why": refusal.code])
    }
}

extension LedgerError {
    /// Whether what is refused now may rest on a block that is not here yet.
    fileprivate var mayPassLater: Bool {
        switch violation {
        case .authority(.unknownKey), .status(.unknownTarget), .records(.missing),
            .governance(.unknownProposal), .statement(.fromTheFuture):
            true
        default: false
        }
    }
}
