import Consensus
import Cryptography
import Ledger

/// A replica with a journal and a clock that tests move by hand.
struct TestNode {
    /// The fixture whose proofs this node takes no part in.
    var fixture: ReplicaFixture
    var replica: Replica
    var nowMs: UInt64 = 0
    /// The effects of the last event.
    var effects: [ReplicaEffect] = []
    /// All records of all lives.
    var journal: [JournalRecord]
    /// The newest record of this life.
    var newestSequence: UInt64 = 0

    init(
        _ fixture: ReplicaFixture,
        index: UInt64?,
        tip: FinalizedTip? = nil,
        journal: [JournalRecord] = [],
        configure: (inout ReplicaConfiguration) -> Void = { _ in }
    ) throws {
        self.fixture = fixture
        self.fixture.absentee = index ?? 0
        self.journal = journal
        var configuration = ReplicaConfiguration(index: index)
        configure(&configuration)
        replica = try Replica(
            configuration: configuration,
            epoch: fixture.epoch,
            signer: index.map { TestSigner(index: Int($0)) },
            tip: tip ?? FinalizedTip(block: fixture.anchor, proof: nil),
            restoring: journal,
            nowMs: 0
        )
        tell(.started)
    }

    /// Feeds an event.
    mutating func tell(_ event: ReplicaEvent) {
        effects = replica.handle(event, nowMs: nowMs)
        for case .append(let record, let sequence) in effects {
            journal.append(record)
            newestSequence = sequence
        }
    }

    /// Makes everything appended durable; the effects are those that follow.
    mutating func sync() { tell(.journalSynced(upTo: newestSequence)) }

    /// Feeds an event, and lets the fsync follow; the effects are those of both.
    mutating func tellAndSync(_ event: ReplicaEvent) {
        tell(event)
        let before = effects
        sync()
        effects = before + effects
    }

    /// Lets time pass.
    mutating func wait(_ milliseconds: UInt64) {
        nowMs += milliseconds
        tellAndSync(.timerFired)
    }

    /// Says that a block was executed.
    mutating func ready(_ block: HashedHeader, isTimely: Bool = true) {
        tellAndSync(.blockReady(block.hash, isTimely: isTimely))
    }

    /// The votes among the effects that leave the node, in order.
    var sentVotes: [Vote] {
        effects.compactMap { effect in
            switch effect {
            case .broadcast(.vote(let vote)): vote
            case .broadcast(.proposal(let proposal)): proposal.vote
            default: nil
            }
        }
    }

    /// The kinds and views of the votes that leave the node.
    var sent: [String] {
        sentVotes.map { "\($0.statement.kind.rawValue) \($0.statement.view)" }
    }

    var halt: HaltReason? { replica.haltReason }

    var builds: [BuildRequest] {
        effects.compactMap { if case .buildBlock(let request) = $0 { request } else { nil } }
    }

    var obtained: [HashedHeader] {
        effects.compactMap { if case .obtainBlock(let block, _) = $0 { block } else { nil } }
    }

    var proofRequests: [ProofRequest] {
        effects.compactMap { effect in
            switch effect {
            case .broadcast(.proofRequest(let request)): request
            case .send(.proofRequest(let request), _): request
            default: nil
            }
        }
    }

    /// The proofs this node sends in answer to a request.
    mutating func answer(_ request: ProofRequest, from peer: UInt64) -> [QuorumProof] {
        tell(.proofsRequested(request, from: peer))
        return messages(to: peer).compactMap {
            if case .proof(let proof) = $0 { proof } else { nil }
        }
    }

    /// Feeds proofs that a peer sent; the effects are those of all of them.
    mutating func take(_ proofs: [QuorumProof], from peer: UInt64) throws {
        var all: [ReplicaEffect] = []
        for proof in proofs {
            tell(.proofReceived(try Verified(proof, by: fixture.epoch.electorate), from: peer))
            all += effects
        }
        effects = all
    }

    var delivered: [HashedHeader] {
        var blocks: [HashedHeader] = []
        for case .finalized(let more, _) in effects { blocks += more }
        return blocks
    }

    /// The blocks that this node said end its epoch.
    var ends: [HashedHeader] {
        effects.compactMap { if case .epochEnded(let block, _) = $0 { block } else { nil } }
    }

    /// The proposals that leave the node.
    var proposals: [BlockProposal] {
        effects.compactMap { effect in
            if case .broadcast(.proposal(let proposal)) = effect { proposal } else { nil }
        }
    }

    var evidence: [Equivocation] {
        effects.compactMap { if case .reportEvidence(let pair) = $0 { pair } else { nil } }
    }

    /// The messages sent to one peer.
    func messages(to peer: UInt64) -> [ConsensusMessage] {
        effects.compactMap { effect in
            if case .send(let message, to: peer) = effect { message } else { nil }
        }
    }
}
