import Consensus
import Cryptography
import Ledger

/// What a node's driver does: the same discipline as in the real node, on simulated disks.
extension Cluster {
    /// Feeds an event to a node and performs what its replica asks for.
    mutating func tell(_ node: Int, _ event: ReplicaEvent) {
        guard let effects = nodes[node].handle(event, nowMs: nowMs) else { return }
        highestView = max(highestView, nodes[node].replica?.view ?? 0)
        for effect in effects { perform(effect, at: node) }
        startSync(node)
    }

    /// Starts the process, or starts it again, from what its disk holds.
    mutating func start(_ node: Int) {
        guard !nodes[node].isRunning, !nodes[node].isLost else { return }
        var configuration = ReplicaConfiguration(index: nodes[node].index)
        configuration.nullificationsPerProposal = plan.nullificationsPerProposal
        #if DEBUG
        configuration.mutations = options.mutations
        if nodes[node].isByzantine { configuration.mutations.insert(.rememberOwnVotes) }
        #endif
        do {
            nodes[node].run(
                try Replica(
                    configuration: configuration,
                    epoch: epoch,
                    signer: keys.signer(Int(nodes[node].index)),
                    tip: nodes[node].store.tip,
                    restoring: nodes[node].journal.records,
                    nowMs: nowMs
                )
            )
        } catch {
            otherViolations.append(Violation("Restart", "node \(node): \(error.code)"))
            return
        }
        log.note(nowMs, UInt64(node), 13)
        tell(node, .started)
        tellWork(node)
        for peer in nodes.indices where peer != node && nodes[peer].isRunning {
            connect(node, peer)
        }
    }

    private mutating func perform(_ effect: ReplicaEffect, at node: Int) {
        switch effect {
        case .append(let record, let sequence):
            nodes[node].journal.append(record, sequence: sequence)
        case .send(let message, let index):
            for target in nodes.indices where nodes[target].index == index {
                send(message, from: node, to: [target])
            }
        case .broadcast(let message):
            send(
                message,
                from: node,
                to: nodes.indices.filter { nodes[$0].index != nodes[node].index }
            )
        case .obtainBlock(let block, let source): obtain(block, from: source, at: node)
        case .fetchBlock(let hash, let source): fetch(hash, from: source, at: node)
        case .catchUp(let request): catchUp(request, at: node)
        case .buildBlock(let request): build(request, at: node)
        case .finalized(let blocks, let proof): finalize(blocks, by: proof, at: node)
        case .setTimer(let atMs):
            queue.schedule(
                .wake(node: node, atMs: atMs, life: nodes[node].life),
                atMs: max(atMs, nowMs)
            )
        case .reportEvidence(let evidence): check(evidence)
        case .epochEnded: break
        case .halt(let reason):
            guard !nodes[node].isByzantine else { return }
            otherViolations.append(Violation("Halt", "node \(node): \(reason.code)"))
        }
    }

    // MARK: Disk

    /// One fsync for everything appended so far, unless one is under way.
    private mutating func startSync(_ node: Int) {
        let newest = nodes[node].journal.newestSequence
        guard !nodes[node].isSyncing, newest > nodes[node].syncedSequence else { return }
        nodes[node].isSyncing = true
        queue.schedule(
            .syncDone(upTo: newest, node: node, life: nodes[node].life),
            atMs: nowMs + diskRandom.pick(plan.syncMs)
        )
    }

    /// The records are durable; only now does the replica hear of it.
    mutating func finishSync(_ node: Int, upTo sequence: UInt64) {
        nodes[node].isSyncing = false
        nodes[node].syncedSequence = sequence
        nodes[node].journal.sync(upTo: sequence)
        nodes[node].store.sync()
        tell(node, .journalSynced(upTo: sequence))
    }

    // MARK: Blocks

    /// Gets a block from the own disk or a peer's, executes it, and makes it durable.
    private mutating func obtain(_ block: HashedHeader, from source: UInt64, at node: Int) {
        let holder = holder(of: block.hash, near: source, for: node)
        let tripMs =
            nodes[node].store.holds(block.hash) ? 0 : 2 * networkRandom.pick(plan.delayMs)
        guard nodes[node].store.holds(block.hash) || holder != nil else {
            answer(node, .blockRefused(block.hash, .unavailable), afterMs: tripMs)
            return
        }
        answer(
            node,
            .blockReady(block.hash, isTimely: true),
            storing: [block],
            afterMs: tripMs + diskRandom.pick(plan.syncMs)
        )
    }

    private mutating func fetch(_ hash: Digest, from source: UInt64, at node: Int) {
        guard let holder = holder(of: hash, near: source, for: node),
            let block = nodes[holder].store[hash]
        else { return }
        answer(node, .headerFetched(block), afterMs: 2 * networkRandom.pick(plan.delayMs))
    }

    private mutating func catchUp(_ request: CatchUpRequest, at node: Int) {
        let peers = nodes.indices.filter {
            nodes[$0].index == request.from && isConnected[$0][node] && nodes[$0].isRunning
        }
        guard let peer = peers.first,
            let (blocks, proof) = nodes[peer].store.blocks(
                after: request.after.header.height,
                limit: 8
            )
        else { return }
        answer(
            node,
            .chainFetched(blocks, by: proof),
            storing: blocks,
            afterMs: 2 * networkRandom.pick(plan.delayMs) + diskRandom.pick(plan.syncMs)
        )
    }

    /// A running node that holds a block and can be reached.
    private func holder(of hash: Digest, near source: UInt64, for node: Int) -> Int? {
        nodes.indices.first { peer in
            nodes[peer].index == source && nodes[peer].isRunning
                && isConnected[peer][node] && nodes[peer].store.holds(hash)
        }
    }

    /// Tells a node something a little later; the blocks are on its disk by then.
    private mutating func answer(
        _ node: Int,
        _ event: ReplicaEvent,
        storing blocks: [HashedHeader] = [],
        afterMs: UInt64
    ) {
        queue.schedule(
            .tell(event, storing: blocks, node: node, life: nodes[node].life),
            atMs: nowMs + max(afterMs, 1)
        )
    }

    private mutating func build(_ request: BuildRequest, at node: Int) {
        let statements = pendingStatements(on: request.parent, at: node)
        guard !statements.isEmpty || request.mayBeEmpty else {
            return answer(node, .nothingToPropose(view: request.view), afterMs: 1)
        }
        let parent = request.parent.header
        let treeSize = parent.treeSize + UInt64(statements.count)
        let marker = "\(node) \(request.view) \(treeSize)"
        let header = BlockHeader(
            chainID: epoch.electorate.chain.id,
            epoch: request.epoch,
            height: parent.height + 1,
            view: request.view,
            parent: request.parent.hash,
            timeMs: max(parent.timeMs + 1, 1_000_000 + nowMs),
            proposer: request.proposer,
            treeSize: treeSize,
            treeRoot: Suite.p256.digest(Array(marker.utf8)),
            statusRoot: .zero,
            stateDigest: .zero,
            validatorsHash: epoch.electorate.validatorsHash,
            nextValidatorsHash: epoch.electorate.validatorsHash
        )
        let block = HashedHeader(header, suite: .p256)
        contents[block.hash] = statements
        answer(
            node,
            .blockBuilt(block),
            storing: [block],
            afterMs: diskRandom.pick(plan.syncMs)
        )
    }

    /// The statements a node knows that are in no ancestor of a new block.
    private func pendingStatements(on parent: HashedHeader, at node: Int) -> [Int] {
        var included: [Int] = []
        var block: HashedHeader? = parent
        while let ancestor = block, ancestor.header.height > 0 {
            included += contents[ancestor.hash] ?? []
            block = nodes[node].store[ancestor.header.parent]
        }
        return nodes[node].pool.filter { !included.contains($0) }
    }

    private mutating func finalize(
        _ blocks: [HashedHeader],
        by proof: Verified<QuorumProof>,
        at node: Int
    ) {
        log.note(nowMs, UInt64(node), 14, blocks.last?.hash.shortForm ?? 0)
        for block in blocks {
            let statements = contents[block.hash] ?? []
            nodes[node].pool.removeAll { statements.contains($0) }
        }
        nodes[node].store.finalize(blocks, by: proof)
        hasNewsToJudge = true
        if !nodes[node].isByzantine { agreement.check(blocks, at: node) }
        tellWork(node)
    }

    /// Tells a replica whether there is work.
    mutating func tellWork(_ node: Int) {
        answer(node, .workPending(!nodes[node].pool.isEmpty), afterMs: 1)
    }

    /// G4: no correct validator is ever accused.
    private mutating func check(_ evidence: Equivocation) {
        guard evidence.first.signer >= UInt64(plan.twinCount) else { return }
        otherViolations.append(
            Violation("G4 accusation", "validator \(evidence.first.signer) was accused")
        )
    }
}
