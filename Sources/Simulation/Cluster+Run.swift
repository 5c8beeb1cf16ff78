import Consensus
import Ledger

extension Cluster {
    /// Runs a cluster through its faults, heals it, and says what was broken.
    package static func run(_ options: SimulationOptions) -> SimulationReport {
        var cluster = Cluster(options)
        return cluster.run()
    }

    private mutating func run() -> SimulationReport {
        for node in nodes.indices { queue.schedule(.start(node: node), atMs: UInt64(node)) }
        queue.schedule(.submit, atMs: 5)
        if let troubleMs = plan.troubleMs {
            queue.schedule(.trouble, atMs: troubleRandom.pick(troubleMs))
        }
        queue.schedule(.heal, atMs: 500 * options.views)
        while let (timeMs, event) = queue.next() {
            nowMs = timeMs
            handle(event)
            if !hasHealed, highestView >= options.views { heal() }
            guard hasHealed else { continue }
            if hasNewsToJudge, isFinished { break }
            hasNewsToJudge = false
            if nowMs > healedAtMs + ProgressChecker.patienceMs { break }
        }
        return report()
    }

    private mutating func handle(_ event: Event) {
        switch event {
        case .deliver(let message, let sender, let node, let life):
            guard nodes[node].life == life else { return }
            let words = message.logWords
            log.note(nowMs, UInt64(node), words.kind, words.view, UInt64(sender))
            tell(node, message.event(from: nodes[sender].index))
        case .tell(let event, let blocks, let node, let life):
            guard nodes[node].life == life else { return }
            for block in blocks { nodes[node].store.store(block) }
            log.note(nowMs, UInt64(node), 10)
            tell(node, event)
        case .wake(let node, _, let life):
            guard nodes[node].life == life else { return }
            log.note(nowMs, UInt64(node), 11)
            tell(node, .timerFired)
        case .syncDone(let sequence, let node, let life):
            guard nodes[node].life == life else { return }
            log.note(nowMs, UInt64(node), 12, sequence)
            finishSync(node, upTo: sequence)
        case .start(let node): start(node)
        case .submit: submit()
        case .trouble: makeTrouble()
        case .heal: heal()
        }
    }

    /// The nodes of which progress is demanded.
    var liveNodes: [SimulatedNode] { nodes.filter { !$0.isByzantine && !$0.isLost } }

    /// The statements a node has not seen become final.
    func missing(at node: SimulatedNode) -> [Int] {
        var final: Set<Int> = []
        for block in node.store.chain { final.formUnion(contents[block.hash] ?? []) }
        return (0..<submitted).filter { !final.contains($0) }
    }

    /// Whether every live node delivered everything that anyone did.
    private var isFinished: Bool {
        liveNodes.allSatisfy { UInt64($0.store.chain.count - 1) == agreement.height }
            && liveNodes.first.map { missing(at: $0).isEmpty } == true
    }

    private func report() -> SimulationReport {
        var violations = agreement.violations + votes.violations + durability.violations
        violations += otherViolations
        if !isFinished, violations.isEmpty {
            for node in liveNodes {
                violations.append(
                    ProgressChecker.violation(
                        missing: missing(at: node).count,
                        node: node.id,
                        view: node.replica?.view ?? 0,
                        height: UInt64(node.store.chain.count - 1)
                    )
                )
            }
        }
        return SimulationReport(
            seed: options.seed,
            nodes: validatorCount,
            violations: violations,
            eventLogHash: log.hash,
            eventCount: log.count,
            view: highestView,
            height: agreement.height,
            simulatedMs: nowMs,
            statements: submitted
        )
    }
}
