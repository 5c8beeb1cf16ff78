import Consensus
import Cryptography
import Ledger

/// A whole network of replicas in one process, with one clock and one agenda.
///
/// Everything that differs between runs comes from the seed, so a run can be repeated exactly.
package struct Cluster: Sendable {
    /// What is on the agenda.
    enum Event: Sendable {
        case deliver(PeerMessage, from: Int, to: Int, life: UInt64)
        case tell(ReplicaEvent, storing: [HashedHeader], node: Int, life: UInt64)
        case wake(node: Int, atMs: UInt64, life: UInt64)
        case syncDone(upTo: UInt64, node: Int, life: UInt64)
        case start(node: Int)
        case submit
        case trouble
        case heal
    }

    let options: SimulationOptions
    let plan: FaultPlan
    let epoch: Epoch
    let keys: FakeKeys
    var nodes: [SimulatedNode] = []
    var queue = EventQueue<Event>()
    var log = EventLog()
    var nowMs: UInt64 = 0
    /// The highest view any replica reached.
    var highestView: UInt64 = 0
    /// Whether a node delivered something since progress was judged.
    var hasNewsToJudge = true
    var hasHealed = false
    var healedAtMs: UInt64 = 0

    var networkRandom: RandomStream
    var diskRandom: RandomStream
    var troubleRandom: RandomStream
    var workRandom: RandomStream

    /// Which pairs of nodes hear each other now; one row for each sender.
    var isConnected: [[Bool]] = []
    /// How many statements were submitted; they are numbered from 0.
    var submitted = 0
    /// The statements of each block.
    var contents: [Digest: [Int]] = [:]

    var agreement: AgreementChecker
    var votes: VoteChecker
    var durability = DurabilityChecker()
    var otherViolations: [Violation] = []

    /// The validators, their twins, and the anchor they start from.
    package init(_ options: SimulationOptions) {
        self.options = options
        var random = RandomStream(seed: options.seed, concern: 0)
        let count = options.nodes ?? [4, 4, 5, 6, 7][random.index(below: 5)]
        let thresholds = QuorumThresholds(count: count)
        plan = FaultPlan(seed: options.seed, count: count, faults: thresholds.faults)
        networkRandom = RandomStream(seed: options.seed, concern: 2)
        diskRandom = RandomStream(seed: options.seed, concern: 3)
        troubleRandom = RandomStream(seed: options.seed, concern: 4)
        workRandom = RandomStream(seed: options.seed, concern: 5)
        keys = FakeKeys(seed: options.seed, suite: .p256)
        let chain = ChainIdentity(
            id: Suite.p256.digest(Array("simulation \(options.seed)".utf8)),
            suite: .p256
        )
        let validators = Suite.p256.digest(Array("validators \(count)".utf8))
        let anchor = HashedHeader(Self.anchor(chain: chain, validators: validators), suite: .p256)
        epoch = Epoch(
            electorate: Electorate(
                chain: chain,
                epoch: 0,
                thresholds: Self.thresholds(count: count, options: options),
                validatorsHash: validators,
                authenticator: keys
            ),
            anchor: anchor
        )
        agreement = AgreementChecker(anchor: anchor)
        votes = VoteChecker(count: count)
        for id in 0..<count + plan.twinCount {
            let index = id % count
            nodes.append(
                SimulatedNode(
                    id: id,
                    index: UInt64(index),
                    isByzantine: index < plan.twinCount,
                    anchor: anchor
                )
            )
        }
        isConnected = nodes.map { _ in nodes.map { _ in true } }
        reconnectAll()
    }

    /// The number of validators.
    var validatorCount: Int { epoch.electorate.count }

    private static func anchor(chain: ChainIdentity, validators: Digest) -> BlockHeader {
        BlockHeader(
            chainID: chain.id,
            epoch: 0,
            height: 0,
            view: 0,
            parent: .zero,
            timeMs: 1_000_000,
            proposer: 0,
            treeSize: 0,
            treeRoot: .zero,
            statusRoot: .zero,
            stateDigest: .zero,
            validatorsHash: validators,
            nextValidatorsHash: validators
        )
    }

    private static func thresholds(count: Int, options: SimulationOptions) -> QuorumThresholds {
        #if DEBUG
        if options.mutations.contains(.smallQuorum) { return .weakened(count: count) }
        #endif
        return QuorumThresholds(count: count)
    }
}
