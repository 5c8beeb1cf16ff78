import Consensus
import COSE
import Cryptography
import Ledger

/// Why statements are being checked.
enum PendingCheck {
    /// A client handed one in.
    case submitted(Submission, by: Waiter)
    /// A peer spread some.
    case spread([Submission], from: PeerName)
    /// This node reports what it found out.
    case reported(Submission)
    /// They were in the pool when governance changed what they are checked by.
    case renewed([Submission])
    /// A block cannot be executed before; positions are those in the block.
    case gathering(UInt64, positions: [Int])
}

extension Node {
    /// Sends what a peer spread to be checked, a few to a job, as far as its share goes.
    func checkSpread(_ statements: [Submission], from peer: PeerName) {
        var rest = statements[...]
        while !rest.isEmpty {
            let some = Array(rest.prefix(CheckJob.statementCount))
            rest = rest.dropFirst(CheckJob.statementCount)
            let bytes = some.reduce(0) { $0 + $1.byteCount }
            guard admission.enter(.peer(peer), count: some.count, byteCount: bytes) else {
                return log(.warning, "peer.spreadsTooMuch", ["peer": peer])
            }
            startCheck(some, .spread(some, from: peer), isUrgent: false)
        }
    }

    func startCheck(_ statements: [Submission], _ purpose: PendingCheck, isUrgent: Bool) {
        checks[nextCheck] = (purpose, inspection)
        effects.append(
            .check(
                CheckJob(
                    number: nextCheck,
                    isUrgent: isUrgent,
                    statements: statements,
                    inspector: inspector,
                    keys: keys
                )
            )
        )
        nextCheck += 1
    }

    func finishCheck(_ result: CheckResult) {
        guard let (purpose, inspection) = checks.removeValue(forKey: result.number) else { return }
        guard inspection == self.inspection else { return checkAgain(purpose) }
        switch purpose {
        case .submitted(let carried, let waiter):
            admission.leave(.client(waiter.client), count: 1, byteCount: carried.byteCount)
            guard let outcome = result.outcomes.first else { return }
            finishSubmission(carried, outcome, waiter)
        case .spread(let statements, let peer):
            let bytes = statements.reduce(0) { $0 + $1.byteCount }
            admission.leave(.peer(peer), count: statements.count, byteCount: bytes)
            for (carried, outcome) in zip(statements, result.outcomes) {
                switch outcome {
                case .success(let checked): admitSpread(checked, carried)
                case .failure(let error):
                    log(.warning, "peer.badStatement", ["peer": peer, "why": error.code])
                }
            }
        case .reported(let carried):
            if let outcome = result.outcomes.first { finishReport(carried, outcome) }
        case .renewed(let statements):
            for (carried, outcome) in zip(statements, result.outcomes) {
                switch outcome {
                case .success(let checked): admitAgain(checked, carried)
                case .failure(let error):
                    let entry = electorate.chain.suite.digest(carried.statement)
                    drop(entry, Refusal(error))
                }
            }
            startRecheck()
        case .gathering(let number, let positions):
            finishCheck(of: number, positions, result.outcomes)
        }
    }

    /// Definitions or limits changed while statements were being checked by the old ones.
    private func checkAgain(_ purpose: PendingCheck) {
        switch purpose {
        case .submitted(let carried, _), .reported(let carried):
            startCheck([carried], purpose, isUrgent: false)
        case .spread(let statements, _), .renewed(let statements):
            startCheck(statements, purpose, isUrgent: false)
        case .gathering: break
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
        if let place = history.place(ofRecent: entry) { return acknowledge(waiter, place) }
        if pool[entry] != nil { return wait(waiter, for: entry) }
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
        wait(waiter, for: entry)
        spreadOwn(carried, entry)
    }

    /// Spreads a statement that came from here, and again until it is recorded or refused.
    func spreadOwn(_ carried: Submission, _ entry: Digest) {
        announced.add(carried)
        ownPending.append(entry)
        planRespread()
    }

    private func planRespread() {
        if respreadAtMs == nil { respreadAtMs = moment.monotonicMs + setting.options.respreadMs }
    }

    private func wait(_ waiter: Waiter, for entry: Digest) {
        if !waitingClients.add(waiter, for: entry) { refuse(waiter, .busy) }
    }

    /// Tells where a statement stands, once this node's own disk knows that it is final.
    private func acknowledge(_ waiter: Waiter, _ place: Recorded) {
        guard place.height > durableHeight else { return reply(waiter, .recorded(place)) }
        afterWrite[writes.newest, default: []].append { [unowned self] in
            reply(waiter, .recorded(place))
        }
    }

    /// Spreads statements again that still wait, since the first time may have been lost: those of
    /// own clients, and while the chain stands also what others spread.
    ///
    /// Whoever spread it may be gone, and only a leader that has it ends the wait.
    func respread() {
        guard let time = respreadAtMs, time <= moment.monotonicMs else { return }
        ownPending.removeAll { pool[$0] == nil }
        let stands = respreadTip == blocks.tip.hash
        respreadTip = blocks.tip.hash
        var byteCount = 0
        for waiting in stands ? oldestWaiting : ownPending.compactMap({ pool[$0] }) {
            guard byteCount < PendingGossip.frameByteCount else { break }
            announced.add(waiting.carried)
            byteCount += waiting.carried.byteCount
        }
        respreadAtMs = pool.isEmpty ? nil : moment.monotonicMs + setting.options.respreadMs
    }

    private var oldestWaiting: [StatementPool<CheckedStatement>.Waiting] {
        pool.oldest(
            count: setting.options.poolCount,
            byteCount: PendingGossip.frameByteCount,
            excluding: { _ in false }
        )
    }

    private func admitSpread(_ checked: CheckedStatement, _ carried: Submission) {
        guard history.place(ofRecent: checked.entry) == nil else { return }
        guard pool.insert(checked, entry: checked.entry, carried: carried) else { return }
        counters.admitted += 1
        workArrived = true
        planRespread()
    }

    /// What was in the pool before comes back, provided that there is still room.
    private func admitAgain(_ checked: CheckedStatement, _ carried: Submission) {
        admitSpread(checked, carried)
        guard pool[checked.entry] == nil else { return }
        for waiter in waitingClients.take(checked.entry) { refuse(waiter, .poolFull) }
    }

    /// Spreads what was admitted in this turn.
    func spreadAnnounced() {
        for frame in announced.takeFrames() { effects.append(.broadcastBulk(frame)) }
    }

    /// Tells the replica when statements entered the pool, and what a finalization left in it.
    func tellReplicaAboutWork() {
        if workArrived {
            feed(.workPending(true))
        } else if workSettled {
            feed(.workPending(!pool.isEmpty))
        }
        workArrived = false
        workSettled = false
    }
}
