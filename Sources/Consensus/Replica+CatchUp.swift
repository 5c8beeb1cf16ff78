import Cryptography
import Ledger

/// Whom finalized blocks were asked of, and when.
struct CatchUpState: Sendable {
    /// When they were asked for; nil if not, or if the answer has come.
    var askedAtMs: UInt64?
    /// The peer to ask next.
    var source: UInt64 = 0
}

/// Getting the blocks this node lacks, and delivering the final ones in order.
///
/// Above the proven tip blocks are fetched one by one, by the hashes that proposals and proofs
/// name; up to the proven tip in ranges that end with a finalization. Only proofs say how far
/// there is to go: what peers claim is never believed.
extension Replica {
    /// Asks for every block a rule waits for.
    mutating func requestBlocks() {
        var wanted: [Digest] = []
        if tip.block != delivered { wanted.append(tip.block.hash) }
        for round in rounds.all {
            if let block = round.notarization?.value.block { wanted.append(block.hash) }
        }
        if let round = rounds[view], let proposal = round.proposal, !round.isProposalDefective {
            wanted.append(proposal.block.hash)
        }
        wanted += restored.compactMap { $0.value.statement.block?.hash }
        for hash in wanted where !blocks.isReady(hash) { request(hash) }
        if tip.block != delivered, pacemaker.isStalled(nowMs: nowMs) { requestChain() }
    }

    /// Asks for the lowest missing ancestor of a block, or for the block itself.
    private mutating func request(_ wanted: Digest) {
        var hash = wanted
        while let entry = blocks[hash], case .missing = entry.status {
            guard let header = entry.header else { return ask(entry) }
            let parent = header.header.parent
            if parent == delivered.hash || blocks.isReady(parent) { return ask(entry) }
            guard header.header.height > delivered.header.height + 1 else {
                if wanted == tip.block.hash {
                    halt(.finalityReverted(delivered: delivered, claimed: tip.block))
                }
                return
            }
            if blocks[parent] == nil {
                guard header.header.height > tip.block.header.height + 1 else {
                    return requestChain()
                }
                blocks.note(parent, header: nil, source: entry.source)
            }
            hash = parent
        }
    }

    /// Asks for a block, or for its header, unless that was done a moment ago.
    private mutating func ask(_ entry: BlockTree.Entry) {
        if let askedAtMs = entry.askedAtMs {
            guard isRetryDue(since: askedAtMs) else { return }
        }
        let source = entry.askedAtMs == nil ? entry.source : peer(after: entry.source)
        blocks.setAsked(entry.hash, atMs: nowMs, source: source)
        effects.append(
            entry.header.map { .obtainBlock($0, from: source) }
                ?? .fetchBlock(entry.hash, from: source)
        )
    }

    /// Asks for the finalized blocks after the delivered one, of another peer each time.
    private mutating func requestChain() {
        if let askedAtMs = catchUp.askedAtMs {
            guard isRetryDue(since: askedAtMs) else { return }
        }
        catchUp.askedAtMs = nowMs
        catchUp.source = peer(after: catchUp.source)
        effects.append(
            .catchUp(CatchUpRequest(after: delivered, target: tip.block, from: catchUp.source))
        )
    }

    private func isRetryDue(since askedAtMs: UInt64) -> Bool {
        nowMs >= askedAtMs.addingCapped(configuration.timing.retryMs)
    }

    /// The next validator in turn that is not this node.
    private func peer(after peer: UInt64) -> UInt64 {
        let count = UInt64(epoch.electorate.count)
        let next = (peer % count + 1) % count
        return next == ownIndex ? (next + 1) % count : next
    }

    /// Takes note that a block cannot be had or is invalid.
    mutating func noteRefusal(of hash: Digest, _ refusal: BlockRefusal) {
        guard case .invalid(let code) = refusal, let entry = blocks[hash] else { return }
        blocks.set(.invalid(code: code), for: hash)
        haltIfInvalid(entry.header)
    }

    /// A notarized block that is invalid here means a fault in this program or too many liars.
    mutating func haltIfInvalid(_ block: HashedHeader?) {
        guard let block, case .invalid(let code) = blocks[block.hash]?.status else { return }
        let isProven =
            tip.block == block || rounds.all.contains { $0.notarization?.value.block == block }
        if isProven { halt(.notarizedBlockInvalid(block.hash, code: code)) }
    }

    /// Takes the header of a block that was known by its hash.
    mutating func noteHeader(_ header: HashedHeader) {
        guard let entry = blocks[header.hash], entry.header == nil else { return }
        blocks.note(header.hash, header: header, source: entry.source)
        blocks.setAsked(header.hash, atMs: nil, source: entry.source)
    }

    /// Delivers the blocks up to the proven tip, in height order, when all of them are ready (S6).
    mutating func deliverFinalizedBlocks() {
        guard let proof = tip.proof, tip.block != delivered else { return }
        var chain: [HashedHeader] = []
        var hash = tip.block.hash
        while hash != delivered.hash {
            guard let header = blocks[hash]?.header else { return }
            guard header.header.height > delivered.header.height else {
                return halt(.finalityReverted(delivered: delivered, claimed: tip.block))
            }
            guard blocks.isReady(hash) else { return }
            chain.append(header)
            hash = header.header.parent
        }
        advance(by: chain.reversed(), provenBy: proof)
    }

    /// Delivers blocks fetched in a range; they were executed and are durable.
    mutating func deliver(_ headers: [HashedHeader], provenBy proof: Verified<QuorumProof>) {
        catchUp.askedAtMs = nil
        let chain = headers.drop { $0.header.height <= delivered.header.height }
        guard proof.value.kind == .finalize, let last = chain.last,
            last == proof.value.block
        else { return }
        var previous = delivered
        for header in chain {
            guard header.header.parent == previous.hash,
                header.header.height == previous.header.height + 1
            else { return halt(.finalityReverted(delivered: delivered, claimed: last)) }
            previous = header
        }
        accept(proof, from: catchUp.source)
        guard haltReason == nil else { return }
        advance(by: Array(chain), provenBy: proof)
    }

    private mutating func advance(
        by chain: [HashedHeader],
        provenBy proof: Verified<QuorumProof>
    ) {
        guard let last = chain.last else { return }
        guard !chain.dropLast().contains(where: endsEpoch) else {
            return halt(.lastBlockExtended(proof.value))
        }
        delivered = last
        if last == tip.block { catchUp.askedAtMs = nil }
        blocks.prune(through: last.header.height)
        effects.append(.finalized(chain, by: proof))
    }
}
