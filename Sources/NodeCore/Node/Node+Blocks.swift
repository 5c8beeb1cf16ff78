import Consensus
import Cryptography
import Ledger
import Storage

/// A block that the replica wants and whose bytes are not here.
struct WantedBlock {
    let block: HashedHeader
    let peer: PeerName?
    /// When to ask `peer` for it.
    var askAtMs: UInt64
}

// MARK: - Building

extension Node {
    /// How often a leader looks further into the pool when nothing of what it took is good.
    private static let rounds = 4

    /// Builds a block for the view this node leads.
    ///
    /// What is no longer good is left out, and the rest is proposed. Whether it is also dropped is
    /// for the finalized state to say: the parent may yet be skipped.
    func build(_ request: BuildRequest) {
        let parent = request.parent
        let context = BlockContext(
            parent: parent.hash,
            view: request.view,
            proposer: request.proposer,
            timeMs: max(moment.wallMs, parent.header.timeMs + 1)
        )
        var passed = blocks.entries(upTo: parent.hash)
        var refused: [StatementPool<CheckedStatement>.Waiting] = []
        defer { dropRefused(refused, onTip: parent.hash == blocks.tip.hash) }
        do throws(LedgerError) {
            for round in 1...Self.rounds {
                let candidates = pool.oldest(
                    count: setting.options.proposalStatements,
                    byteCount: setting.options.proposalByteCount,
                    excluding: passed.contains
                )
                let chosen = try blocks.state.propose(
                    from: candidates.map(\.checked.authentic),
                    in: context
                )
                let useless = chosen.refused.map { candidates[$0.candidate] }
                refused += useless
                passed.formUnion(useless.map(\.entry))
                guard chosen.accepted.isEmpty else {
                    return propose(chosen.block, chosen.accepted.map { candidates[$0] })
                }
                guard useless.isEmpty || round == Self.rounds else { continue }
                guard request.mayBeEmpty else { break }
                return propose(chosen.block, [])
            }
        } catch { log(.error, "block.notBuilt", ["why": error.code]) }
        feed(.nothingToPropose(view: request.view))
    }

    private func propose(
        _ executed: ExecutedBlock,
        _ chosen: [StatementPool<CheckedStatement>.Waiting]
    ) {
        let block = HashedHeader(executed.header, suite: electorate.chain.suite)
        let body = BlockBody(chosen.map(\.carried)).encoded
        let carried = CarriedBlock(header: block.header.encoded, body: body)
        effects.append(.broadcastBulk(PeerMessage.block(carried).encoded))
        counters.builtBlocks += 1
        let statements = chosen.map { PlacedStatement(carried: $0.carried, checked: $0.checked) }
        keep(executed, block, carried, statements)
        feed(.blockBuilt(block))
    }

    /// Keeps an executed block and puts its bytes on the way to the disk.
    func keep(
        _ executed: ExecutedBlock,
        _ block: HashedHeader,
        _ carried: CarriedBlock,
        _ statements: [PlacedStatement]
    ) {
        blocks.insert(executed, block, statements)
        wanted[block.hash] = nil
        for statement in statements {
            if let key = statement.checked.grantedKey { keys[key.identifier] = key }
        }
        store(block, carried)
    }

    private func store(_ block: HashedHeader, _ carried: CarriedBlock) {
        writes.add {
            $0.blocks.append(
                StoredBlock(
                    hash: block.hash,
                    height: block.header.height,
                    header: carried.header,
                    body: carried.body
                )
            )
        }
    }
}

// MARK: - Getting

extension Node {
    /// Gets a block ready: its bytes here, executed on its parent, on the way to the disk.
    ///
    /// Asked again, it asks the peer that is named now.
    func obtain(_ block: HashedHeader, from peer: PeerName?) {
        if blocks.header(block.hash) != nil { return ready(block) }
        guard !gathered.contains(block.hash), !disk.isFull else { return }
        let isNew = wanted[block.hash] == nil
        let patience = isNew ? setting.options.bodyPatienceMs : 0
        wanted[block.hash] = WantedBlock(
            block: block,
            peer: peer == setting.name ? nil : peer,
            askAtMs: moment.monotonicMs + patience
        )
        if isNew { useBytesAtHand(for: block) }
    }

    /// Goes on with bytes that came early or lie in the store; true when there are some.
    @discardableResult
    private func useBytesAtHand(for block: HashedHeader) -> Bool {
        if let (carried, peer) = early.take(block.hash) {
            receiveWanted(carried, block, from: peer)
            return true
        }
        guard let carried = stored(block.hash) else { return false }
        receiveWanted(carried, block, from: nil)
        return true
    }

    /// The bytes that came were not the block's: others may have it.
    func askAgain(for block: HashedHeader) {
        let peers = roster.peers.filter(livePeers.contains)
        let last = wrongBytes[block.hash, default: 0]
        wrongBytes[block.hash] = last + 1
        let next = peers.isEmpty ? nil : peers[last % peers.count]
        wanted[block.hash] = WantedBlock(block: block, peer: next, askAtMs: moment.monotonicMs)
        if let (carried, peer) = early.take(block.hash) {
            receiveWanted(carried, block, from: peer)
        }
    }

    /// Gets the header of a block known by its hash only.
    func fetch(_ hash: Digest, from peer: PeerName?) {
        if let block = blocks.header(hash) { return feed(.headerFetched(block)) }
        if let carried = early.copy(of: hash) ?? stored(hash), let block = decoded(carried) {
            return feed(.headerFetched(block))
        }
        guard let peer else { return feed(.blockRefused(hash, .unavailable)) }
        effects.append(.sendBulk(PeerMessage.blockRequest(headerHash: hash).encoded, to: peer))
    }

    /// A block arrived, wanted or early.
    func receiveBlock(_ carried: CarriedBlock, from peer: PeerName) {
        guard let block = decoded(carried),
            carried.body.count <= limits.blockBytes
        else { return noteBadFrame(of: peer, "node.malformedBlock") }
        guard blocks.header(block.hash) == nil, block.header.height > blocks.tip.header.height
        else { return }
        if wanted[block.hash] != nil, !disk.isFull {
            receiveWanted(carried, block, from: peer)
        } else {
            let height = block.header.height
            early.keep(carried, hash: block.hash, height: height, from: peer)
            feed(.headerFetched(block))
        }
    }

    private func receiveWanted(
        _ carried: CarriedBlock,
        _ block: HashedHeader,
        from peer: PeerName?
    ) {
        guard wanted.removeValue(forKey: block.hash) != nil else { return }
        guard blocks.header(block.header.parent) != nil else {
            return feed(.blockRefused(block.hash, .unavailable))
        }
        gather([CarriedHeader(block: block, carried: carried)], provenBy: nil, from: peer)
    }

    func decoded(_ carried: CarriedBlock) -> HashedHeader? {
        guard let header = try? BlockHeader(decoding: carried.header),
            header.chainID == electorate.chain.id
        else { return nil }
        return HashedHeader(header, suite: electorate.chain.suite)
    }

    private func stored(_ hash: Digest) -> CarriedBlock? {
        guard let stored = try? setting.archive.block(hash) else { return nil }
        return CarriedBlock(header: stored.header, body: stored.body)
    }

    /// How far the clocks of two nodes may be apart before one refuses the other's blocks.
    package static let clockToleranceMs: UInt64 = 5_000

    /// Rule N6: a proposer's time is acceptable if it is not far ahead, or the least possible.
    func ready(_ block: HashedHeader) {
        let time = block.header.timeMs
        let parentTime = blocks.header(block.header.parent)?.header.timeMs ?? 0
        let isTimely = time <= moment.wallMs + Self.clockToleranceMs || time == parentTime + 1
        feed(.blockReady(block.hash, isTimely: isTimely))
    }
}

// MARK: - Waiting

extension Node {
    /// When the first wanted block is to be asked for.
    func nextAskMs() -> UInt64? {
        wanted.values.filter { $0.peer != nil }.map(\.askAtMs).min()
    }

    /// Asks for blocks that should have come by now.
    func askForWantedBlocks() {
        for hash in wanted.keys.sorted() {
            guard var block = wanted[hash], let peer = block.peer,
                block.askAtMs <= moment.monotonicMs
            else { continue }
            let request = PeerMessage.blockRequest(headerHash: hash).encoded
            effects.append(.sendBulk(request, to: peer))
            block.askAtMs = moment.monotonicMs + setting.options.bodyPatienceMs * 2
            wanted[hash] = block
        }
    }

    /// Forgets what was wanted or came early at or below the tip.
    func dropStaleBlocks() {
        let height = blocks.tip.header.height
        wanted = wanted.filter { $0.value.block.header.height > height }
        early.drop(through: height)
        wrongBytes.removeAll()
    }
}
