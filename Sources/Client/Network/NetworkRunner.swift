import Console
import Glibc

/// Starts and stops the processes of a network on this machine, and waits for what they say.
package struct NetworkRunner: Sendable {
    /// The network whose nodes are run.
    package let network: Network

    private static let pollMicroseconds: UInt32 = 20_000

    /// A runner for a network.
    package init(_ network: Network) { self.network = network }

    /// Starts every node that does not run, and returns their names.
    package func start(binary: String) throws(ClientError) -> [String] {
        var started: [String] = []
        for node in network.nodes {
            let process = NodeProcess(node.name, in: network.folder)
            guard process.identifier == nil else { continue }
            try process.start(binary: binary)
            started.append(node.name)
        }
        return started
    }

    /// Waits until every node says that it is ready, and with `sameHeight` that all stand at one
    /// block; then returns their reports.
    ///
    /// Of the nodes that were `started` just now none is waited for that has ended: nobody starts
    /// it again. Another may be about to be started by whoever looks after it.
    package func wait(
        seconds: Int,
        sameHeight: Bool = false,
        started: [String] = []
    ) throws(ClientError) -> [NodeReport] {
        let end = WallClock.nowMs + UInt64(seconds) * 1_000
        while true {
            var reports: [NodeReport] = []
            for node in network.nodes {
                let isOurs = started.contains(node.name)
                reports.append(
                    try report(of: node, before: end, seconds: seconds, endsWithProcess: isOurs)
                )
            }
            let blocks = Set(reports.map { "\($0.height) \($0.block)" })
            if !sameHeight || blocks.count == 1 { return reports }
            if WallClock.nowMs > end {
                let first = network.nodes.first?.name ?? ""
                let log = NodeLog(network.folder.log(first))
                throw .notReady(node: first, seconds: seconds, log: log)
            }
            usleep(Self.pollMicroseconds)
        }
    }

    /// Asks a node until it is ready.
    private func report(
        of node: NodeAddress,
        before end: UInt64,
        seconds: Int,
        endsWithProcess: Bool
    ) throws(ClientError) -> NodeReport {
        let process = NodeProcess(node.name, in: network.folder)
        while true {
            if let report = try? NodeReport(of: NodeConnection(to: node, timeoutMs: 1_000)),
                report.isReady
            {
                return report
            }
            let isOver = WallClock.nowMs > end
            if isOver || endsWithProcess, process.identifier == nil {
                throw .ended(node: node.name, log: NodeLog(network.folder.log(node.name)))
            }
            if isOver {
                let log = NodeLog(network.folder.log(node.name))
                throw .notReady(node: node.name, seconds: seconds, log: log)
            }
            usleep(Self.pollMicroseconds)
        }
    }

    /// Stops every node that runs: asks, waits, and ends those that do not stop in time.
    ///
    /// Returns the nodes that ran, and those of them that had to be ended.
    package func stop(seconds: Int = 10) -> (stopped: [String], ended: [String]) {
        let processes = network.nodes.map { NodeProcess($0.name, in: network.folder) }
        let stopping = processes.filter { $0.stop() }
        let end = WallClock.nowMs + UInt64(seconds) * 1_000
        while stopping.contains(where: { $0.identifier != nil }), WallClock.nowMs < end {
            usleep(Self.pollMicroseconds)
        }
        let stubborn = stopping.filter { $0.identifier != nil }
        for process in stubborn { process.end() }
        return (stopping.map(\.name), stubborn.map(\.name))
    }
}
