import CBOR
import Cryptography
import Ledger
import NodeCore
import Testing

@Suite struct NodeTests {
    @Test(arguments: Suite.allCases)
    func `a submitted statement is acknowledged once it is final and every node has it`(
        suite: Suite
    ) throws {
        let cluster = try TestCluster(suite)
        let reply = cluster.ask(
            .submit(statement: cluster.grant(by: "TAX"), attachment: nil),
            of: "tax"
        )
        guard case .recorded(let place) = reply else {
            Issue.record("\(String(describing: reply))")
            return
        }
        #expect(place.height == 1)
        #expect(place.leafIndex == UInt64(cluster.genesis.document.grants.count))
        cluster.pass(ms: 2_000)
        #expect(cluster.tips.count == 5 && Set(cluster.tips).count == 1)
    }

    @Test func `the same statement submitted again gets the same place`() throws {
        let cluster = try TestCluster()
        let statement = cluster.grant(by: "TAX")
        let first = cluster.ask(.submit(statement: statement, attachment: nil), of: "tax")
        let second = cluster.ask(.submit(statement: statement, attachment: nil), of: "fin")
        #expect(first == second && first != nil)
    }

    @Test func `a statement that the ledger refuses is refused with its code`() throws {
        let cluster = try TestCluster()
        let statement = cluster.grant(by: "TAX", for: "FIN")
        let reply = cluster.ask(.submit(statement: statement, attachment: nil), of: "tax")
        guard case .refused(let refusal) = reply else {
            Issue.record("\(String(describing: reply))")
            return
        }
        #expect(refusal.code == "ledger.grantForOtherMember")
    }

    @Test func `a killed validator does not stop the others and catches up`() throws {
        let cluster = try TestCluster()
        cluster.kill("fin")
        for _ in 0..<5 {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 3_000)
        }
        #expect(cluster.nodes["tax"]?.node.tip.header.treeSize == 10)
        try cluster.restart("fin")
        cluster.pass(ms: 5_000)
        #expect(cluster.tips.count == 5 && Set(cluster.tips).count == 1)
    }

    @Test func `nodes restarted together go on with what was acknowledged`() throws {
        let cluster = try TestCluster()
        let grant = cluster.grant(by: "AMR")
        let reply = cluster.ask(.submit(statement: grant, attachment: nil), of: "amr")
        for name in cluster.names { cluster.kill(name) }
        for name in cluster.names { try cluster.restart(name) }
        cluster.pass(ms: 5_000)
        #expect(cluster.ask(.submit(statement: grant, attachment: nil), of: "amr") == reply)
        let next = cluster.ask(
            .submit(statement: cluster.grant(by: "TAX"), attachment: nil),
            of: "tax"
        )
        guard case .recorded = next else {
            Issue.record("\(String(describing: next))")
            return
        }
    }

    @Test func `garbage frames of peers and clients are refused and change nothing`() throws {
        let cluster = try TestCluster()
        for bytes: [UInt8] in [[], [0xFF], Array(repeating: 0x81, count: 400)] {
            cluster.handle(.controlFrame(bytes, from: "amr"), at: "tax")
            cluster.handle(.bulkFrame(bytes, from: "amr"), at: "tax")
            cluster.handle(.clientFrame(bytes, from: ClientName(9)), at: "tax")
        }
        cluster.settle()
        let codes = cluster.replies.compactMap { reply in
            if case .refused(let refusal) = reply.body { refusal.code } else { nil }
        }
        #expect(codes == Array(repeating: "node.malformedRequest", count: 3))
        #expect(cluster.nodes["tax"]?.node.tip.header.height == 0)
    }

    @Test func `a wrong body sent ahead of the leader's does not condemn the block`() throws {
        let cluster = try TestCluster()
        cluster.forgesBodies = true
        let grant = cluster.grant(by: "TAX")
        _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
        cluster.pass(ms: 8_000)
        #expect(cluster.isRecorded)
        #expect(Set(cluster.tips).count == 1 && cluster.tips.first?.hasPrefix("0 ") == false)
        #expect(cluster.halted.isEmpty)
    }

    @Test func `a newcomer catches up through the block that grants a key and the one it signs`()
        throws
    {
        let cluster = try TestCluster()
        cluster.kill("fin")
        let officer = SigningKey(generating: .p256)
        let grant = cluster.grant(of: officer, by: "TAX")
        _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
        cluster.pass(ms: 3_000)
        let signed = cluster.grant(by: "TAX", signer: officer)
        _ = cluster.ask(.submit(statement: signed, attachment: nil), of: "tax")
        cluster.pass(ms: 3_000)
        #expect(cluster.isRecorded)
        try cluster.restart("fin")
        cluster.pass(ms: 8_000)
        #expect(cluster.tips.count == 5 && Set(cluster.tips).count == 1)
    }

    @Test func `a statement whose spreading was lost is spread again`() throws {
        let cluster = try TestCluster()
        cluster.losesSpreading = true
        _ = cluster.ask(.submit(statement: cluster.grant(by: "TAX"), attachment: nil), of: "gov")
        #expect(cluster.nodes["gov"]?.node.tip.header.height == 0)
        cluster.losesSpreading = false
        cluster.pass(ms: 8_000)
        #expect(cluster.nodes["gov"]?.node.tip.header.treeSize == 6)
    }

    @Test func `a peer that keeps sending garbage is disconnected, once a minute`() throws {
        let cluster = try TestCluster()
        for _ in 0..<16 { cluster.handle(.bulkFrame([0xFF], from: "amr"), at: "tax") }
        cluster.settle()
        #expect(cluster.disconnected.isEmpty)
        for _ in 0..<100 { cluster.handle(.controlFrame([0xFF], from: "amr"), at: "tax") }
        cluster.settle()
        #expect(cluster.disconnected == ["amr"])
    }

    @Test func `one client reads only so many blocks in a turn`() throws {
        let cluster = try TestCluster()
        for number in UInt64(0)..<40 {
            let request = ClientRequest(identifier: number, body: .evidence(leafIndex: 0))
            cluster.handle(.clientFrame(request.encoded, from: ClientName(5)), at: "tax")
        }
        cluster.settle()
        let busy = cluster.replies.filter {
            if case .refused(let refusal) = $0.body { refusal.code == "node.busy" } else { false }
        }
        #expect(busy.count == 24)
    }
}
