import Ledger
import NodeCore
import Storage
import Testing

/// A node that is stopped while it is still opening its home.
@Suite struct InterruptedStartTests {
    @Test func `it gives up after the block at hand, and starts again as if nothing was`() throws {
        let cluster = try TestCluster()
        for _ in 0..<3 {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 2_000)
        }
        let tip = try #require(cluster.nodes["tax"]?.node.tip)
        cluster.kill("tax")
        let disk = try #require(cluster.killed["tax"])
        disk.restart()
        var questions = 0
        #expect(throws: RestorationError.interrupted(height: 2)) {
            _ = try NodeStore(
                NodeHome("/home"),
                on: disk,
                genesis: cluster.genesis,
                catalogue: cluster.catalogue,
                named: "tax",
                isUnwanted: {
                    questions += 1
                    return questions == 2
                },
                tell: { _ in }
            )
        }
        try cluster.restart("tax")
        #expect(cluster.nodes["tax"]?.node.tip == tip)
    }
}
