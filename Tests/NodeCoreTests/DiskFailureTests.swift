import Ledger
import NodeCore
import Storage
import Testing

/// A full disk delays a node, a failed disk ends it; neither loses what was answered.
@Suite struct DiskFailureTests {
    @Test func `a batch that a full disk refused is written when there is room again`() throws {
        let cluster = try TestCluster()
        let disk = try #require(cluster.nodes["tax"]?.disk)
        disk.faults.capacity = 0
        _ = cluster.ask(.submit(statement: cluster.grant(by: "TAX"), attachment: nil), of: "amr")
        cluster.pass(ms: 5_000)
        #expect(cluster.nodes["tax"]?.log.contains { $0.event == "storage.noSpace" } == true)
        #expect(cluster.nodes["tax"]?.ended == nil)
        disk.faults.capacity = nil
        cluster.pass(ms: 5_000)
        #expect(Set(cluster.tips).count == 1 && cluster.tips.count == 5)
    }

    @Test func `a sync that fails ends the process, and nothing that waited is sent`() throws {
        let cluster = try TestCluster()
        cluster.nodes["tax"]?.disk.faults.failsSyncs = true
        _ = cluster.ask(.submit(statement: cluster.grant(by: "TAX"), attachment: nil), of: "tax")
        cluster.pass(ms: 2_000)
        #expect(!cluster.isRecorded)
        guard case .disk(.syncFailed)? = cluster.nodes["tax"]?.ended else {
            Issue.record("the node goes on after a failed sync")
            return
        }
    }
}
