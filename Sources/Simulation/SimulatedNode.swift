import Consensus
import Cryptography
import Ledger

/// One process: a replica, what its disk holds, and which of its lives it is in.
struct SimulatedNode: Sendable {
    /// The position in the cluster.
    let id: Int
    /// The validator it runs as; a twin has the index of another node.
    let index: UInt64
    /// Whether the validator has a twin, so that nothing is expected of it.
    let isByzantine: Bool
    /// The running replica; nil while the process is down.
    private(set) var replica: Replica?
    /// Whether the process is up.
    private(set) var isRunning = false
    var journal = SimulatedJournal()
    var store: SimulatedStore
    /// Counts the starts, so that what was scheduled for an earlier life is dropped.
    var life: UInt64 = 0
    /// The newest record of this life that is durable.
    var syncedSequence: UInt64 = 0
    /// Whether an fsync is under way.
    var isSyncing = false
    /// The numbers of the statements this process has heard of.
    var pool: [Int] = []
    /// Whether it stays down for good.
    var isLost = false

    init(id: Int, index: UInt64, isByzantine: Bool, anchor: HashedHeader) {
        self.id = id
        self.index = index
        self.isByzantine = isByzantine
        store = SimulatedStore(anchor: anchor)
    }

    /// Starts a life.
    mutating func run(_ replica: Replica) {
        self.replica = replica
        isRunning = true
    }

    /// Feeds the replica an event; nil while the process is down.
    mutating func handle(_ event: ReplicaEvent, nowMs: UInt64) -> [ReplicaEffect]? {
        replica?.handle(event, nowMs: nowMs)
    }

    /// Stops the process as a power cut would.
    mutating func crash(draw: UInt64) {
        replica = nil
        isRunning = false
        life += 1
        isSyncing = false
        syncedSequence = 0
        pool = []
        journal.crash(keeping: draw)
        store.crash()
    }
}
