import Consensus
import JSON
import Ledger

/// The trace of a node: what its replica was told, and what it did about it.
///
/// The lines stand before the effects of the same turn, so whoever writes them down before it
/// sends anything has traced every vote that anybody saw.
extension Node {
    /// Says what the replica is about to be told.
    func trace(_ event: ReplicaEvent) {
        switch event {
        case .started:
            traceBeginning()
        case .proposalReceived(let proposal, _):
            for proof in Self.proofs(in: event) { add(.proof("proof", proof)) }
            let parentView = TraceLine.number("parentView", proposal.parentView)
            add(.vote("proposal", proposal.vote.value, [parentView]))
        case .voteReceived(let vote, let peer):
            guard vote.value.signer == peer, peer != roster.ownIndex else { return }
            add(.vote("vote", vote.value, []))
        case .proofReceived, .chainFetched:
            if case .chainFetched(let blocks, _) = event { traceReady(blocks, isTimely: true) }
            for proof in Self.proofs(in: event) { add(.proof("proof", proof)) }
        case .blockReady(let hash, let isTimely):
            guard let block = blocks.header(hash) else { return }
            traceReady([block], isTimely: isTimely)
        case .blockBuilt(let block):
            traceReady([block], isTimely: true)
        case .timerFired, .journalSynced, .peerConnected, .statusReceived, .proofsRequested,
            .standingRequested, .standingReceived, .blockRefused, .headerFetched, .nothingToPropose,
            .workPending, .roomLacking:
            break
        }
    }

    /// Says what the replica did when it was told.
    func trace(_ done: [ReplicaEffect], after event: ReplicaEvent) {
        let told = Self.proofs(in: event).map(\.statement)
        for effect in done {
            switch effect {
            case .append(.vote(let vote), let sequence):
                let leader = replica.epoch.leader(of: vote.statement.view)
                let more = [
                    TraceLine.number("sequence", sequence), TraceLine.number("leader", leader),
                ]
                add(.vote("cast", vote, more))
            case .append(.proof(let proof), _):
                if !told.contains(proof.statement) { add(.proof("formed", proof)) }
            case .append(.floor(let epoch, let view), let sequence):
                let numbers = [("epoch", epoch), ("view", view), ("sequence", sequence)]
                add(TraceLine("floor", numbers.map { TraceLine.number($0, $1) }))
            case .broadcast(let message), .send(let message, _):
                traceReleased(message)
            case .finalized(let blocks, let proof):
                let proof = TraceLine.number("view", proof.value.view)
                for block in blocks {
                    add(TraceLine("finalized", TraceLine.block(block) + [proof]))
                }
            case .epochEnded(let block, _):
                let epoch = TraceLine.number("epoch", replica.epoch.number)
                add(TraceLine("epochEnded", [epoch] + TraceLine.block(block)))
            case .halt(let reason):
                add(.halted(reason.code))
            case .floorFound(let view):
                add(TraceLine("floorFound", [TraceLine.number("view", view)]))
            case .obtainBlock, .fetchBlock, .catchUp, .buildBlock, .setTimer, .reportEvidence,
                .recovered:
                break
            }
        }
    }

    /// A batch became durable, and with it every journal record up to `sequence`.
    func traceDurable(_ batch: UInt64, _ sequence: UInt64?) {
        guard setting.options.traces else { return }
        add(.durable(batch: batch, sequence: sequence))
    }

    private func add(_ line: TraceLine) { effects.append(.trace(line)) }

    /// The start of a life, or of an epoch within one: what binds the votes to come.
    private func traceBeginning() {
        let epoch = replica.epoch
        let tip = replica.tip
        let index = roster.ownIndex.map { JSONValue.integer($0) } ?? .null
        let isLife = !hasTracedBeginning
        hasTracedBeginning = true
        let numbers = [
            ("epoch", epoch.number), ("n", UInt64(epoch.electorate.count)),
            ("view", replica.view), ("tipView", tip.view),
        ]
        let floor = replica.votingFloor.map { JSONValue.integer($0) } ?? .null
        add(
            TraceLine(
                isLife ? "lifeBegan" : "epochBegan",
                [JSONMember("node", .string(setting.name)), JSONMember("index", index)]
                    + numbers.map { TraceLine.number($0, $1) } + [
                        JSONMember("floor", floor),
                        JSONMember("anchor", .object(TraceLine.block(epoch.anchor))),
                        JSONMember("tip", .object(TraceLine.block(tip.block))),
                        JSONMember("delivered", .object(TraceLine.block(replica.delivered))),
                        JSONMember(
                            "votes",
                            .array(
                                replica.ownVotes.map { .object(TraceLine.statement($0.statement)) }
                            )
                        ),
                        JSONMember(
                            "proofs",
                            .array(replica.heldProofs.map { .object(TraceLine.proof($0)) })
                        ),
                    ]
            )
        )
    }

    private func traceReady(_ blocks: [HashedHeader], isTimely: Bool) {
        for block in blocks { add(.ready(block, isTimely: isTimely, batch: writes.newest)) }
    }

    private func traceReleased(_ message: ConsensusMessage) {
        let vote: Vote
        switch message {
        case .vote(let sent): vote = sent
        case .proposal(let proposal): vote = proposal.vote
        case .proof, .status, .proofRequest, .standingRequest, .standing: return
        }
        guard vote.signer == roster.ownIndex else { return }
        add(.vote("released", vote, []))
    }

    /// The proofs that an event brings, in the order in which the replica takes them.
    private static func proofs(in event: ReplicaEvent) -> [QuorumProof] {
        switch event {
        case .proposalReceived(let proposal, _):
            [proposal.parentProof?.value].compactMap(\.self) + proposal.nullifications.map(\.value)
        case .proofReceived(let proof, _), .chainFetched(_, let proof): [proof.value]
        default: []
        }
    }
}
