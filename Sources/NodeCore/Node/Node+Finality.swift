import Consensus
import Cryptography
import Ledger
import Storage

extension Node {
    /// Makes blocks final: state, index and pool follow; clients hear of it once it is durable.
    func finalize(_ finalized: [HashedHeader], by proof: QuorumProof) {
        guard let last = finalized.last else { return }
        let batch = writes.add {
            $0.journalFloor = ViewMark(epoch: proof.statement.epoch, view: proof.view)
            $0.finalizations.append(
                StoredFinalization(
                    hash: last.hash,
                    height: last.header.height,
                    proof: proof.encoded
                )
            )
        }
        tipProof = proof.encoded
        workSettled = true
        var answers: [(Waiter, Recorded)] = []
        for header in finalized {
            let block = blocks.finalize(header.hash)
            history.append(block.block, block.statements.map(\.checked.indexed))
            counters.finalizedBlocks += 1
            for statement in block.statements {
                settle(statement, &answers)
            }
        }
        afterWrite[batch, default: []].append { [unowned self] in
            durableHeight = max(durableHeight, last.header.height)
            for (waiter, place) in answers { reply(waiter, .recorded(place)) }
        }
        dropStaleBlocks()
        startRecheck()
        reportEvidence()
        checkRules()
    }

    private func settle(_ statement: PlacedStatement, _ answers: inout [(Waiter, Recorded)]) {
        pool.remove(statement.entry)
        counters.finalizedStatements += 1
        counters.finalizedRecords += UInt64(statement.checked.recordCount)
        guard let place = history.place(ofRecent: statement.entry) else { return }
        for waiter in waitingClients.take(statement.entry) {
            answers.append((waiter, place))
        }
    }
}

// MARK: - Catching up

extension Node {
    /// Asks for the finalized blocks that are missing.
    ///
    /// While an answer is being executed another would only be in its way.
    func catchUp(_ request: CatchUpRequest) {
        guard !isCatchingUp, !disk.isFull else { return }
        catchUpRequest = request
        guard let peer = roster.name(request.from) else { return }
        let from = request.after.header.height + 1
        let frame = PeerMessage.blocksRequest(fromHeight: from).encoded
        effects.append(.sendBulk(frame, to: peer))
    }

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
        while let header = history.header(at: next), blocks.count < PeerMessage.blocksCount {
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

    /// Finalized blocks arrived: links, proof and execution are checked before anything is kept.
    ///
    /// Only the peer that was asked is heard, and only until its answer came.
    func receiveBlocks(_ carried: [CarriedBlock], finalization: [UInt8], from peer: PeerName) {
        guard let request = catchUpRequest, roster.name(request.from) == peer, !isCatchingUp,
            !disk.isFull
        else { return }
        catchUpRequest = nil
        do throws(CatchUpError) {
            let run = try linked(carried)
            guard let last = run.last else { throw .empty }
            let proof = try verified(finalization, of: last.block)
            gather(run, provenBy: proof, from: peer)
        } catch {
            log(.warning, "peer.badBlocks", ["peer": peer, "why": error.code])
        }
    }

    /// The headers of a run that begins above the tip, each the child of the one before.
    private func linked(
        _ carried: [CarriedBlock]
    ) throws(CatchUpError) -> [CarriedHeader] {
        var parent = blocks.tip
        var run: [CarriedHeader] = []
        for block in carried {
            guard let header = decoded(block) else { throw .malformed }
            if header.header.height <= blocks.tip.header.height { continue }
            guard header.header.parent == parent.hash,
                header.header.height == parent.header.height + 1
            else { throw .notLinked(height: header.header.height) }
            run.append(CarriedHeader(block: header, carried: block))
            parent = header
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

/// Why blocks sent by a peer are of no use.
enum CatchUpError: Error, Hashable, Sendable {
    case empty
    case malformed
    case notLinked(height: UInt64)
    case unproven(ChainError)

    var code: String {
        switch self {
        case .empty: "catchUp.empty"
        case .malformed: "catchUp.malformed"
        case .notLinked: "catchUp.notLinked"
        case .unproven(let error): error.code
        }
    }
}
