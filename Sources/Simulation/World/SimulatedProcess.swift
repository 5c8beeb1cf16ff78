import Consensus
import Cryptography
import Ledger
import NodeCore
import Storage

/// One process of a simulated world: a production node on a disk in memory.
///
/// It does what the real process does around a node: opens the home, keeps one batch at a time on
/// the way to the disk, and hands over what arrives.
final class SimulatedProcess {
    /// What a process is doing.
    enum Phase: Hashable {
        /// Not started, killed or without power.
        case down
        /// Running.
        case running
        /// Stopped by SIGSTOP: alive, and doing nothing.
        case paused
        /// Down for good.
        case lost
    }

    /// The position in the world.
    let id: Int
    /// The node it runs as; a twin runs as the node of another process.
    let name: String
    /// Whether nothing is expected of it: it is, or has, a twin, or the world lies for it.
    var isByzantine = false
    /// Whether its disk wrote, or was about to write, blocks over others: what it voted for may be
    /// gone without its doing.
    var misplacesWrites = false
    /// Whether all its final blocks were read, or made whole, since.
    var isMended = false
    /// Its disk.
    let disk: CrashingFileSystem
    /// What it is doing.
    private(set) var phase = Phase.down
    /// Counts the starts, so that what was meant for an earlier life is dropped.
    private(set) var life: UInt64 = 0
    /// How far its wall clock is ahead, milliseconds.
    var clockOffsetMs: Int64 = 0
    /// What its monotonic clock runs too fast, in percent.
    var driftPercent: Int64 = 0
    /// How long a batch takes to become durable, milliseconds.
    var syncMs: ClosedRange<UInt64> = 1...3
    /// When it wants to be woken.
    var wakeAtMs: UInt64?
    /// What arrived while it was paused.
    var backlog: [NodeEvent] = []
    /// The running node.
    private(set) var node: Node?
    /// Why consensus was halted in this life, if it was.
    private(set) var haltCode: String?
    /// Why the node asked for the end of its process, if it did.
    private(set) var ended: EndReason?
    private var store: NodeStore?
    private var vault: VaultFolder?
    private var lock: HomeLock?
    private let home = NodeHome("/home")
    private let district: District
    private let usesRealKeys: Bool

    init(
        id: Int,
        name: String,
        district: District,
        diskSeed: UInt64,
        usesRealKeys: Bool
    ) {
        self.id = id
        self.name = name
        self.district = district
        self.usesRealKeys = usesRealKeys
        disk = CrashingFileSystem(seed: diskSeed)
        do throws(StorageError) {
            try home.prepareFirstStart(on: disk)
        } catch { preconditionFailure("a new disk takes an empty file: \(error.english)") }
    }

    /// Whether it takes part.
    var isRunning: Bool { phase == .running }

    private var voteKeys: [OpenKey] {
        guard let index = district.names.firstIndex(of: name) else { return [] }
        return [district.voteKeys[index]] + district.laterVoteKeys.map { $0[index] }
    }

    /// Opens the home and makes the node that goes on; what was found goes to `tell`.
    func start(
        at moment: Moment,
        options: NodeOptions,
        sizes: StoreSizes,
        tell: (LogEntry) -> Void
    ) throws(RestorationError) {
        precondition(phase == .down, "a process starts once")
        life += 1
        disk.restart()
        #if CANARIES
        disk.faults.ignoresFolderSyncs = options.mutations.contains(.skipFolderSync)
        #endif
        do throws(StorageError) {
            lock = try HomeLock(home: home.path, fileSystem: disk)
        } catch { throw .storage(error) }
        var options = options
        options.lifeNumber = life
        let opened = try NodeStore(
            home,
            on: disk,
            genesis: district.genesis,
            catalogue: district.catalogue,
            named: name,
            electorates: electorates(options),
            sizes: sizes,
            tell: tell
        )
        store = opened
        node = try opened.node(
            named: name,
            genesis: district.genesis,
            catalogue: district.catalogue,
            keyring: usesRealKeys
                ? VoteKeyring(voteKeys.map(\.key))
                : FakeKeys.keyring(voteKeys.map(\.key.publicKey)),
            options: options,
            challengeSeed: [],
            moment: moment
        )
        phase = .running
        haltCode = nil
        ended = nil
        isMended = true
    }

    /// Repairs its block store, as an operator would while the process is down.
    func repair(
        from source: any BlockSource,
        _ options: NodeOptions
    ) throws(StorageError) -> RepairOutcome {
        disk.restart()
        var repair = try HomeRepair(
            home,
            on: disk,
            genesis: district.genesis,
            catalogue: district.catalogue,
            electorates: electorates(options)
        ) { _ in }
        return try repair.run(from: source)
    }

    private func electorates(_ options: NodeOptions) -> ElectorateMaker {
        let chain = district.genesis.chain
        let made = usesRealKeys ? ElectorateMaker(chain) : FakeKeys.electorates(chain)
        #if CANARIES
        var maker = made
        maker.mutations = options.mutations
        return maker
        #else
        return made
        #endif
    }

    /// The view up to which a life that lost its journal may not vote.
    var ceiling: ViewMark? { store?.votingFloor }

    /// What is on its disk and readable.
    var archive: StoreReader? { store?.archive }

    /// Makes a batch durable, as the disk thread does; nil when the power went meanwhile.
    func write(_ batch: StoreBatch, _ number: UInt64) -> NodeEvent? {
        guard let store else { return nil }
        do throws(StorageError) {
            store.archive.apply(try store.writer.perform(batch))
            return disk.isCrashed ? nil : .stored(batch: number)
        } catch {
            return disk.isCrashed ? nil : .storeFailed(batch: number, error)
        }
    }

    /// Does a job of the vault; nil when the power went meanwhile.
    func perform(_ job: VaultJob) -> VaultOutcome? {
        if vault == nil {
            vault = try? VaultFolder(NodeHome("/home").vault, on: disk, limit: 1_000)
        }
        let outcome = vault?.perform(job)
        return disk.isCrashed ? nil : outcome
    }

    /// Turns the power off; what its disk keeps is for the disk to say.
    func stop(_ survival: CrashSurvival) {
        end()
        disk.crash(survival)
    }

    /// Kills the process; the machine keeps what it wrote, durable or not.
    func kill() {
        end()
        if !disk.isCrashed { disk.kill() }
    }

    private func end() {
        guard phase == .running || phase == .paused else { return }
        phase = .down
        node = nil
        store = nil
        vault = nil
        lock = nil
        wakeAtMs = nil
        backlog = []
    }

    /// Takes it away for good.
    func lose() {
        stop(.nothing)
        phase = .lost
    }

    func pause() { if phase == .running { phase = .paused } }

    func resume() { if phase == .paused { phase = .running } }

    func noteHalt(_ code: String) { haltCode = code }

    func noteEnd(_ reason: EndReason) { ended = reason }
}
