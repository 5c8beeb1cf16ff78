import Audit
import Cryptography
import FoundationEssentials
import Ledger
import Storage
import Testing

/// A ledger folder on the disk, made by executing blocks; removed when the test ends.
final class AuditLedger {
    let chain: AuditChain
    let folder: String
    /// The last block of the chain.
    private(set) var tip: HashedHeader

    private var state: LedgerState
    private var store: BlockStore
    private var height: UInt64 { tip.header.height }

    convenience init(
        _ suite: Suite = .p256,
        segmentLimit: UInt64 = BlockStore.segmentLimit
    ) throws {
        try self.init(try AuditChain(suite), segmentLimit: segmentLimit)
    }

    init(_ chain: AuditChain, segmentLimit: UInt64 = BlockStore.segmentLimit) throws {
        self.chain = chain
        let suite = chain.suite
        let home = URL.temporaryDirectory.appending(path: "audit-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        folder = home.appending(path: "ledger").path
        tip = HashedHeader(chain.genesis.genesisHeader, suite: suite)
        state = try LedgerState(chain.genesis)
        store = try BlockStore.open(
            folder: folder,
            fileSystem: PosixFileSystem(),
            segmentLimit: segmentLimit
        ).store
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder + "/..")
    }

    /// The second at which the next block's statements are signed.
    var now: UInt64 { (height + 1) * 20 }

    // MARK: Writing

    /// Executes statements as the next block.
    func execute(_ submissions: [Submission], view: UInt64? = nil) throws -> ExecutedBlock {
        var statements: [AuthenticStatement] = []
        let inspector = try chain.inspector.under(state.charter)
        for submission in submissions {
            statements.append(AuthenticStatement(finalizedHere: try inspector.inspect(submission)))
        }
        let context = BlockContext(
            parent: tip.hash,
            view: view ?? height + 1,
            proposer: 0,
            timeMs: chain.timeMs(now + 1)
        )
        return try state.execute(statements, in: context)
    }

    /// Writes the next block and makes it final.
    func append(_ submissions: Submission..., isFinalized: Bool = true) throws {
        try append(submissions, isFinalized: isFinalized)
    }

    /// Writes the next block and makes it final.
    func append(_ submissions: [Submission], isFinalized: Bool = true) throws {
        let executed = try execute(submissions)
        state.adopt(executed)
        try state.finalize(executed.hash)
        try write(executed.header, submissions)
        tip = HashedHeader(executed.header, suite: chain.suite)
        if isFinalized { try finalize(tip, chain.finalization(of: tip)) }
    }

    /// Writes a block frame, whatever is in it.
    func write(_ header: BlockHeader, _ submissions: [Submission]) throws {
        try store.appendBlock(
            hash: header.hash(chain.suite),
            height: header.height,
            header: header.encoded,
            body: BlockBody(submissions).encoded
        )
        try store.sync()
    }

    /// Writes a finalization frame, whatever is in it.
    func finalize(_ block: HashedHeader, _ proof: [UInt8]) throws {
        try store.appendFinalization(height: block.header.height, hash: block.hash, proof: proof)
        try store.sync()
    }

    /// Writes a frame that another ledger has.
    func store(_ block: StoredBlock) throws {
        try store.appendBlock(
            hash: block.hash,
            height: block.height,
            header: block.header,
            body: block.body
        )
        try store.sync()
    }

    /// Writes a frame that another ledger has.
    func store(_ finalization: StoredFinalization) throws {
        try store.appendFinalization(
            height: finalization.height,
            hash: finalization.hash,
            proof: finalization.proof
        )
        try store.sync()
    }

    /// Goes on after a block that breaks the rules.
    func force(_ block: HashedHeader) { tip = block }

    /// Five blocks: a grant, the officer's records, a certificate, nothing, more records.
    func fill() throws {
        try append(try chain.grantingOfficer(at: now))
        try append(
            try chain.registering(0..<3, by: "officer", at: now),
            try chain.issuing(1, at: now)
        )
        try append(try chain.registering(10..<14, at: now), try chain.issuing(2, at: now))
        try append()
        try append(try chain.registering(20..<22, at: now))
    }

    // MARK: Reading and harming

    func audit(
        _ other: AuditChain? = nil,
        scope: ReplayScope = .everything,
        visitor: (any FinalBlockVisitor)? = nil
    ) async throws -> AuditReport {
        let chain = other ?? chain
        let audit = try LedgerAudit(genesis: chain.genesis, catalogue: chain.catalogue)
        return try await audit.replay(
            folder: folder,
            fileSystem: PosixFileSystem(),
            scope: scope,
            visitor: visitor
        )
    }

    /// The frames in the order in which they stand.
    func frames() throws -> [ReadFrame] {
        var reader = try FrameReader(folder: folder, fileSystem: PosixFileSystem())
        var frames: [ReadFrame] = []
        while let frame = try reader.next() { frames.append(frame) }
        return frames
    }

    /// The frame of the block of a height.
    func block(at height: UInt64) throws -> (block: StoredBlock, spot: FrameSpot) {
        for case .block(let block, let spot) in try frames() where block.height == height {
            return (block, spot)
        }
        throw Missing(height: height)
    }

    /// The frame of the finalization of a height.
    func finalization(at height: UInt64) throws -> (proof: StoredFinalization, spot: FrameSpot) {
        for case .finalization(let proof, let spot) in try frames() where proof.height == height {
            return (proof, spot)
        }
        throw Missing(height: height)
    }

    /// Changes one bit of a segment.
    func flip(_ spot: FrameSpot, _ offset: Int) throws {
        let file = try PosixFileSystem().open(folder + "/" + spot.fileName, .readWrite)
        let place = spot.offset + UInt64(offset)
        let byte = try #require(try file.read(at: place, byteCount: 1).first)
        try file.write([byte ^ 0x04], at: place)
    }

    /// Changes one bit of the first place where these bytes stand in a frame.
    func flip(_ needle: [UInt8], in spot: FrameSpot, skipping: Int = 0) throws {
        let file = try PosixFileSystem().open(folder + "/" + spot.fileName, .read)
        let bytes = try file.read(at: spot.offset, byteCount: Int(spot.byteCount))
        let place = try #require(
            bytes.indices.first { bytes[$0...].starts(with: needle) }
        )
        try flip(spot, place + skipping)
    }

    struct Missing: Error {
        let height: UInt64
    }
}
