package import Ledger

/// One node's part in the agreement: a pure state machine from events to effects.
///
/// Same state, event and time always give the same effects. It has no clock, no randomness, no
/// input or output of its own, and iterates over nothing whose order is not fixed.
///
/// Each event changes what is known; then every rule whose condition holds is applied, in a fixed
/// order. So no rule depends on which event came last, and a restart needs no rules of its own.
///
///              events ──► what is known (rounds, blocks, tip) ──► rules ──► effects
///                                   ▲                               │
///                                   └── own votes, once durable ◄───┘
package struct Replica: Sendable {
    let configuration: ReplicaConfiguration
    /// The validators, the leaders and the anchor.
    package let epoch: Epoch

    /// The current view; only proofs move it, and only forwards (S4).
    package internal(set) var view: UInt64
    /// The newest block proven final; every vote is for a view above its finalization's.
    package internal(set) var tip: FinalizedTip
    /// The newest block handed on as final; behind the tip while blocks are missing.
    package internal(set) var delivered: HashedHeader
    /// Why the replica stopped, if it did.
    package internal(set) var haltReason: HaltReason?

    /// The only maker of votes; nil in an observer, and while ``recovery`` knows no floor.
    var gate: SignGate?
    /// What is known about the votes of a lost journal; nil when nothing was lost.
    var recovery: Recovery?
    var rounds: RoundTable
    var blocks = BlockTree()
    var pacemaker: Pacemaker
    /// Own votes that may be sent and counted once their records are durable.
    var unsynced: [(sequence: UInt64, vote: Verified<Vote>)] = []
    /// Own votes of earlier lives that wait to be sent and counted again.
    var restored: [Verified<Vote>] = []
    var build: BuildState?
    var isWorkPending = false
    /// Whether the disk has too little room for more blocks.
    var isRoomLacking = false
    /// The views whose proofs were asked for last, and when.
    var proofsAsked: (views: ClosedRange<UInt64>, atMs: UInt64)?
    var catchUp = CatchUpState()
    /// Whether the driver was told that the epoch is over.
    private var hasEndedEpoch = false
    var nextSequence: UInt64 = 1
    var timerAtMs: UInt64?
    var nowMs: UInt64
    var effects: [ReplicaEffect] = []

    /// Starts a life from what earlier lives made durable.
    ///
    /// `signer` holds the vote key of validator `configuration.index` and is nil for an observer;
    /// `tip` is the newest final block of the block store; `records` are all records of the vote
    /// journal, oldest first. Refuses a journal with a record that does not verify. The first
    /// event must be `started`.
    package init(
        configuration: ReplicaConfiguration,
        epoch: Epoch,
        signer: (any VoteSigner)?,
        tip: FinalizedTip,
        restoring records: [JournalRecord],
        nowMs: UInt64
    ) throws(ConsensusError) {
        self.configuration = configuration
        self.epoch = epoch
        self.tip = tip
        self.nowMs = nowMs
        delivered = tip.block
        view = tip.view + 1
        let count = epoch.electorate.count
        rounds = RoundTable(count: count)
        pacemaker = Pacemaker(timing: configuration.timing, count: count, nowMs: nowMs)
        if let index = configuration.index, let signer {
            precondition(index < UInt64(count), "the node is in the validator set")
            if let question = configuration.recoveryQuestion {
                recovery = Recovery(
                    index: index,
                    signer: signer,
                    question: question,
                    count: count
                )
            } else {
                gate = makeGate(index, signer, floor: configuration.votingFloor)
            }
        }
        try restore(records)
    }

    /// The maker of votes above a floor and the tip.
    func makeGate(_ index: UInt64, _ signer: any VoteSigner, floor: UInt64) -> SignGate {
        SignGate(
            index: index,
            signer: signer,
            suite: epoch.electorate.chain.suite,
            floor: max(tip.view, floor),
            switchedOff: { [configuration] in configuration.isSwitchedOff($0) }
        )
    }

    /// Advances by one event; `nowMs` is a monotonic clock.
    package mutating func handle(_ event: ReplicaEvent, nowMs: UInt64) -> [ReplicaEffect] {
        guard haltReason == nil else { return [] }
        self.nowMs = max(self.nowMs, nowMs)
        learn(event)
        if haltReason == nil { applyRules() }
        if configuration.isSwitchedOff(.sendBeforeSync) { releaseVotes(upTo: .max) }
        defer { effects = [] }
        return effects
    }

    /// Changes what is known.
    private mutating func learn(_ event: ReplicaEvent) {
        switch event {
        case .started: break
        case .timerFired: if !configuration.isSwitchedOff(.armTimerOnce) { timerAtMs = nil }
        case .journalSynced(let sequence): releaseVotes(upTo: sequence)
        case .peerConnected(let peer): welcome(peer)
        case .proposalReceived(let proposal, let peer): receive(proposal, from: peer)
        case .voteReceived(let vote, let peer): receive(vote, from: peer)
        case .proofReceived(let proof, let peer): receive(proof, from: peer)
        case .statusReceived(let status, let peer): help(peer, standingAt: status)
        case .proofsRequested(let request, let peer): answer(request, from: peer)
        case .standingRequested(let request, let peer): answer(request, from: peer)
        case .standingReceived(let standing, let peer): note(standing, from: peer)
        case .blockReady(let hash, let isTimely):
            blocks.set(.ready(isTimely: isTimely), for: hash)
        case .blockRefused(let hash, let refusal): noteRefusal(of: hash, refusal)
        case .headerFetched(let header): noteHeader(header)
        case .blockBuilt(let header): propose(header)
        case .nothingToPropose(let view): noteNothingToPropose(in: view)
        case .chainFetched(let headers, let proof): deliver(headers, provenBy: proof)
        case .workPending(let isPending): isWorkPending = isPending
        case .roomLacking(let isLacking): isRoomLacking = isLacking
        }
    }

    /// Applies every rule whose condition holds; none of them undoes another's condition.
    private mutating func applyRules() {
        releaseRestoredVotes()
        deliverFinalizedBlocks()
        recover()
        requestBlocks()
        guard !isClosed else { return endEpoch() }
        requestNullifications()
        activateView()
        notarize()
        finalize()
        nullify()
        startProposing()
        repeatStatus()
        armTimer()
    }
}

// MARK: - The end of the epoch

extension Replica {
    /// Whether the last block of the epoch is final; nothing is left to decide.
    package var isClosed: Bool { endsEpoch(tip.block) }

    /// Whether a block is the last of the epoch.
    func endsEpoch(_ block: HashedHeader) -> Bool {
        epoch.ends(with: block) && !configuration.isSwitchedOff(.extendPastBoundary)
    }

    /// Hands on once, when all blocks of the epoch are here.
    private mutating func endEpoch() {
        repeatStatus()
        armTimer()
        guard haltReason == nil, !hasEndedEpoch, tip.block == delivered, let proof = tip.proof
        else { return }
        hasEndedEpoch = true
        effects.append(.epochEnded(tip.block, by: proof))
    }
}

// MARK: - Shared by the rules

extension Replica {
    /// The index of this node; nil in an observer.
    var ownIndex: UInt64? { gate?.index ?? recovery?.index }

    /// Asks for a record to be made durable; its number tells when it is.
    @discardableResult
    mutating func append(_ record: JournalRecord) -> UInt64 {
        defer { nextSequence += 1 }
        effects.append(.append(record, sequence: nextSequence))
        return nextSequence
    }

    /// Stops for good; the driver raises the alarm.
    ///
    /// A reason that no restart removes leaves a floor in the journal that no view gets above.
    mutating func halt(_ reason: HaltReason) {
        guard haltReason == nil else { return }
        if reason.silencesLaterLives {
            append(.floor(epoch: epoch.number, view: JournalRecord.unreachableView))
        }
        haltReason = reason
        effects.append(.halt(reason))
    }
}
