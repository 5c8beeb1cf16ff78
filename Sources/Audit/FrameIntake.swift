import Cryptography
import Ledger
import Storage

/// Reads frames in the order of the files and brings each proof together with its header.
struct FrameIntake {
    private let genesis: Genesis
    private var reader: FrameReader
    /// The headers that proofs may still name: the newest ones, and those shortly before.
    private var newestHeaders: [Digest: HashedHeader] = [:]
    private var earlierHeaders: [Digest: HashedHeader] = [:]
    /// Proofs that stand before their block.
    private var early: [Digest: [(finalization: StoredFinalization, spot: FrameSpot)]] = [:]
    private var foreignHeaders: [Digest] = []
    private var hasOwnHeaders = false

    /// The bytes at the end of the newest segment that an interrupted write left behind.
    private(set) var tornByteCount: UInt64 = 0

    private static let batchFrames = 256
    private static let batchBytes: UInt64 = 16 << 20
    private static let headersKept = 32_768

    init(_ genesis: Genesis, _ reader: FrameReader) {
        self.genesis = genesis
        self.reader = reader
    }

    var bytesRead: UInt64 { reader.bytesRead }
    var byteCount: UInt64 { reader.byteCount }

    /// The next frames; none at the end.
    mutating func next() throws(AuditError) -> [FrameTask] {
        var tasks: [FrameTask] = []
        let end = bytesRead + Self.batchBytes
        while tasks.count < Self.batchFrames, bytesRead < end {
            let frame: ReadFrame?
            do { frame = try reader.next() } catch { throw .storage(error) }
            switch frame {
            case .block(let block, let spot): tasks += take(block, spot)
            case .finalization(let proof, let spot): tasks += take(proof, spot)
            case .damaged(let frame): tasks += take(frame)
            case nil: return tasks
            }
            // The frames of the next epoch wait until these were executed.
            if tasks.last?.endsEpoch == true { return tasks }
        }
        return tasks
    }

    /// The proofs whose blocks never came, and a chain that is not the genesis' at all.
    mutating func finish() throws(AuditError) -> [(Digest, UInt64, FrameSpot)] {
        if !hasOwnHeaders, let found = foreignHeaders.first {
            throw .otherChain(expected: genesis.chainID, found: found)
        }
        let orphans = early.values.joined().map { ($0.hash, $0.height, $1) }
        return orphans.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }
}

// MARK: - Whole frames

extension FrameIntake {
    private mutating func take(_ stored: StoredBlock, _ spot: FrameSpot) -> [FrameTask] {
        let block: HashedHeader
        do throws(ChainError) {
            block = try header(stored.header)
        } catch {
            let finding = AuditFinding(
                .header(error),
                height: stored.height,
                block: stored.hash,
                spot: spot
            )
            return [.finding(finding)]
        }
        var tasks: [FrameTask] = []
        if block.hash != stored.hash || block.header.height != stored.height {
            let finding = AuditFinding(
                .misnamedFrame(stated: stored.hash),
                height: block.header.height,
                block: block.hash,
                spot: spot
            )
            tasks.append(.finding(finding))
        }
        let task = BlockTask(block: block, spot: spot, body: stored.body, damage: nil)
        return tasks + admit(task)
    }

    private mutating func header(_ bytes: [UInt8]) throws(ChainError) -> HashedHeader {
        let header = try BlockHeader(decoding: bytes)
        guard header.chainID == genesis.chainID else {
            foreignHeaders.append(header.chainID)
            throw .wrongChain
        }
        hasOwnHeaders = true
        return HashedHeader(header, suite: genesis.suite)
    }

    /// Notes the header, and lets the proofs follow that came before it.
    private mutating func admit(_ task: BlockTask) -> [FrameTask] {
        if newestHeaders.count >= Self.headersKept {
            earlierHeaders = newestHeaders
            newestHeaders = [:]
        }
        newestHeaders[task.block.hash] = task.block
        let proofs = early.removeValue(forKey: task.block.hash) ?? []
        return [.block(task)] + proofs.flatMap { take($0.finalization, $0.spot) }
    }

    private mutating func take(_ stored: StoredFinalization, _ spot: FrameSpot) -> [FrameTask] {
        guard let block = newestHeaders[stored.hash] ?? earlierHeaders[stored.hash] else {
            early[stored.hash, default: []].append((stored, spot))
            return []
        }
        return [.finalization(FinalizationTask(block: block, spot: spot, proof: stored.proof))]
    }
}

// MARK: - Damaged frames

extension FrameIntake {
    private mutating func take(_ frame: DamagedFrame) -> [FrameTask] {
        // Where the header is whole, what follows says whether the statements are.
        if frame.part != .header, frame.part != .unfinished || frame.kind == nil,
            !frame.header.isEmpty, let block = try? header(frame.header)
        {
            return admit(
                BlockTask(block: block, spot: frame.spot, body: frame.body, damage: frame.part)
            )
        }
        if frame.part == .unfinished, isAtEnd(frame), frame.kind != nil || frame.body.isEmpty {
            tornByteCount = frame.spot.byteCount
            return []
        }
        let isProof = frame.kind == nil && frame.header.isEmpty && !frame.body.isEmpty
        let finding = AuditFinding(
            .damagedFrame(
                frame.part == .unfinished && frame.kind == nil ? .fixedPart : frame.part,
                isProof ? .finalization : frame.kind
            ),
            height: frame.height,
            block: frame.hash,
            spot: frame.spot,
            isDamaged: true
        )
        return [.finding(finding)]
    }

    /// Whether the frame ends the segment that was being written.
    private func isAtEnd(_ frame: DamagedFrame) -> Bool {
        guard let last = reader.segmentNames.last, last.lastHeight == nil else { return false }
        return frame.spot.fileName == last.fileName
            && reader.bytesRead >= reader.byteCount
    }
}
