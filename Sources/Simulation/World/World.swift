package import Consensus
import Cryptography
import Ledger
package import NodeCore
import Storage

/// Some production nodes on a simulated clock, network and disk, in one thread.
///
/// Everything that happens is on one agenda, ordered by time and then by the order of scheduling,
/// and every choice comes from a stream of its own under one seed; so a seed is a run.
///
///      agenda ──► node turn ──► effects ──► network ──► agenda
///                                  │  └────► disk ─────►   │
///                                  └──► checkers           └──► …
package final class World {
    /// What the world is made of.
    package let setting: WorldSetting
    /// The district whose nodes run.
    package let district: District
    /// What the network does to every frame while faults go on.
    package var weather = Weather()
    /// Sees, changes, drops or multiplies every frame before it is sent.
    package var intercept: ((Frame) -> [Frame])?
    /// The time, milliseconds since the beginning.
    package internal(set) var nowMs: UInt64 = 0
    /// What was broken so far.
    package internal(set) var violations: [Violation] = []

    var processes: [SimulatedProcess] = []
    var links: [[Link]] = []
    var agenda = EventQueue<WorldEvent>()
    var log = EventLog()
    var clients: SimulatedClients
    var checkers: Checkers
    var networkRandom: RandomStream
    var diskRandom: RandomStream
    var crashRandom: RandomStream
    var workRandom: RandomStream
    /// What a node's process may be told besides the defaults.
    package var options: NodeOptions
    /// The sizes of the files of every store.
    package var sizes: StoreSizes
    /// The validators of every epoch that a node has entered.
    var sets: [ValidatorSet]
    /// The codes of what honest nodes told their operators.
    var heard: Set<String> = []
    /// What the clerk was answered, by the numbers of its requests.
    var clerkReplies: [UInt64: ClientReply.Body] = [:]
    var clerkRequests: UInt64 = 0
    var proposalCount = 0
    /// How often a start was refused for overwritten blocks, and these were repaired.
    var repairCount = 0
    /// Reads what honest nodes say about their votes, where that is asked for.
    var review: TraceReview?
    /// Steps that the plan of a seed adds to the agenda.
    var onTrouble: ((World) -> Void)?
    var highestView: UInt64 = 0
    /// What the auditor was answered last.
    var overheard: ClientReply.Body?
    /// Processes that may halt, since the script makes them.
    var allowedHalts: Set<Int> = []

    /// Makes a world in which nothing runs yet.
    package init(_ setting: WorldSetting, options: NodeOptions = NodeOptions()) {
        self.setting = setting
        self.options = options
        district = District.of(
            validators: setting.validators,
            observers: setting.observers,
            spares: setting.spares,
            issuesCertificates: setting.issuesCertificates
        )
        sets = [district.genesis.validators]
        sizes = StoreSizes()
        sizes.journalSegment = 32 << 10
        sizes.ledgerSegment = 256 << 10
        networkRandom = RandomStream(seed: setting.seed, concern: 2)
        diskRandom = RandomStream(seed: setting.seed, concern: 3)
        crashRandom = RandomStream(seed: setting.seed, concern: 4)
        workRandom = RandomStream(seed: setting.seed, concern: 5)
        clients = SimulatedClients(limit: setting.statements)
        checkers = Checkers(district)
        self.options.timing = setting.timing
        self.options.diskReserveByteCount = 0
        self.options.blocksPerAnswer = 8
        for name in district.names { add(name) }
        for twin in 0..<setting.twins {
            processes[twin].isByzantine = true
            add(district.names[twin]).isByzantine = true
        }
        links = processes.map { _ in processes.map { _ in Link() } }
    }

    @discardableResult
    private func add(_ name: String) -> SimulatedProcess {
        let id = processes.count
        let process = SimulatedProcess(
            id: id,
            name: name,
            district: district,
            diskSeed: setting.seed &* 31 &+ UInt64(id),
            usesRealKeys: setting.usesRealKeys
        )
        processes.append(process)
        return process
    }

    /// The number of processes, twins included.
    package var processCount: Int { processes.count }

    /// The processes of which something is expected.
    var honest: [SimulatedProcess] { processes.filter { !$0.isByzantine } }

    /// The height of the longest final chain that an honest node showed.
    package var height: UInt64 { checkers.agreement.height }

    /// Puts a step on the agenda.
    package func at(_ timeMs: UInt64, _ step: @escaping (World) -> Void) {
        agenda.schedule(.act(step), atMs: max(timeMs, nowMs))
    }

    /// Takes note of what was broken.
    package func violate(_ property: String, _ description: String) {
        guard violations.count < 20 else { return }
        violations.append(Violation(property, description))
    }
}

/// What a world is made of.
package struct WorldSetting: Sendable {
    /// The seed that all choices come from.
    package var seed: UInt64
    /// How many nodes vote in epoch 0.
    package var validators: Int
    /// How many nodes only follow.
    package var observers: Int
    /// How many nodes follow that can take the place of a validator of the same member.
    package var spares: Int
    /// How many validators have a twin: a second process with the same key and its own home.
    package var twins: Int
    /// How many statements clients submit.
    package var statements: Int
    /// Whether votes are signed by OpenSSL; otherwise a digest stands in for each signature.
    package var usesRealKeys: Bool
    /// Whether the genesis has a type of certificate.
    package var issuesCertificates: Bool
    /// The replicas' timers.
    package var timing: Timing

    /// Describes a world.
    package init(
        seed: UInt64,
        validators: Int = 4,
        observers: Int = 0,
        spares: Int = 0,
        twins: Int = 0,
        statements: Int = 24,
        usesRealKeys: Bool = false,
        issuesCertificates: Bool = false,
        timing: Timing = Timing()
    ) {
        self.seed = seed
        self.validators = validators
        self.observers = observers
        self.spares = spares
        self.twins = twins
        self.statements = statements
        self.usesRealKeys = usesRealKeys
        self.issuesCertificates = issuesCertificates
        self.timing = timing
    }
}
