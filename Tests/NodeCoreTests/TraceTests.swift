import NodeCore
import Testing
import TraceChecking

@Suite struct TraceTests {
    private func report(of cluster: TestCluster) -> TraceReport {
        var checker = TraceChecker()
        for name in cluster.names {
            for line in cluster.traces[name, default: []] { checker.read(line, of: name) }
        }
        return checker.finish()
    }

    @Test func `the traces of nodes that were killed and came back keep every rule`() throws {
        let cluster = try TestCluster()
        for victim in ["fin", "tax", "amr"] {
            cluster.kill(victim)
            for _ in 0..<3 {
                let grant = cluster.grant(by: "BANK")
                _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "bank")
                cluster.pass(ms: 3_000)
            }
            try cluster.restart(victim)
            cluster.pass(ms: 3_000)
        }
        let report = report(of: cluster)
        #expect(report.findings.isEmpty, "\(report.findings.prefix(5))")
        #expect(report.lifeCount == 8 && report.voteCount > 50 && report.skippedCount == 0)
        #expect(report.height >= 9)
    }

    @Test func `a trace shows who released a vote and that its record came first`() throws {
        let cluster = try TestCluster()
        let grant = cluster.grant(by: "TAX")
        _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
        var checker = TraceChecker()
        for line in cluster.traces["tax", default: []] where !line.contains(#""durable""#) {
            checker.read(line, of: "tax")
        }
        #expect(checker.finish().findings.first?.rule == .durableBeforeSent)
    }
}
