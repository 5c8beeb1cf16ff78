import Catalogue
import Consensus
import Cryptography
import Ledger
import NodeCore
import Storage

/// One node on a disk in memory.
final class TestNode {
    let node: Node
    let disk: CrashingFileSystem
    var wakeAtMs: UInt64?
    var log: [LogEntry] = []
    private let writer: StoreWriter
    private let archive: StoreReader

    init(
        _ name: String,
        _ genesis: Genesis,
        _ catalogue: Catalogue,
        signer: SigningKey?,
        disk: CrashingFileSystem,
        at moment: Moment
    ) throws {
        self.disk = disk
        let (store, _) = try BlockStore.open(folder: "/home/ledger", fileSystem: disk)
        archive = store.reader
        let keys = try ValidatorKeys(genesis.validators, suite: genesis.suite)
        let restored = try Restoration(
            genesis: genesis,
            inspector: StatementInspector(genesis: genesis, catalogue: catalogue, depth: .shape),
            archive: archive,
            authenticator: CachingAuthenticator(keys)
        ) { _, _ in }
        var journal: VoteJournal?
        var records: [Consensus.JournalRecord] = []
        if signer != nil {
            let opened = try VoteJournal.open(
                folder: "/home/journal",
                fileSystem: disk,
                expectsVotes: restored.tip.block.header.height > 0,
                segmentByteCount: 64 << 10
            )
            journal = opened.journal
            for record in opened.records {
                records.append(
                    try Consensus.JournalRecord(
                        decoding: record.payload[...],
                        chain: genesis.chain,
                        validatorCount: genesis.validators.count
                    )
                )
            }
        }
        writer = StoreWriter(store, journal: journal)
        node = try Node(
            Node.Setting(
                name: name,
                genesis: genesis,
                catalogue: catalogue,
                inspector: StatementInspector(genesis: genesis, catalogue: catalogue),
                archive: archive,
                options: NodeOptions()
            ),
            signer: signer,
            restored: restored,
            records: records,
            moment: moment
        )
    }

    /// Makes a batch durable; false when the disk is gone.
    func write(_ batch: StoreBatch) -> Bool {
        guard let receipt = try? writer.perform(batch) else { return false }
        archive.apply(receipt)
        return true
    }
}
