import Consensus
import Cryptography
import Ledger
import Storage

extension Node {
    /// Hands events to the replica until it has nothing more to ask for.
    ///
    /// Carrying out an effect may answer it at once (a block already executed, say); answers queue
    /// up behind the effects of the same turn, so the replica is never re-entered.
    func feed(_ event: ReplicaEvent) {
        replicaInbox.append((electorate.epoch, event))
        guard !isFeeding else { return }
        isFeeding = true
        var position = 0
        while position < replicaInbox.count {
            let next = replicaInbox[position]
            position += 1
            // What is left in the inbox when an epoch ends was meant for the old replica.
            guard next.epoch == electorate.epoch else { continue }
            let isTracing = setting.options.traces
            if isTracing { trace(next.event) }
            let effects = replica.handle(next.event, nowMs: moment.monotonicMs)
            if isTracing { trace(effects, after: next.event) }
            for effect in effects { perform(effect) }
        }
        replicaInbox.removeAll(keepingCapacity: true)
        isFeeding = false
    }

    private func perform(_ effect: ReplicaEffect) {
        switch effect {
        case .append(let record, let sequence):
            journalSequences[write(record)] = sequence
        case .send(let message, let index):
            guard let peer = roster.name(index) else { return }
            effects.append(.sendControl(message.encoded, to: peer))
        case .broadcast(let message):
            broadcast(message)
        case .obtainBlock(let block, let index):
            obtain(block, from: roster.name(index))
        case .fetchBlock(let hash, let index):
            fetch(hash, from: roster.name(index))
        case .catchUp(let request):
            catchUp(request)
        case .buildBlock(let request):
            build(request)
        case .finalized(let blocks, let proof):
            finalize(blocks, by: proof.value)
        case .epochEnded(let block, _):
            enterNextEpoch(after: block)
        case .floorFound(let view):
            log(
                .warning,
                "journal.floorFound",
                ["epoch": "\(electorate.epoch)", "votes_above": "\(view)"]
            )
        case .recovered:
            recoveryQuestion = nil
            let reached = ViewMark(epoch: electorate.epoch, view: replica.view)
            writes.settleCeiling(above: reached)
            log(.info, "journal.recovered", ["epoch": "\(reached.epoch)"])
        case .setTimer(let time):
            replicaTimerMs = time
        case .reportEvidence(let equivocation):
            equivocations += 1
            note(equivocation)
        case .halt(let reason):
            haltReason = reason
            log(.error, reason.code, ["why": reason.english])
        }
    }

    private func write(_ record: Consensus.JournalRecord) -> UInt64 {
        writes.add(
            Storage.JournalRecord(
                type: JournalRecordType.consensus,
                mark: ViewMark(epoch: record.epoch, view: record.view),
                payload: record.encoded
            )
        )
    }

    /// Validators get everything; observers get proofs, and status, which they answer to whoever
    /// is behind them.
    private func broadcast(_ message: ConsensusMessage) {
        let frame = message.encoded
        let isForAll =
            switch message {
            case .proof, .status: true
            case .proposal, .vote, .proofRequest, .standingRequest, .standing: false
            }
        for peer in roster.peers where isForAll || roster.isValidator(peer) {
            effects.append(.sendControl(frame, to: peer))
        }
    }

    /// One frame of a peer's control connection.
    func receiveControl(_ frame: [UInt8], from peer: PeerName) {
        guard let index = roster.index(peer) else { return }
        do throws(ConsensusError) {
            let number = try ConsensusMessage.epoch(of: frame[...])
            guard number == electorate.epoch else {
                return receive(frame, ofEpoch: number, from: peer)
            }
            let message = try ConsensusMessage(
                decoding: frame[...],
                chain: electorate.chain,
                validatorCount: electorate.count
            )
            guard !message.leavesRecords || !isStuck,
                replica.isWorthVerifying(message, from: index)
            else { return }
            feed(try checked(message, from: index))
        } catch {
            noteBadFrame(of: peer, error.code)
        }
    }

    /// Whether a full disk holds up so much that no more may come: whatever leads to a record of
    /// the journal is asked for again when there is room.
    private var isStuck: Bool { writes.isStuck(with: setting.options.unwrittenByteCount) }

    /// Verifies a message's signatures.
    private func checked(
        _ message: ConsensusMessage,
        from index: UInt64
    ) throws(ConsensusError) -> ReplicaEvent {
        switch message {
        case .proposal(let proposal):
            return .proposalReceived(try replica.verified(proposal), from: index)
        case .vote(let vote):
            do {
                return .voteReceived(try Verified(vote, by: electorate), from: index)
            } catch { throw .chain(error) }
        case .proof(let proof):
            do {
                return .proofReceived(try Verified(proof, by: electorate), from: index)
            } catch { throw .chain(error) }
        case .status(let status):
            return .statusReceived(status, from: index)
        case .proofRequest(let request):
            return .proofsRequested(request, from: index)
        case .standingRequest(let request):
            return .standingRequested(request, from: index)
        case .standing(let standing):
            return .standingReceived(standing, from: index)
        }
    }
}

extension ConsensusMessage {
    /// Whether taking it in may add to the journal.
    fileprivate var leavesRecords: Bool {
        switch self {
        case .proposal, .vote, .proof: true
        case .status, .proofRequest, .standingRequest, .standing: false
        }
    }
}
