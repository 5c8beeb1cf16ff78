import Consensus
import Cryptography
import Ledger
import Storage

/// Getting the finalized blocks that are missing, and giving them to others.
extension Node {
    /// Goes on towards a block that is proven final: executes what is here, and asks for more.
    func catchUp(_ request: CatchUpRequest) {
        guard !disk.isFull else { return }
        catchUpSource = request.from
        window.aim(at: request.target.header.height, after: blocks.tip.header.height)
        continueCatchUp()
    }

    /// Executes the next run, if none is under way, and asks whoever is free for later ones.
    func continueCatchUp() {
        guard !disk.isFull else { return }
        if !isCatchingUp, let run = window.next(after: blocks.tip.header.height) { execute(run) }
        let executing = gatherings.values.compactMap { gathering in
            gathering.proof == nil ? nil : gathering.blocks.last?.block.header.height
        }
        let done = max(blocks.tip.header.height, executing.max() ?? 0)
        let asks = window.requests(beyond: done, of: sources, nowMs: moment.monotonicMs)
        for ask in asks {
            let frame = PeerMessage.blocksRequest(fromHeight: ask.fromHeight).encoded
            effects.append(.sendBulk(frame, to: ask.peer))
        }
    }

    /// The validators to ask, beginning with the one whose turn it is; that one even when it seems
    /// to be away.
    private var sources: [PeerName] {
        let first = roster.name(catchUpSource)
        let others = roster.peers.filter { livePeers.contains($0) && roster.isValidator($0) }
        let rotated = others.filter { $0 > first ?? "" } + others.filter { $0 < first ?? "" }
        return (first.map { [$0] } ?? []) + rotated
    }

    /// Executes a run that links to the tip; one that does not is its sender's mistake or lie.
    private func execute(_ run: CatchUpWindow.Run) {
        let tip = blocks.tip
        let rest = run.blocks.filter { $0.block.header.height > tip.header.height }
        guard let first = rest.first, first.block.header.parent == tip.hash else {
            return refuse(.notLinked(height: tip.header.height + 1), from: run.source)
        }
        gather(rest, provenBy: run.proof, from: run.source)
    }

    /// Finalized blocks arrived: links and proof are checked before anything is kept, execution
    /// and every root when their turn comes.
    func receiveBlocks(_ carried: [CarriedBlock], finalization: [UInt8], from peer: PeerName) {
        guard !disk.isFull, let first = carried.first,
            !window.isDistrusted(peer, nowMs: moment.monotonicMs)
        else { return }
        do throws(CatchUpError) {
            guard let block = decoded(first) else { throw .malformed }
            guard window.wants(block.header.height) else { return }
            let run = try linked(carried)
            let proof = try verified(finalization, of: run[run.count - 1].block)
            window.keep(CatchUpWindow.Run(blocks: run, proof: proof, source: peer))
            continueCatchUp()
        } catch { refuse(error, from: peer) }
    }

    private func refuse(_ error: CatchUpError, from peer: PeerName) {
        log(.warning, "peer.badBlocks", ["peer": peer, "why": error.code])
        distrust(peer)
    }

    /// Asks others than a peer that sent nonsense.
    func distrust(_ peer: PeerName) {
        window.distrust(peer, nowMs: moment.monotonicMs)
        continueCatchUp()
    }

    /// The headers of a run, each the child of the one before.
    private func linked(_ carried: [CarriedBlock]) throws(CatchUpError) -> [CarriedHeader] {
        var run: [CarriedHeader] = []
        for block in carried {
            guard let header = decoded(block), block.body.count <= limits.blockBytes else {
                throw .malformed
            }
            if let parent = run.last?.block {
                guard header.header.parent == parent.hash,
                    header.header.height == parent.header.height + 1
                else { throw .notLinked(height: header.header.height) }
            }
            run.append(CarriedHeader(block: header, carried: block))
        }
        return run
    }

    private func verified(
        _ finalization: [UInt8],
        of block: HashedHeader
    ) throws(CatchUpError) -> Verified<QuorumProof> {
        do throws(ChainError) {
            return try electorate.finalization(finalization, of: block)
        } catch {
            throw .unproven(error)
        }
    }
}

// MARK: - Serving

extension Node {
    /// Serves finalized blocks, ending with one that has a finalization of its own.
    func serveBlocks(from height: UInt64, to peer: PeerName) {
        do throws(StorageError) {
            guard let (blocks, proof) = try finalizedRun(from: height) else { return }
            let frame = PeerMessage.blocks(blocks: blocks, finalization: proof).encoded
            effects.append(.sendBulk(frame, to: peer))
        } catch {
            log(.error, error.code, ["while": "serving blocks", "why": error.english])
        }
    }

    private func finalizedRun(
        from height: UInt64
    ) throws(StorageError) -> (blocks: [CarriedBlock], proof: [UInt8])? {
        var blocks: [CarriedBlock] = []
        var byteCount = 0
        var proven: (count: Int, proof: [UInt8])?
        var next = height
        let count = setting.options.blocksPerAnswer
        while let header = history.header(at: next), blocks.count < count {
            guard let stored = try setting.archive.block(header.hash) else { break }
            byteCount += stored.body.count
            let limit = proven == nil ? PeerMessage.blocksByteLimit : PeerMessage.blocksByteCount
            if byteCount > limit { break }
            blocks.append(CarriedBlock(header: stored.header, body: stored.body))
            if let proof = try setting.archive.finalization(covering: next),
                proof.height == next
            {
                proven = (blocks.count, proof.proof)
            }
            // Whoever asks knows no validators but those of the epoch it is in.
            if header.header.isBoundary { break }
            next += 1
        }
        guard let proven else { return nil }
        return (Array(blocks.prefix(proven.count)), proven.proof)
    }
}

/// Why blocks sent by a peer are of no use.
enum CatchUpError: Error, Hashable, Sendable {
    case malformed
    case notLinked(height: UInt64)
    case unproven(ChainError)

    var code: String {
        switch self {
        case .malformed: "catchUp.malformed"
        case .notLinked: "catchUp.notLinked"
        case .unproven(let error): error.code
        }
    }
}
