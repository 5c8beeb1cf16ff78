import Catalogue
import Cryptography
import Ledger
import NodeCore
import Storage
import Transport

/// Everything a node needs before its loop begins.
///
/// It is read, checked and locked in this order:
///
///     lock → configuration → genesis → catalogue → keys → ledger → replay → journal → node → vault
struct Opened {
    let node: Node
    let home: NodeHome
    let configuration: NodeConfiguration
    let genesis: Genesis
    let identity: TransportIdentity
    let archive: StoreReader
    let writer: StoreWriter
    let vault: VaultFolder
    let log: EventLog
    let trace: TraceFile?
    /// Held as long as the process lives.
    let lock: HomeLock

    /// Gives up as soon as one of the signals says so.
    init(
        _ home: NodeHome,
        trace path: String?,
        signals: SignalWatcher,
        moment: Moment
    ) throws(StartError) {
        let files = HomeFiles(home)
        lock = try files.lock()
        let configuration = try files.configuration()
        let log = EventLog(node: configuration.name)
        let genesis = try files.genesis()
        let catalogue = try files.catalogue(genesis)
        identity = try files.identity()
        do throws(StorageError) {
            trace = try (path ?? configuration.traceFile).map { path throws(StorageError) in
                try TraceFile(path)
            }
        } catch { throw .storage(error) }
        var options = NodeOptions()
        options.traces = trace != nil
        options.lifeNumber = .random(in: 1...UInt64.max)
        do throws(RestorationError) {
            let store = try NodeStore(
                home,
                on: PosixFileSystem(),
                genesis: genesis,
                catalogue: catalogue,
                named: configuration.name,
                isUnwanted: { signals.isSignalled },
                tell: log.write
            )
            node = try store.node(
                named: configuration.name,
                genesis: genesis,
                catalogue: catalogue,
                keyring: VoteKeyring { VoteKeyFolder(home).key(for: $0) },
                options: options,
                challengeSeed: SecureRandom.bytes(32),
                moment: moment
            )
            archive = store.archive
            writer = store.writer
        } catch { throw .restoration(error) }
        do throws(StorageError) {
            vault = try VaultFolder(
                home.vault,
                on: PosixFileSystem(),
                limit: configuration.vaultEntries
            )
        } catch { throw .storage(error) }
        // What the ledger registers today, which governance may have changed since the genesis.
        try configuration.check(node.ownEntry)
        if let entry = node.ownEntry { try files.check(identity, for: entry) }
        self.home = home
        self.configuration = configuration
        self.log = log
        self.genesis = genesis
    }
}
