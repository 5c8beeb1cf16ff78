import Consensus
import COSE
import Cryptography
import Ledger

/// Who waits for a statement to be final.
struct Waiter: Hashable {
    let client: ClientName
    let request: UInt64
}

/// Why statements are being checked.
enum PendingCheck {
    /// A client handed one in.
    case submitted(Submission, by: Waiter)
    /// A peer spread some.
    case spread([Submission], from: PeerName)
    /// Blocks cannot be executed before; positions are those in the block.
    case gathering(UInt64, block: Int, positions: [Int])
}

extension Node {
    /// Sends statements to be checked, a few to a job.
    func check(_ statements: [Submission], for purpose: ([Submission]) -> PendingCheck) {
        var rest = statements[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(CheckJob.statementCount))
            rest = rest.dropFirst(CheckJob.statementCount)
            startCheck(some, purpose(some))
        }
    }

    func startCheck(_ statements: [Submission], _ purpose: PendingCheck) {
        checks[nextCheck] = purpose
        effects.append(
            .check(
                CheckJob(
                    number: nextCheck,
                    statements: statements,
                    inspector: setting.inspector,
                    keys: keys
                )
            )
        )
        nextCheck += 1
    }

    func finishCheck(_ result: CheckResult) {
        guard let purpose = checks.removeValue(forKey: result.number) else { return }
        switch purpose {
        case .submitted(let carried, let waiter):
            guard let outcome = result.outcomes.first else { return }
            finishSubmission(carried, outcome, waiter)
        case .spread(let statements, let peer):
            for (carried, outcome) in zip(statements, result.outcomes) {
                switch outcome {
                case .success(let checked): admitSpread(checked, carried)
                case .failure(let error):
                    log(.warning, "peer.badStatement", ["peer": peer, "why": error.code])
                }
            }
        case .gathering(let number, let block, let positions):
            finishCheck(of: number, block: block, positions, result.outcomes)
        }
    }

    private func finishSubmission(
        _ carried: Submission,
        _ outcome: Result<CheckedStatement, LedgerError>,
        _ waiter: Waiter
    ) {
        switch outcome {
        case .failure(let error):
            refuse(waiter, Refusal(error))
        case .success(let checked):
            admit(checked, carried, waiter)
        }
    }

    /// Lets a client's statement into the pool, unless the ledger would refuse it now.
    private func admit(
        _ checked: CheckedStatement,
        _ carried: Submission,
        _ waiter: Waiter
    ) {
        let entry = checked.entry
        if let place = history.place(ofRecent: entry) { return reply(waiter, .recorded(place)) }
        if pool[entry] != nil {
            waitingClients[entry, default: []].append(waiter)
            return
        }
        do throws(LedgerError) {
            try blocks.state.check(
                checked.authentic,
                after: blocks.tip.hash,
                timeMs: moment.wallMs
            )
        } catch {
            let statement = checked.authentic.statement
            return refuse(waiter, Refusal(error, of: statement, in: blocks.state.finalized))
        }
        guard pool.insert(checked, entry: entry, carried: carried) else {
            return refuse(waiter, .poolFull)
        }
        counters.admitted += 1
        workArrived = true
        waitingClients[entry, default: []].append(waiter)
        announced.add(carried)
    }

    private func admitSpread(_ checked: CheckedStatement, _ carried: Submission) {
        guard history.place(ofRecent: checked.entry) == nil else { return }
        guard pool.insert(checked, entry: checked.entry, carried: carried) else { return }
        counters.admitted += 1
        workArrived = true
    }

    /// Spreads what was admitted in this turn.
    func spreadAnnounced() {
        for frame in announced.takeFrames() { effects.append(.broadcastBulk(frame)) }
    }

    /// Tells the replica when statements entered the pool, and when a finalization emptied it.
    func tellReplicaAboutWork() {
        if workArrived {
            feed(.workPending(true))
        } else if workSettled, pool.isEmpty {
            feed(.workPending(false))
        }
        workArrived = false
        workSettled = false
    }

    /// A statement is no longer admissible: whoever waits for it is told why.
    func drop(_ entry: Digest, _ error: LedgerError) {
        pool.remove(entry)
        for waiter in waitingClients.removeValue(forKey: entry) ?? [] {
            refuse(waiter, Refusal(error))
        }
        log(.warning, "statement.dropped", ["why": error.code])
    }
}
