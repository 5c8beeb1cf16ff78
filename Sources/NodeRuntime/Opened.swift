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
///     lock → configuration → genesis → catalogue → keys → ledger → replay → journal → node
struct Opened {
    let node: Node
    let home: NodeHome
    let configuration: NodeConfiguration
    let genesis: Genesis
    let identity: TransportIdentity
    let archive: StoreReader
    let writer: StoreWriter
    let log: EventLog
    /// Held as long as the process lives.
    let lock: HomeLock

    init(_ home: NodeHome, moment: Moment) throws(StartError) {
        let files = HomeFiles(home)
        lock = try files.lock()
        let configuration = try files.configuration()
        let log = EventLog(node: configuration.name)
        let genesis = try files.genesis()
        let catalogue = try files.catalogue(genesis)
        let entry = try configuration.entry(in: genesis)
        identity = try files.identity(of: entry)
        let signer = try files.signer(of: entry, genesis.suite)
        do throws(RestorationError) {
            let store = try NodeStore(
                home,
                on: PosixFileSystem(),
                genesis: genesis,
                catalogue: catalogue,
                hasVoteKey: signer != nil,
                tell: log.write
            )
            node = try store.node(
                named: configuration.name,
                genesis: genesis,
                catalogue: catalogue,
                signer: signer,
                moment: moment
            )
            archive = store.archive
            writer = store.writer
        } catch { throw .restoration(error) }
        self.home = home
        self.configuration = configuration
        self.log = log
        self.genesis = genesis
    }
}
