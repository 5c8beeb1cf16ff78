package import Catalogue
import Consensus
package import Ledger
package import Storage

/// What lies in a node's home, opened, healed and judged: all that a life begins with.
///
/// ```
/// ledger/ ── heal ──► blocks ── replay ──► state, history, tip
/// journal/ ─ heal ──► records, or a loss and the floor that follows from it
/// ```
/// The process and the simulator open a home by this code, each on its own kind of disk.
package struct NodeStore {
    /// Where blocks are read.
    package let archive: StoreReader
    /// What carries out ``NodeEffect/store(_:batch:)``, on the disk thread.
    package let writer: StoreWriter
    /// What the stored blocks lead to.
    package let restored: Restoration
    /// What this validator signed and acted on, oldest first.
    package let records: [Storage.JournalRecord]
    /// Whether journal and vote ceiling are lost, so that the node must ask before it votes.
    package let isRecovering: Bool
    /// No vote at this view or before.
    package let votingFloor: ViewMark
    /// The view up to which the node may sign before the ceiling has to be raised.
    package let ceiling: ViewMark

    /// Opens the store of a home that this process has locked.
    ///
    /// An observer keeps a journal too, since governance may make it a validator any time. A home
    /// without a journal has lost it, unless ``NodeHome/firstStart`` says that this node was never
    /// started. `tell` hears what was found and how far the replay is; `isUnwanted` is asked after
    /// each block whether to give up, with everything left as it is; `electorates` says how votes
    /// are checked, by the keys of the validators unless given.
    package init(
        _ home: NodeHome,
        on fileSystem: some FileSystem,
        genesis: Genesis,
        catalogue: Catalogue,
        named name: String,
        electorates: ElectorateMaker? = nil,
        sizes: StoreSizes = StoreSizes(),
        isUnwanted: () -> Bool = { false },
        tell: (LogEntry) -> Void
    ) throws(RestorationError) {
        let store = try Self.ledger(home, fileSystem, sizes, tell)
        restored = try Self.restore(
            genesis,
            catalogue,
            store.reader,
            electorates ?? ElectorateMaker(genesis.chain),
            isUnwanted,
            tell
        )
        let journal = try Self.journal(
            home,
            fileSystem,
            sizes,
            isEmpty: store.reader.blockCount == 0
        )
        tell(journal.entry)
        writer = StoreWriter(store, journal: journal.journal)
        archive = store.reader
        isRecovering = journal.isRecovering
        votingFloor = journal.votingFloor
        ceiling = journal.ceiling
        records = journal.records
        do throws(StorageError) {
            if let ceiling = journal.adoptedCeiling {
                try writer.adoptFloor(journal.records, ceiling: ceiling)
            }
            try home.noteStarted(on: fileSystem)
        } catch { throw .storage(error) }
    }
}

// MARK: - The parts

extension NodeStore {
    private static func ledger(
        _ home: NodeHome,
        _ fileSystem: some FileSystem,
        _ sizes: StoreSizes,
        _ tell: (LogEntry) -> Void
    ) throws(RestorationError) -> BlockStore {
        do throws(StorageError) {
            let (store, report) = try BlockStore.open(
                folder: home.ledger,
                fileSystem: fileSystem,
                segmentLimit: sizes.ledgerSegment
            )
            tell(
                LogEntry(
                    report.healedByteCount == 0 ? .info : .warning,
                    "ledger.opened",
                    ["blocks": "\(report.blockCount)", "healed_bytes": "\(report.healedByteCount)"]
                )
            )
            return store
        } catch { throw .storage(error) }
    }

    private static func restore(
        _ genesis: Genesis,
        _ catalogue: Catalogue,
        _ archive: StoreReader,
        _ electorates: ElectorateMaker,
        _ isUnwanted: () -> Bool,
        _ tell: (LogEntry) -> Void
    ) throws(RestorationError) -> Restoration {
        try Restoration(
            genesis: genesis,
            inspector: StatementInspector(genesis: genesis, catalogue: catalogue, depth: .shape),
            archive: archive,
            electorates: electorates
        ) { height, last throws(RestorationError) in
            guard !isUnwanted() else { throw .interrupted(height: height) }
            guard height % 1_000 == 0 || height == last else { return }
            let fields: KeyValuePairs = ["height": "\(height)", "of": "\(last)"]
            tell(LogEntry(.info, "ledger.replayed", fields))
        }
    }

    private static func journal(
        _ home: NodeHome,
        _ fileSystem: some FileSystem,
        _ sizes: StoreSizes,
        isEmpty: Bool
    ) throws(RestorationError) -> OpenedJournal {
        do throws(StorageError) {
            let found = try VoteJournal.open(
                folder: home.journal,
                fileSystem: fileSystem,
                expectsVotes: try home.expectsVotes(on: fileSystem, ledgerIsEmpty: isEmpty),
                segmentByteCount: sizes.journalSegment
            )
            return OpenedJournal(found.journal, found.records, found.report)
        } catch { throw .storage(error) }
    }
}

// MARK: - The first start

extension NodeHome {
    /// Says that the node of a new home never ran.
    package func prepareFirstStart(on fileSystem: some FileSystem) throws(StorageError) {
        try fileSystem.createFolderDurably(path)
        _ = try fileSystem.open(firstStart, .readWriteOrCreate)
        try fileSystem.syncFolder(path)
    }

    /// Whether the home was made for a node that has never run, so that no journal can be lost.
    func wasNeverStarted(on fileSystem: some FileSystem) throws(StorageError) -> Bool {
        try fileSystem.openIfPresent(firstStart, .read) != nil
    }

    /// Whether a journal that is missing has been lost.
    func expectsVotes(
        on fileSystem: some FileSystem,
        ledgerIsEmpty: Bool
    ) throws(StorageError) -> Bool {
        let isUnused = try wasNeverStarted(on: fileSystem)
        return !(ledgerIsEmpty && isUnused)
    }

    /// From now on a missing journal is a lost one.
    func noteStarted(on fileSystem: some FileSystem) throws(StorageError) {
        guard try wasNeverStarted(on: fileSystem) else { return }
        try fileSystem.remove(firstStart)
        try fileSystem.syncFolder(path)
    }
}

// MARK: - Room

extension NodeHome {
    /// The bytes that may still be written where the store lies: the least of its disks.
    package func freeByteCount(on fileSystem: some FileSystem) throws(StorageError) -> UInt64 {
        var least = UInt64.max
        for folder in [ledger, journal + "/votes-a", journal + "/votes-b"] {
            do throws(StorageError) {
                least = min(least, try fileSystem.freeByteCount(folder))
            } catch .system(errno: StorageError.noSuchFile, operation: _, path: _) { continue }
        }
        return least
    }
}

// MARK: - The node

extension NodeStore {
    /// The node that goes on where this store ends.
    ///
    /// `keyring` holds the vote keys of a validator; what the journal forbids, none of them signs.
    /// `challengeSeed` is unpredictable: who knows it signs challenges before they are made.
    package func node(
        named name: String,
        genesis: Genesis,
        catalogue: Catalogue,
        keyring: VoteKeyring,
        options: NodeOptions = NodeOptions(),
        challengeSeed: [UInt8],
        moment: Moment
    ) throws(RestorationError) -> Node {
        var options = options
        options.votingFloor = votingFloor
        options.ceiling = ceiling
        options.recoveryQuestion = isRecovering ? options.lifeNumber : nil
        let setting = Node.Setting(
            name: name,
            genesis: genesis,
            catalogue: catalogue,
            inspector: StatementInspector(genesis: genesis, catalogue: catalogue),
            archive: archive,
            options: options,
            challengeSeed: challengeSeed
        )
        do throws(ConsensusError) {
            return try Node(
                setting,
                keyring: keyring,
                restored: restored,
                journal: records,
                moment: moment
            )
        } catch { throw .journal(error) }
    }
}
