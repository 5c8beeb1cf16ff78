import Consensus
import Ledger

/// The workload, the crashes, the partitions, and the end of all trouble.
extension Cluster {
    /// A client hands a statement to the nodes; some hear of it at once, all of them after healing.
    mutating func submit() {
        guard !hasHealed else { return }
        for node in nodes.indices where nodes[node].isRunning && workRandom.chance(80) {
            nodes[node].pool.append(submitted)
            tellWork(node)
        }
        submitted += 1
        queue.schedule(.submit, atMs: nowMs + workRandom.pick(plan.submissionMs))
    }

    /// Crashes, restarts, cuts or mends something.
    mutating func makeTrouble() {
        guard !hasHealed, let troubleMs = plan.troubleMs else { return }
        switch troubleRandom.index(below: 6) {
        case 0: partition()
        case 1: reconnectAll()
        case 2 where plan.hasBlackouts:
            for node in nodes.indices { crash(node) }
        default: crash(troubleRandom.index(below: nodes.count))
        }
        queue.schedule(.trouble, atMs: nowMs + troubleRandom.pick(troubleMs))
    }

    private mutating func crash(_ node: Int) {
        guard nodes[node].isRunning else { return }
        log.note(nowMs, UInt64(node), 15)
        nodes[node].crash(draw: diskRandom.next())
        queue.schedule(.start(node: node), atMs: nowMs + troubleRandom.pick(1...2_000))
    }

    /// Ends all faults; a few validators may stay down, and the twins go on.
    mutating func heal() {
        guard !hasHealed else { return }
        hasHealed = true
        hasNewsToJudge = true
        healedAtMs = nowMs
        for row in nodes.indices {
            for column in nodes.indices { isConnected[row][column] = true }
        }
        for node in validatorCount - plan.lostCount..<validatorCount {
            nodes[node].isLost = true
            if nodes[node].isRunning { nodes[node].crash(draw: 0) }
        }
        for node in nodes.indices where !nodes[node].isLost {
            if !nodes[node].isRunning { start(node) }
            nodes[node].pool = missing(at: nodes[node])
            tellWork(node)
            for peer in nodes.indices where peer > node && nodes[peer].isRunning {
                connect(node, peer)
            }
        }
    }
}
