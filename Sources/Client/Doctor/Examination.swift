import Console
import Cryptography
import Ledger
import Synchronization
import Transport

/// Asks all nodes of a network at the same time how they are.
package struct Examination: Sendable {
    private let network: Network
    private let timeoutMs: UInt64

    /// What the threads bring back.
    private final class Findings: Sendable {
        let observations: Mutex<[Observation?]>

        init(count: Int) { observations = Mutex(Array(repeating: nil, count: count)) }
    }

    /// An examination in which each node has so long to let one in, and as long again to answer.
    package init(_ network: Network, timeoutMs: UInt64 = 2_000) {
        self.network = network
        self.timeoutMs = timeoutMs
    }

    /// Asks, and judges what came of it.
    package func diagnosis() -> Diagnosis {
        Diagnosis(of: observations(), chain: network.genesis.chainID.hexadecimal)
    }

    /// What came of asking, in the order of the network's nodes.
    private func observations() -> [Observation] {
        let findings = Findings(count: network.nodes.count)
        let threads = network.nodes.indices.map { index in
            WorkerThread("lz-ask") {
                let observation = observe(network.nodes[index])
                findings.observations.withLock { $0[index] = observation }
            }
        }
        for thread in threads { thread.join() }
        return findings.observations.withLock { $0.compactMap(\.self) }
    }

    private func observe(_ node: NodeAddress) -> Observation {
        do throws(ClientError) {
            let connection = try NodeConnection(
                to: node,
                timeoutMs: timeoutMs,
                answerTimeoutMs: timeoutMs
            )
            let askedMs = WallClock.nowMs
            let report = try NodeReport(of: connection)
            let answeredMs = max(askedMs, WallClock.nowMs)
            guard let answer = NodeAnswer(report.json) else {
                throw .unexpectedAnswer(node: node.name)
            }
            let reply = Observation.Reply(
                answer: answer,
                askedMs: askedMs,
                answeredMs: answeredMs
            )
            return Observation(node: node.name, outcome: .answered(reply))
        } catch {
            return Observation(node: node.name, outcome: .silent(silence(of: node, error)))
        }
    }

    /// What this machine can say about a node that gave no answer.
    private func silence(of node: NodeAddress, _ error: ClientError) -> Observation.Silence {
        let folder = network.folder
        let log = folder.log(node.name)
        var reason = error.phrase
        if case .unreachable(let address, let why) = error {
            reason = Phrase("\(address): \(why.english)", "\(address)：\(why.chinese)")
        }
        return Observation.Silence(
            reason: reason,
            isRunning: Folder.exists(folder.processFile(node.name))
                ? NodeProcess(node.name, in: folder).identifier != nil : nil,
            log: Folder.exists(log) ? NodeLog(log) : nil
        )
    }
}
