import Catalogue
import Cryptography
import Ledger
import NodeCore
import Storage

/// One node on a disk in memory.
final class TestNode {
    let node: Node
    let disk: CrashingFileSystem
    let vault: VaultFolder
    var wakeAtMs: UInt64?
    var log: [LogEntry] = []
    /// Why the node wanted its process to end.
    var ended: EndReason?
    private let store: NodeStore

    init(
        _ name: String,
        _ genesis: Genesis,
        _ catalogue: Catalogue,
        keys: [SigningKey],
        disk: CrashingFileSystem,
        at moment: Moment
    ) throws {
        self.disk = disk
        if disk.paths.isEmpty { try NodeHome("/home").prepareFirstStart(on: disk) }
        var sizes = StoreSizes()
        sizes.journalSegment = 64 << 10
        sizes.ledgerSegment = 8 << 10
        var found: [LogEntry] = []
        store = try NodeStore(
            NodeHome("/home"),
            on: disk,
            genesis: genesis,
            catalogue: catalogue,
            named: name,
            sizes: sizes
        ) { found.append($0) }
        vault = try VaultFolder("/home/vault", on: disk, limit: 3)
        var options = NodeOptions()
        options.depositsPerClient = 4
        options.traces = true
        options.waitsPerClient = 64
        options.unwrittenByteCount = 8_192
        options.blocksPerAnswer = 8
        node = try store.node(
            named: name,
            genesis: genesis,
            catalogue: catalogue,
            keyring: VoteKeyring(keys),
            options: options,
            challengeSeed: [7],
            moment: moment
        )
        log = found
    }

    /// What is on its disk and readable.
    var archive: StoreReader { store.archive }

    /// Makes a batch durable, and says what became of it.
    func write(_ batch: StoreBatch, _ number: UInt64) -> NodeEvent {
        do throws(StorageError) {
            store.archive.apply(try store.writer.perform(batch))
            return .stored(batch: number)
        } catch {
            return .storeFailed(batch: number, error)
        }
    }
}
