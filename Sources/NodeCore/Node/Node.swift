package import Catalogue
package import Consensus
import Cryptography
package import Ledger
import Merkle
package import Storage

/// One node of the ledger: events in, effects out.
///
/// It owns the replica (what is agreed), the ledger's state (what that means), the pool (what
/// waits) and the way between them. It has no clock, no socket and no randomness; its only input
/// besides events are reads of its own block store. The same code runs in the process and in the
/// simulator.
///
/// The driver's duty: hand in events, call ``endTurn()`` once after the events of a turn, carry
/// out the effects in order.
package final class Node {
    /// What a node is told once, before its first event.
    package struct Setting {
        /// The node's name in the genesis.
        package let name: String
        /// The genesis it serves.
        package let genesis: Genesis
        /// What is shared with whom.
        package let catalogue: Catalogue
        /// Checks statements against the catalogue.
        package let inspector: StatementInspector
        /// Where finalized blocks are read.
        package let archive: StoreReader
        /// Timers and limits.
        package let options: NodeOptions
        /// Unpredictable bytes of this life, from which challenges are made.
        package let challengeSeed: [UInt8]

        /// Collects the setting.
        package init(
            name: String,
            genesis: Genesis,
            catalogue: Catalogue,
            inspector: StatementInspector,
            archive: StoreReader,
            options: NodeOptions,
            challengeSeed: [UInt8]
        ) {
            self.name = name
            self.genesis = genesis
            self.catalogue = catalogue
            self.inspector = inspector
            self.archive = archive
            self.options = options
            self.challengeSeed = challengeSeed
        }
    }

    let setting: Setting
    let electorates: ElectorateMaker

    var electorate: Electorate
    var roster: Roster
    var epochs: EpochHistory
    /// The nodes that the driver was told of last.
    var toldNodes: [NodeEntry]
    var inspector: StatementInspector
    /// How often what was checked had to be checked again.
    var inspection: UInt64 = 0
    var keyring: VoteKeyring
    /// The journal's records of epochs that have not begun here; a lost block store leaves some.
    var journaled: [Storage.JournalRecord]
    var nextGreetingMs: UInt64 = 0
    /// What to ask the others with, while a lost journal is not settled.
    var recoveryQuestion: UInt64?

    var replica: Replica
    /// Events for the replica, each with the epoch that it is meant for.
    var replicaInbox: [(epoch: UInt64, event: ReplicaEvent)] = []
    var isFeeding = false
    var hasTracedBeginning = false
    var replicaTimerMs: UInt64?
    var haltReason: HaltReason?
    var equivocations: UInt64 = 0
    var evidence = EvidenceFile()

    /// When this life began, by the clock that never jumps.
    let startedMs: UInt64
    var moment = Moment(monotonicMs: 0, wallMs: 0)
    var effects: [NodeEffect] = []
    var writes: WriteQueue
    var disk: DiskRoom
    var journalSequences: [UInt64: UInt64] = [:]
    var afterWrite: [UInt64: [() -> Void]] = [:]

    var blocks: BlockTree
    var history: HistoryIndex
    var pool: StatementPool<CheckedStatement>
    var announced = PendingGossip()
    var waitingClients: WaitingClients
    var checks: [UInt64: (purpose: PendingCheck, inspection: UInt64)] = [:]
    var nextCheck: UInt64 = 1
    var gatherings: [UInt64: Gathering] = [:]
    var nextGathering: UInt64 = 1
    var wanted: [Digest: WantedBlock] = [:]
    var early = EarlyBlocks()
    var gathered: Set<Digest> = []
    var wrongBytes: [Digest: Int] = [:]
    var durableHeight: UInt64
    var admission: AdmissionMeter
    var ownPending: [Digest] = []
    var respreadAtMs: UInt64?
    /// The tip when statements were spread again last.
    var respreadTip: Digest?
    var recheck = Recheck()
    var window: CatchUpWindow
    /// The validator whose turn it is to be asked for finalized blocks.
    var catchUpSource: UInt64 = 0
    var workArrived = false
    var workSettled = false
    var keys: [Digest: VerificationKey]
    var tipProof: [UInt8]
    var livePeers: Set<PeerName> = []
    var counters = NodeCounters()
    var readsThisTurn: [ClientName: Int] = [:]
    var bodyAtHand: (hash: Digest, body: BlockBody)?
    var badFrames = BadFrameCounter()
    var vault = VaultDesk()

    /// Starts a life from what the store and the journal hold; see ``Restoration``.
    package init(
        _ setting: Setting,
        keyring: VoteKeyring,
        restored: Restoration,
        journal: [Storage.JournalRecord],
        moment: Moment
    ) throws(ConsensusError) {
        let charter = restored.state.charter
        self.setting = setting
        self.keyring = keyring
        electorates = restored.electorates
        electorate = restored.epoch.electorate
        epochs = restored.epochs
        toldNodes = charter.nodes
        guard let inspector = try? setting.inspector.under(charter) else {
            preconditionFailure("the replay understood the same rows")
        }
        self.inspector = inspector
        recoveryQuestion = setting.options.recoveryQuestion
        window = CatchUpWindow(blocksPerAnswer: setting.options.blocksPerAnswer)
        writes = WriteQueue(ceiling: setting.options.ceiling)
        disk = DiskRoom(reserve: setting.options.diskReserveByteCount)
        roster = Roster(charter, own: setting.name)
        replica = try ReplicaSeed(
            epoch: restored.epoch,
            tip: restored.tip,
            validators: charter.validators,
            ownIndex: roster.ownIndex,
            options: setting.options,
            recoveryQuestion: setting.options.recoveryQuestion,
            heartbeatMs: charter.limits.heartbeatMs
        ).replica(keyring, journal: journal, nowMs: moment.monotonicMs)
        journaled = journal.filter { [electorate] in $0.mark.epoch > electorate.epoch }
        startedMs = moment.monotonicMs
        self.moment = moment
        blocks = BlockTree(state: restored.state, tip: restored.tip.block)
        keys = restored.keys
        durableHeight = restored.tip.block.header.height
        admission = AdmissionMeter(setting.options)
        waitingClients = WaitingClients(share: setting.options.waitsPerClient)
        tipProof = restored.tipProof
        history = restored.history
        pool = StatementPool(
            maximumCount: setting.options.poolCount,
            maximumByteCount: setting.options.poolByteCount
        )
        recallEvidence(from: journal)
    }

    /// Takes in one event.
    package func handle(_ event: NodeEvent, at moment: Moment) {
        self.moment = moment
        switch event {
        case .started:
            checkRules()
            feed(.started)
            reportEvidence()
        case .woke:
            wake()
        case .peerUp(let peer):
            livePeers.insert(peer)
            if let index = roster.index(peer) { feed(.peerConnected(index)) }
        case .peerDown(let peer):
            livePeers.remove(peer)
        case .controlFrame(let frame, let peer):
            receiveControl(frame, from: peer)
        case .bulkFrame(let frame, let peer):
            receiveBulk(frame, from: peer)
        case .clientFrame(let frame, let client):
            receiveClient(frame, from: client)
        case .clientClosed(let client):
            forget(client)
        case .checked(let result):
            finishCheck(result)
        case .stored(let batch):
            finishWrite(batch)
        case .storeFailed(_, let error):
            failWrite(error)
        case .vaultDone(let outcome, let number):
            finishVault(outcome, number)
        case .diskMeasured(let freeByteCount):
            noteRoom { $0.measure(freeByteCount) }
        }
    }

    /// Ends a turn: what was gathered goes out; answers the turn's effects.
    package func endTurn() -> [NodeEffect] {
        readsThisTurn.removeAll(keepingCapacity: true)
        tellReplicaAboutWork()
        spreadAnnounced()
        if let (batch, number) = writes.take(nowMs: moment.monotonicMs) {
            effects.append(.store(batch, batch: number))
        }
        if let time = nextWakeMs() { effects.append(.wakeAt(ms: time)) }
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    private func wake() {
        if let time = replicaTimerMs, time <= moment.monotonicMs {
            replicaTimerMs = nil
            feed(.timerFired)
        }
        askForWantedBlocks()
        respread()
        if let time = recheck.nextMs, time <= moment.monotonicMs { continueRecheck() }
    }

    private func nextWakeMs() -> UInt64? {
        [replicaTimerMs, nextAskMs(), respreadAtMs, recheck.nextMs, writes.retryAtMs]
            .compactMap(\.self).min()
    }

    /// A peer sent what no honest node sends; too much of it, and it is disconnected for a while.
    func noteBadFrame(of peer: PeerName, _ code: String) {
        switch badFrames.count(peer, nowMs: moment.monotonicMs) {
        case .tolerated: log(.warning, "peer.badMessage", ["peer": peer, "why": code])
        case .tooMany:
            log(.error, "peer.disconnected", ["peer": peer, "why": code])
            effects.append(.disconnect(peer))
        case .known: break
        }
    }

    func log(
        _ level: LogEntry.Level,
        _ event: String,
        _ fields: KeyValuePairs<String, String> = [:]
    ) {
        effects.append(.log(LogEntry(level, event, fields)))
    }
}
