import Consensus
import Cryptography
import Ledger
import NodeCore
import Storage
import Testing

/// A home whose ledger is damaged is refused, and mended by what other nodes can prove.
@Suite struct HomeRepairTests {
    private let cluster: TestCluster
    private let disk: CrashingFileSystem
    private let home = NodeHome("/home")

    /// Five nodes with some history; then `fin` is stopped.
    init() throws {
        cluster = try TestCluster()
        for _ in 0..<8 {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 1_000)
        }
        disk = try #require(cluster.nodes["fin"]?.disk)
        cluster.kill("fin")
        disk.restart()
    }

    private var archives: [StoreReader] {
        cluster.names.compactMap { cluster.nodes[$0]?.archive }
    }

    private func segments(_ ending: String) -> [String] {
        disk.paths.filter { $0.hasPrefix("/home/ledger/") && $0.hasSuffix(ending) }
    }

    /// The blocks at these heights, as another node has them.
    private func blocks(
        of other: StoreReader,
        at heights: ClosedRange<UInt64>
    ) throws -> [StoredBlock] {
        try heights.map { height in
            let hash = try #require(other.blockHashes(at: height).first)
            return try #require(try other.block(hash))
        }
    }

    /// The store of the home, once further blocks are in it.
    private func storing(_ blocks: [StoredBlock]) throws -> BlockStore {
        var store = try BlockStore.open(folder: home.ledger, fileSystem: disk).store
        for block in blocks {
            try store.appendBlock(
                hash: block.hash,
                height: block.height,
                header: block.header,
                body: block.body
            )
            try store.sync()
        }
        return store
    }

    /// Why a node would not start, nil when it would.
    private func refusal() -> String? {
        do throws(RestorationError) {
            _ = try NodeStore(
                home,
                on: disk,
                genesis: cluster.genesis,
                catalogue: cluster.catalogue,
                named: "fin"
            ) { _ in }
            return nil
        } catch { return error.code }
    }

    private func repair(from source: any BlockSource) throws -> (RepairOutcome, [RepairNews]) {
        var news: [RepairNews] = []
        var repair = try HomeRepair(
            home,
            on: disk,
            genesis: cluster.genesis,
            catalogue: cluster.catalogue
        ) { news.append($0) }
        return (try repair.run(from: source), news)
    }

    /// The node starts and agrees with the others.
    private func expectRecovery() throws {
        try cluster.restart("fin")
        cluster.pass(ms: 5_000)
        #expect(cluster.tips.count == 5 && Set(cluster.tips).count == 1)
        #expect(cluster.halted.isEmpty)
    }

    private func contents() throws -> [[UInt8]?] {
        try disk.paths.filter { $0.hasPrefix("/home/ledger/") }.map { try disk.contents($0) }
    }

    @Test func `a flipped bit in a sealed block is refused, fetched, and the tip is the same`()
        throws
    {
        let before = try contents()
        let path = try #require(segments(".sealed").first)
        disk.damage(path, at: 200)
        #expect(refusal() == "storage.damagedSegment")
        let (outcome, news) = try repair(from: ArchiveBlocks(archives))
        #expect(outcome.isWhole && outcome.damageCount == 1 && outcome.mendedCount == 1)
        #expect(news.compactMap(\.code) == ["repair.damaged", "repair.mendedBlock"])
        #expect(try contents() == before)
        #expect(refusal() == nil)
        try expectRecovery()
    }

    @Test func `every single damaged sector is repaired or settled, and the node starts`() throws {
        for path in segments(".sealed") + segments(".open") {
            let whole = try #require(try disk.contents(path))
            // The last batch of the open segment is not known to have been durable.
            let end = path.hasSuffix(".open") ? whole.count - 2_048 : whole.count
            for sector in 0..<max(0, end / 512) {
                for offset in [5, 60, 500] { disk.damage(path, at: sector * 512 + offset) }
                let (outcome, news) = try repair(from: ArchiveBlocks(archives))
                #expect(outcome.isWhole, "\(path) \(sector): \(news.map(\.english))")
            }
        }
        try expectRecovery()
    }

    @Test func `a lost stretch of which no index tells comes back from the names in what is whole`()
        throws
    {
        let path = try #require(segments(".sealed").first)
        disk.lose(path.replacing(".sealed", with: ".index"))
        for offset in 0..<3_072 { disk.damage(path, at: offset, mask: 0x5A) }
        #expect(refusal() == "storage.damagedSegment")
        let (outcome, _) = try repair(from: ArchiveBlocks(archives))
        #expect(outcome.isWhole && outcome.mendedCount > 0 && outcome.indexCount == 1)
        try expectRecovery()
    }

    @Test func `what a liar sends is not written, and an honest peer is asked next`() throws {
        let path = try #require(segments(".sealed").first)
        disk.damage(path, at: 20)
        disk.damage(path, at: 300)
        let damaged = try contents()
        let liar = LyingBlocks(archives)
        let (outcome, news) = try repair(from: liar)
        #expect(!outcome.isWhole && outcome.mendedCount == 0 && liar.lies > 0)
        #expect(news.compactMap(\.code).contains("repair.left"))
        #expect(try contents() == damaged)
        liar.tellsTheTruthNext = true
        #expect(try repair(from: liar).0.isWhole)
        try expectRecovery()
    }

    @Test func `without peers everything stays as it is`() throws {
        let path = try #require(segments(".sealed").first)
        disk.damage(path, at: 200)
        let damaged = try contents()
        let (outcome, _) = try repair(from: ArchiveBlocks([]))
        #expect(outcome.leftCount == 1)
        #expect(try contents() == damaged)
    }

    @Test(arguments: [9, -60])
    func `the newest finalization, which no peer can prove any more, is given up`(
        offset: Int
    ) throws {
        let height = try #require(cluster.nodes["tax"]?.node.tip.header.height)
        let grant = cluster.grant(by: "TAX")
        _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
        cluster.pass(ms: 1_000)
        // The next block is here too, which shows that what stands before it was durable.
        let others = try #require(archives.first)
        let store = try storing(try blocks(of: others, at: height + 1...height + 1))
        let proof = try #require(try store.reader.finalization(covering: height)).proof
        let path = try #require(segments(".open").first)
        let place = try #require(try disk.contents(path)?.firstRange(of: proof))
        // In the proof; or in the fixed part, after which nothing says what stood there.
        disk.damage(path, at: place.lowerBound + offset)
        #expect(refusal() == "storage.damagedSegment")
        let (outcome, news) = try repair(from: ArchiveBlocks([]))
        #expect(outcome.isWhole && outcome.clearedCount == 1)
        #expect(news.compactMap(\.code) == ["repair.damaged", "repair.shortened"])
        #expect(refusal() == nil)
        try expectRecovery()
    }

    @Test(arguments: [false, true])
    func `a block that was not final and that nobody else has is given up`(
        isBeforeFinalization: Bool
    ) throws {
        let height = try #require(cluster.nodes["tax"]?.node.tip.header.height)
        for _ in 0..<2 {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 1_000)
        }
        let others = try #require(archives.first)
        let next = try blocks(of: others, at: height + 1...height + 2)
        var store = try storing(next)
        if isBeforeFinalization {
            // A view ends on a notarization: the next block is often written before this one.
            let proof = try #require(try others.finalization(covering: height + 1))
            #expect(proof.hash == next[0].hash)
            try store.appendFinalization(height: proof.height, hash: proof.hash, proof: proof.proof)
            try store.sync()
        }
        let path = try #require(segments(".open").first)
        let lost = next[isBeforeFinalization ? 1 : 0]
        let place = try #require(try disk.contents(path)?.firstRange(of: lost.header))
        disk.damage(path, at: place.upperBound + 9)
        #expect(refusal() == "storage.damagedSegment")
        let (outcome, news) = try repair(from: ArchiveBlocks([]))
        #expect(outcome.isWhole && outcome.clearedCount == 1)
        #expect(news.compactMap(\.code) == ["repair.damaged", "repair.shortened"])
        #expect(refusal() == nil)
        try expectRecovery()
    }

    @Test func `the newest finalization in a sealed segment is given up as well`() throws {
        for path in segments(".open") { disk.lose(path) }
        let path = try #require(segments(".sealed").last)
        let store = try BlockStore.open(folder: home.ledger, fileSystem: disk).store
        let newest = try #require(store.reader.highestFinalization)
        let proof = try #require(try store.reader.finalization(covering: newest.height)).proof
        let place = try #require(try disk.contents(path)?.firstRange(of: proof))
        disk.damage(path, at: place.lowerBound + 9)
        #expect(refusal() == "storage.damagedSegment")
        let (outcome, news) = try repair(from: ArchiveBlocks([]))
        #expect(outcome.isWhole && outcome.clearedCount == 1 && outcome.indexCount == 1)
        #expect(news.compactMap(\.code).contains("repair.shortened"))
        #expect(refusal() == nil)
        try expectRecovery()
        // What is written since has a segment of its own, which the next start finds in order.
        cluster.kill("fin")
        disk.restart()
        #expect(refusal() == nil)
    }

    @Test func `blocks that left no trace are fetched by the names that their children give`()
        throws
    {
        let path = try #require(segments(".sealed").first)
        let store = try BlockStore.open(folder: home.ledger, fileSystem: disk).store
        let second = try #require(store.reader.blockHashes(at: 2).first)
        let block = try #require(try store.reader.block(second))
        let bytes = try #require(try disk.contents(path))
        let place = try #require(bytes.firstRange(of: block.header)).lowerBound - 72
        disk.lose(path.replacing(".sealed", with: ".index"))
        try disk.open(path, .readWrite).truncate(to: UInt64(place))
        #expect(refusal() == "node.blockMissing")
        let liar = LyingBlocks(archives)
        let (left, sorrow) = try repair(from: liar)
        #expect(!left.isWhole && left.mendedCount == 0 && liar.lies > 0)
        #expect(sorrow.compactMap(\.code) == ["repair.missing", "repair.stillMissing"])
        let (outcome, news) = try repair(from: ArchiveBlocks(archives))
        #expect(outcome.isWhole && outcome.mendedCount > 0)
        #expect(news.compactMap(\.code).first == "repair.missing")
        #expect(refusal() == nil)
        try expectRecovery()
    }

    @Test(arguments: [false, true])
    func `a segment that is gone is fetched block by block`(hasIndex: Bool) throws {
        #expect(!segments(".sealed").isEmpty)
        for path in segments(".sealed") {
            disk.lose(path)
            if !hasIndex { disk.lose(path.replacing(".sealed", with: ".index")) }
            #expect(["storage.missingSegment", "node.blockMissing"].contains(refusal()))
            let (outcome, news) = try repair(from: ArchiveBlocks(archives))
            #expect(outcome.isWhole && outcome.mendedCount > 0, "\(news.map(\.english))")
            #expect(news.compactMap(\.code).contains("repair.segmentMissing"))
            #expect(refusal() == nil)
        }
        try expectRecovery()
    }

    @Test func `a ledger of which no finalization is left is not begun again without a word`()
        throws
    {
        for path in segments(".open") { disk.lose(path) }
        for path in segments(".sealed") {
            disk.lose(path.replacing(".sealed", with: ".index"))
            let count = try #require(try disk.contents(path)).count
            for offset in 0..<count { disk.damage(path, at: offset, mask: 0x5A) }
        }
        let damaged = try contents()
        let (outcome, _) = try repair(from: ArchiveBlocks([]))
        #expect(!outcome.isWhole && outcome.clearedCount == 0)
        #expect(try contents() == damaged)
    }

    @Test func `a journal that is declared lost makes the node ask before it votes`() throws {
        let verdict = try home.judgeJournal(on: disk, ledgerIsEmpty: false)
        #expect(verdict.isWhole)
        try home.declareJournalLost(on: disk)
        #expect(try home.judgeJournal(on: disk, ledgerIsEmpty: false) == .asksOthers)
        try cluster.restart("fin")
        cluster.pass(ms: 8_000)
        #expect(cluster.tips.count == 5 && Set(cluster.tips).count == 1)
        #expect(cluster.halted.isEmpty)
    }

    @Test func `a journal that was silenced says so until the next epoch has begun`() throws {
        let disk = CrashingFileSystem(seed: 5)
        func write(epoch: UInt64, view: UInt64) throws {
            let floor = Consensus.JournalRecord.floor(epoch: epoch, view: view)
            var journal = try VoteJournal.open(
                folder: home.journal,
                fileSystem: disk,
                expectsVotes: false
            ).journal
            try journal.append([
                Storage.JournalRecord(
                    type: JournalRecordType.consensus,
                    mark: ViewMark(epoch: epoch, view: view),
                    payload: floor.encoded
                )
            ])
        }
        try write(epoch: 0, view: 7)
        #expect(try home.judgeJournal(on: disk, ledgerIsEmpty: false).isWhole)
        try write(epoch: 0, view: Consensus.JournalRecord.unreachableView)
        let verdict = try home.judgeJournal(on: disk, ledgerIsEmpty: false)
        #expect(verdict == .silenced(epoch: 0))
        try write(epoch: 1, view: 1)
        #expect(try home.judgeJournal(on: disk, ledgerIsEmpty: false).isWhole)
    }

    @Test func `a journal says in both languages what state it is in`() {
        let mark = ViewMark(epoch: 1, view: 2)
        let all: [JournalVerdict] = [
            .new, .whole(recordCount: 1), .tornTail, .repaired(batchCount: 1),
            .lost(ceiling: mark), .asksOthers, .silenced(epoch: 1),
        ]
        #expect(Set(all.map(\.code)).count == all.count)
        #expect(all.allSatisfy { !$0.english.isEmpty && !$0.chinese.isEmpty })
        #expect(all.map(\.isWhole) == [true, true, true, true, false, false, false])
    }
}

/// Peers that answer with another body, of the same length, under the right header.
private final class LyingBlocks: BlockSource {
    private let honest: ArchiveBlocks
    var tellsTheTruthNext = false
    private(set) var lies = 0

    init(_ archives: [StoreReader]) { honest = ArchiveBlocks(archives) }

    func block(_ hash: Digest, where isGood: (CarriedBlock) -> Bool) -> CarriedBlock? {
        honest.block(hash) { carried in
            var body = carried.body
            body[body.count - 3] ^= 1
            lies += 1
            if isGood(CarriedBlock(header: carried.header, body: body)) { return true }
            return tellsTheTruthNext && isGood(carried)
        }
    }

    func finalization(of block: HashedHeader, where isGood: ([UInt8]) -> Bool) -> [UInt8]? {
        honest.finalization(of: block) { proof in
            var proof = proof
            proof[proof.count - 3] ^= 1
            return isGood(proof)
        }
    }
}
