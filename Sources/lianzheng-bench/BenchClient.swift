import Client
import Glibc
import Ledger
import NodeCore
import Synchronization

/// Submits prepared statements over one connection to each of some nodes and waits for finality.
enum BenchClient {
    /// Requests under way on one connection.
    private static let window = 64

    /// Submits everything, spread over the nodes; answers seconds from first send to last answer.
    static func flood(_ statements: [Submission], _ network: Network) throws -> Double {
        let nodes = network.nodes
        let failure = Mutex<(any Error)?>(nil)
        let start = Stopwatch()
        var threads: [BenchThread] = []
        for (index, node) in nodes.enumerated() {
            let share = stride(from: index, to: statements.count, by: nodes.count).map {
                statements[$0]
            }
            threads.append(
                BenchThread {
                    do {
                        try submit(share, to: node)
                    } catch {
                        failure.withLock { $0 = error }
                    }
                }
            )
        }
        for thread in threads { thread.join() }
        let seconds = start.seconds
        if let error = failure.withLock({ $0 }) { throw error }
        return seconds
    }

    private static func submit(_ statements: [Submission], to node: NodeAddress) throws {
        let connection = try NodeConnection(to: node)
        var waiting = statements[...]
        var underWay = 0
        while !waiting.isEmpty || underWay > 0 {
            while underWay < window, let next = waiting.popFirst() {
                _ = try connection.send(request(next))
                underWay += 1
            }
            let reply = try connection.receive()
            if case .refused(let refusal) = reply.body { throw refusal }
            underWay -= 1
        }
    }

    /// Milliseconds from sending each statement to its finality, one after the other.
    static func latencies(_ statements: [Submission], _ network: Network) throws -> [Double] {
        let connection = try network.connect(for: "TAX")
        var latencies: [Double] = []
        for statement in statements {
            let start = Stopwatch()
            _ = try connection.ask(request(statement))
            latencies.append(start.seconds * 1_000)
        }
        return latencies.sorted()
    }

    private static func request(_ submission: Submission) -> ClientRequest.Body {
        .submit(
            statement: Array(submission.statement),
            attachment: submission.attachment.map(Array.init)
        )
    }
}
