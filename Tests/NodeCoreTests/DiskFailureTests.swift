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

    @Test func `what a full disk holds up is bounded, and catches up when there is room`() throws {
        let cluster = try TestCluster()
        let disk = try #require(cluster.nodes["bank"]?.disk)
        disk.faults.capacity = 0
        for _ in 0..<60 {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 1_500)
        }
        let load = try #require(cluster.nodes["bank"]?.node.load)
        #expect((8_192..<12_288).contains(load.unwrittenByteCount))
        let height = cluster.nodes["tax"]?.node.tip.header.height ?? 0
        #expect(height >= 20)
        disk.faults.capacity = nil
        cluster.pass(ms: 10_000)
        #expect(Set(cluster.tips).count == 1 && cluster.tips.count == 5)
    }

    @Test func `a full disk stops voting, not serving; space returned, it goes on`() throws {
        let cluster = try TestCluster()
        let grant = cluster.grant(by: "TAX")
        let first = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
        cluster.pass(ms: 2_000)
        for name in ["tax", "amr"] { cluster.handle(.diskMeasured(freeByteCount: 9), at: name) }
        cluster.settle()
        let refused = cluster.ask(
            .submit(statement: cluster.grant(by: "TAX"), attachment: nil),
            of: "tax"
        )
        #expect(refused == .refused(.diskFull))
        // Two of four cannot notarize: nothing becomes final, and views are still skipped.
        let waiting = cluster.ask(
            .submit(statement: cluster.grant(by: "FIN"), attachment: nil),
            of: "fin"
        )
        let before = cluster.tips
        cluster.pass(ms: 20_000)
        #expect(waiting == nil && cluster.tips == before)
        #expect(cluster.halted == [])
        guard case .recorded(let place)? = first,
            case .evidence? = cluster.ask(.evidence(leafIndex: place.leafIndex), of: "tax")
        else {
            Issue.record("a node with a full disk does not answer")
            return
        }
        for name in ["tax", "amr"] {
            cluster.handle(.diskMeasured(freeByteCount: 1 << 40), at: name)
        }
        cluster.pass(ms: 40_000)
        #expect(Set(cluster.tips).count == 1 && cluster.tips != before)
    }

    @Test func `one full disk of four does not stop the others`() throws {
        let cluster = try TestCluster()
        cluster.handle(.diskMeasured(freeByteCount: 9), at: "bank")
        cluster.settle()
        for _ in 0..<6 {
            _ = cluster.ask(
                .submit(statement: cluster.grant(by: "TAX"), attachment: nil),
                of: "tax"
            )
            cluster.pass(ms: 5_000)
        }
        #expect(cluster.nodes["tax"]?.node.tip.header.height ?? 0 >= 6)
        let metrics = cluster.nodes["bank"]?.node.metrics() ?? ""
        #expect(metrics.contains("disk_full{node=\"bank\"} 1"))
        cluster.handle(.diskMeasured(freeByteCount: 1 << 40), at: "bank")
        cluster.pass(ms: 10_000)
        #expect(Set(cluster.tips).count == 1)
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
