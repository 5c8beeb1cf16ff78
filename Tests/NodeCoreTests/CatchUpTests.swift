import NodeCore
import Storage
import Testing

/// Finalized blocks come from several peers at once, and no peer can hold them up.
@Suite struct CatchUpTests {
    /// A cluster in which one validator was away for some blocks.
    private func clusterThatWentOn(blocks: Int) throws -> TestCluster {
        let cluster = try TestCluster()
        cluster.kill("fin")
        for _ in 0..<blocks {
            let grant = cluster.grant(by: "TAX")
            _ = cluster.ask(.submit(statement: grant, attachment: nil), of: "tax")
            cluster.pass(ms: 1_500)
        }
        return cluster
    }

    private func isTogether(_ cluster: TestCluster) -> Bool {
        cluster.tips.count == 5 && Set(cluster.tips).count == 1
    }

    @Test func `finalized blocks are asked of several peers at once, of each one run`() throws {
        let cluster = try clusterThatWentOn(blocks: 30)
        var asked: [(peer: String, height: UInt64)] = []
        cluster.bulk = { message, name, peer in
            if case .blocksRequest(let height) = message, name == "fin" {
                asked.append((peer, height))
            }
            return message
        }
        try cluster.restart("fin")
        cluster.pass(ms: 3_000)
        #expect(Set(asked.prefix(3).map(\.peer)) == ["amr", "bank", "tax"])
        #expect(asked.prefix(3).map(\.height) == [1, 9, 17])
        #expect(isTogether(cluster))
    }

    @Test(arguments: ["amr", "bank", "tax"])
    func `a peer that never answers, or answers nonsense, holds nothing up`(liar: String) throws {
        let cluster = try clusterThatWentOn(blocks: 20)
        var isSilent = true
        cluster.bulk = { message, name, _ in
            guard case .blocks(let blocks, var proof) = message, name == liar else {
                return message
            }
            isSilent.toggle()
            guard !isSilent else { return nil }
            proof[proof.count - 1] ^= 1
            return .blocks(blocks: blocks, finalization: proof)
        }
        try cluster.restart("fin")
        cluster.pass(ms: 12_000)
        #expect(isTogether(cluster))
    }

    @Test func `bodies that are not the blocks' are asked of others`() throws {
        let cluster = try clusterThatWentOn(blocks: 12)
        cluster.bulk = { message, name, _ in
            guard case .blocks(let blocks, let proof) = message, name == "amr" else {
                return message
            }
            let empty = blocks.map { CarriedBlock(header: $0.header, body: [0x80]) }
            return .blocks(blocks: empty, finalization: proof)
        }
        try cluster.restart("fin")
        cluster.pass(ms: 12_000)
        #expect(isTogether(cluster) && cluster.halted.isEmpty)
    }

    @Test func `after nonsense nothing that a peer sends is looked at for a while`() throws {
        let cluster = try clusterThatWentOn(blocks: 12)
        // Nobody answers, so every height stays asked for.
        cluster.bulk = { message, _, _ in if case .blocks = message { nil } else { message } }
        try cluster.restart("fin")
        cluster.pass(ms: 2_000)
        let others = try #require(cluster.nodes["amr"]?.archive)
        let first = try #require(others.blockHashes(at: 1).first)
        let block = try #require(try others.block(first))
        let lie = PeerMessage.blocks(
            blocks: [CarriedBlock(header: block.header, body: block.body)],
            finalization: [1, 2, 3]
        )
        func lies() -> Int {
            cluster.nodes["fin"]?.log.count { $0.event == "peer.badBlocks" } ?? 0
        }
        for _ in 0..<5 {
            cluster.handle(.bulkFrame(lie.encoded, from: "amr"), at: "fin")
            cluster.settle()
        }
        #expect(lies() == 1)
        cluster.pass(ms: 31_000)
        cluster.handle(.bulkFrame(lie.encoded, from: "amr"), at: "fin")
        cluster.settle()
        #expect(lies() == 2)
        cluster.bulk = { message, _, _ in message }
        cluster.pass(ms: 5_000)
        #expect(isTogether(cluster))
    }

    @Test func `blocks that nobody asked for are dropped`() throws {
        let cluster = try clusterThatWentOn(blocks: 2)
        try cluster.restart("fin")
        cluster.pass(ms: 3_000)
        let before = cluster.nodes["fin"]?.log.count
        let far = PeerMessage.blocks(
            blocks: [CarriedBlock(header: [0x80], body: [])],
            finalization: []
        )
        cluster.handle(.bulkFrame(far.encoded, from: "amr"), at: "fin")
        cluster.settle()
        #expect(cluster.nodes["fin"]?.log.count != before)
        #expect(isTogether(cluster))
    }
}
