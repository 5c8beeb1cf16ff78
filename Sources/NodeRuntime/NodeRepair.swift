import Catalogue
import Cryptography
import Ledger
package import NodeCore
import Storage
import Transport

/// The repair of a node's home, from the files and the peers that its configuration names.
///
/// It holds the home's lock, so it never works on the home of a running node.
package final class NodeRepair {
    /// What was found and done.
    package struct Report: Sendable {
        /// The ledger folder.
        package let ledger: RepairOutcome
        /// The vote journal.
        package let journal: JournalVerdict
    }

    private let home: NodeHome
    private let fileSystem = PosixFileSystem()
    private let configuration: NodeConfiguration
    private let genesis: Genesis
    private let catalogue: Catalogue
    private let identity: TransportIdentity
    private let lock: HomeLock

    /// Locks a home and reads what the repair needs besides the ledger.
    package init(home: String) throws(StartError) {
        self.home = NodeHome(home)
        let files = HomeFiles(self.home)
        lock = try files.lock()
        configuration = try files.configuration()
        genesis = try files.genesis()
        catalogue = try files.catalogue(genesis)
        identity = try files.identity()
    }

    /// Looks at everything and mends it; a dry run only looks.
    package func run(
        isDry: Bool,
        tell: @escaping (RepairNews) -> Void
    ) throws(StartError) -> Report {
        var repair: HomeRepair
        let journal: JournalVerdict
        do throws(StorageError) {
            repair = try HomeRepair(
                home,
                on: fileSystem,
                genesis: genesis,
                catalogue: catalogue,
                tell: tell
            )
            journal = try judgeJournal(isDry: isDry, ledgerIsEmpty: repair.ledgerIsEmpty)
        } catch { throw .storage(error) }
        if isDry { return Report(ledger: repair.found, journal: journal) }
        let peers: PeerBlocks
        do throws(TransportError) {
            peers = try PeerBlocks(configuration, genesis, identity, tell: tell)
        } catch { throw .transport(error) }
        do throws(StorageError) {
            return Report(ledger: try repair.run(from: peers), journal: journal)
        } catch { throw .storage(error) }
    }

    /// Sets the vote journal aside; see `NodeHome.declareJournalLost(on:)`.
    package func declareJournalLost() throws(StartError) {
        do { try home.declareJournalLost(on: fileSystem) } catch { throw .storage(error) }
    }

    /// A dry run opens a copy in memory, since opening a journal repairs it.
    private func judgeJournal(
        isDry: Bool,
        ledgerIsEmpty: Bool
    ) throws(StorageError) -> JournalVerdict {
        guard isDry else {
            return try home.judgeJournal(on: fileSystem, ledgerIsEmpty: ledgerIsEmpty)
        }
        let copy = CrashingFileSystem(seed: 0, root: home.path)
        var paths = [home.firstStart, home.journal + "/ceiling"]
        for folder in [home.journal, home.journal + "/votes-a", home.journal + "/votes-b"] {
            try copy.createFolder(folder)
            guard folder != home.journal else { continue }
            paths += try fileSystem.list(folder).map { folder + "/" + $0 }
        }
        for path in paths {
            guard let bytes = try fileSystem.contents(path) else { continue }
            try copy.open(path, .create).write(bytes, at: 0)
        }
        return try home.judgeJournal(on: copy, ledgerIsEmpty: ledgerIsEmpty)
    }
}
