import Catalogue
import Consensus
import Cryptography
import JSON
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
        let store = try files.store(log)
        let restored = try Self.restore(genesis, catalogue, store.reader, log)
        let journal = try files.journal(
            votes: signer != nil,
            expectsVotes: store.reader.blockCount > 0,
            log
        )
        writer = StoreWriter(store, journal: journal.journal)
        do throws(StorageError) {
            if let ceiling = journal.adoptedCeiling {
                try writer.adoptFloor(journal.records, ceiling: ceiling)
            }
        } catch { throw .storage(error) }
        node = try Self.node(
            configuration,
            genesis,
            catalogue,
            store.reader,
            restored,
            journal,
            signer: journal.mayVote ? signer : nil,
            moment: moment
        )
        self.home = home
        self.configuration = configuration
        self.log = log
        self.genesis = genesis
        archive = store.reader
    }

    private static func restore(
        _ genesis: Genesis,
        _ catalogue: Catalogue,
        _ archive: StoreReader,
        _ log: EventLog
    ) throws(StartError) -> Restoration {
        let keys: ValidatorKeys
        do throws(ChainError) {
            keys = try ValidatorKeys(genesis.validators, suite: genesis.suite)
        } catch { throw .genesis(.validators(error)) }
        do throws(RestorationError) {
            return try Restoration(
                genesis: genesis,
                inspector: StatementInspector(
                    genesis: genesis,
                    catalogue: catalogue,
                    depth: .shape
                ),
                archive: archive,
                authenticator: CachingAuthenticator(keys)
            ) { height, last in
                guard height % 1_000 == 0 || height == last else { return }
                let fields: KeyValuePairs = ["height": "\(height)", "of": "\(last)"]
                log.write(LogEntry(.info, "ledger.replayed", fields))
            }
        } catch { throw .restoration(error) }
    }

    private static func node(
        _ configuration: NodeConfiguration,
        _ genesis: Genesis,
        _ catalogue: Catalogue,
        _ archive: StoreReader,
        _ restored: Restoration,
        _ journal: OpenedJournal,
        signer: SigningKey?,
        moment: Moment
    ) throws(StartError) -> Node {
        var options = NodeOptions()
        options.votingFloor = journal.votingFloor
        options.ceiling = journal.ceiling
        let setting = Node.Setting(
            name: configuration.name,
            genesis: genesis,
            catalogue: catalogue,
            inspector: StatementInspector(genesis: genesis, catalogue: catalogue),
            archive: archive,
            options: options
        )
        do throws(ConsensusError) {
            let electorate = restored.epoch.electorate
            var records: [Consensus.JournalRecord] = []
            for record in journal.records {
                records.append(
                    try Consensus.JournalRecord(
                        decoding: record.payload[...],
                        chain: electorate.chain,
                        validatorCount: electorate.count
                    )
                )
            }
            return try Node(
                setting,
                signer: signer,
                restored: restored,
                records: records,
                moment: moment
            )
        } catch { throw .journal(error) }
    }
}
