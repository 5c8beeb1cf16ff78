import Ledger

/// The way back to voting after journal and vote ceiling were lost.
///
/// ```
///  lost ──► no gate: follows, serves, asks ──► n − f others answered: gate above M + 1
///       ──► a block proposed above M + 1 is final: the loss is settled
/// ```
/// Until it is settled, every later life and the next epoch begin with the question again. A vote
/// of a later epoch presupposes that the last block of this one was final in some view that this
/// node had seen then; a block proposed above M + 1 was not.
extension Replica {
    /// Whether this validator lost its journal and does not know yet where it may vote again.
    package var isRecovering: Bool { recovery != nil && gate == nil }

    /// How many others have told a recovering node where they stand; nil when it is not one.
    package var recoveryAnswers: (count: Int, needed: Int)? {
        guard let recovery, gate == nil else { return nil }
        return (recovery.answerCount, epoch.electorate.quorum)
    }

    /// The question to a peer, while the answer matters.
    var standingRequest: ConsensusMessage? {
        guard let recovery, gate == nil, !isClosed else { return nil }
        return .standingRequest(
            StandingRequest(epoch: epoch.number, question: recovery.question)
        )
    }

    /// Tells a validator that lost its journal where this one stands.
    ///
    /// A node that cannot vote vouches for nothing: what it forgot itself, it cannot report.
    mutating func answer(_ request: StandingRequest, from peer: UInt64) {
        pacemaker.noteHeard(peer, nowMs: nowMs)
        guard let gate, request.epoch == epoch.number else { return }
        let standing = Standing(
            epoch: epoch.number,
            question: request.question,
            view: view,
            floor: gate.floor
        )
        effects.append(.send(.standing(standing), to: peer))
    }

    /// Takes an answer to the own question.
    mutating func note(_ standing: Standing, from peer: UInt64) {
        pacemaker.noteHeard(peer, nowMs: nowMs)
        guard standing.epoch == epoch.number else { return }
        recovery?.note(standing, from: peer)
    }

    /// Lets a recovering validator vote above the floor, and says when its loss is settled.
    mutating func recover() {
        guard var recovery else { return }
        if recovery.settle(provenView: view, quorum: epoch.electorate.quorum),
            let floor = recovery.floor
        {
            gate = makeGate(recovery.index, recovery.signer, floor: floor)
            effects.append(.floorFound(view: floor))
        }
        self.recovery = recovery
        guard let floor = recovery.floor, delivered == tip.block,
            delivered.header.epoch == epoch.number, delivered.header.view > floor
        else { return }
        self.recovery = nil
        effects.append(.recovered)
    }
}
