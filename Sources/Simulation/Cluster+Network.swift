import Consensus
import Ledger

/// Loss, duplication, delay and therefore reordering; and who hears whom.
extension Cluster {
    /// Sends a message, after checking every vote in it.
    mutating func send(_ message: ConsensusMessage, from node: Int, to targets: [Int]) {
        check(message, from: node)
        guard let checked = try? PeerMessage(message, in: epoch) else {
            otherViolations.append(Violation("Messages", "node \(node) sent an invalid message"))
            return
        }
        for target in targets where isConnected[node][target] && nodes[target].isRunning {
            guard hasHealed || !networkRandom.chance(plan.lossPercent) else { continue }
            deliver(checked, from: node, to: target)
            if !hasHealed, networkRandom.chance(plan.duplicatePercent) {
                deliver(checked, from: node, to: target)
            }
        }
    }

    private mutating func deliver(_ message: PeerMessage, from node: Int, to target: Int) {
        queue.schedule(
            .deliver(message, from: node, to: target, life: nodes[target].life),
            atMs: nowMs + networkRandom.pick(plan.delayMs)
        )
    }

    private mutating func check(_ message: ConsensusMessage, from node: Int) {
        let sent: Vote
        switch message {
        case .vote(let vote): sent = vote
        case .proposal(let proposal): sent = proposal.vote
        case .proof, .status, .proofRequest: return
        }
        guard sent.signer == nodes[node].index else { return }
        let isCorrect = !nodes[node].isByzantine
        votes.check(sent, isCorrect: isCorrect)
        guard isCorrect else { return }
        durability.check(sent, journal: nodes[node].journal, store: nodes[node].store, node: node)
    }

    /// Two nodes find each other.
    mutating func connect(_ one: Int, _ other: Int) {
        guard nodes[one].index != nodes[other].index else { return }
        tell(one, .peerConnected(nodes[other].index))
        tell(other, .peerConnected(nodes[one].index))
    }

    /// Everyone hears everyone, except that each correct node hears one half of a twin only.
    mutating func reconnectAll() {
        for one in nodes.indices {
            for other in nodes.indices { isConnected[one][other] = true }
        }
        assignTwins()
    }

    /// Each correct node hears the first half of a twin, the second, or both.
    private mutating func assignTwins() {
        for first in 0..<plan.twinCount {
            let second = first + validatorCount
            for node in nodes.indices where node != first && node != second {
                let draw = troubleRandom.index(below: 3)
                setConnected(first, node, draw != 0)
                setConnected(second, node, draw != 1)
            }
        }
    }

    /// Cuts the nodes into two groups that hear nothing of each other.
    mutating func partition() {
        reconnectAll()
        let side = nodes.map { _ in troubleRandom.chance(50) }
        let isOneWay = troubleRandom.chance(25)
        for one in nodes.indices {
            for other in nodes.indices where side[one] != side[other] {
                if isOneWay, side[one] { continue }
                isConnected[one][other] = false
            }
        }
    }

    private mutating func setConnected(_ one: Int, _ other: Int, _ isUp: Bool) {
        isConnected[one][other] = isUp
        isConnected[other][one] = isUp
    }
}
