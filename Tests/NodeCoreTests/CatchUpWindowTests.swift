import Consensus
import Ledger
import NodeCore
import Storage
import Testing

/// What is asked of whom on the way to the proven tip, and what is kept of the answers.
@Suite struct CatchUpWindowTests {
    private static let target: UInt64 = 96
    private let headers: [CarriedHeader]
    private let proof: Verified<QuorumProof>

    /// Headers of many heights, and a proof; that it is theirs was checked before they come here.
    init() throws {
        let cluster = try TestCluster()
        _ = cluster.ask(.submit(statement: cluster.grant(by: "TAX"), attachment: nil), of: "tax")
        cluster.pass(ms: 1_500)
        let disk = try #require(cluster.nodes["fin"]?.disk)
        cluster.kill("fin")
        disk.restart()
        let store = try NodeStore(
            NodeHome("/home"),
            on: disk,
            genesis: cluster.genesis,
            catalogue: cluster.catalogue,
            named: "fin"
        ) { _ in }
        proof = try #require(store.restored.tip.proof)
        var header = cluster.genesis.genesisHeader
        headers = (0...Self.target).map { height in
            header.height = height
            return CarriedHeader(
                block: HashedHeader(header, suite: cluster.suite),
                carried: CarriedBlock(header: header.encoded, body: [])
            )
        }
    }

    /// A catch-up in which what is next rarely comes, and the rest in pieces of any length: how
    /// many runs were kept at most, and how far it came.
    private func catchUp(salt: UInt64) -> (most: Int, tip: UInt64) {
        var window = CatchUpWindow(blocksPerAnswer: 8)
        let peers = ["amr", "bank", "gov", "tax"]
        var random = salt
        func draw(_ bound: UInt64) -> UInt64 {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (random >> 33) % bound
        }
        var (tip, most) = (UInt64(0), 0)
        for turn in 0..<2_000 where tip < Self.target {
            window.aim(at: Self.target, after: tip)
            let turned = peers[(turn % 4)...] + peers[..<(turn % 4)]
            func asks() -> [CatchUpWindow.Ask] {
                window.requests(beyond: tip, of: Array(turned), nowMs: UInt64(turn) * 1_000)
            }
            var pending = asks()[...]
            while let ask = pending.popFirst() {
                let first = ask.fromHeight
                let isNext = first == tip + 1
                guard window.wants(first), !isNext || draw(8) == 0 else { continue }
                let length: UInt64 = isNext || draw(3) > 0 ? 1 : 2 << draw(3)
                let heights = first...min(first + length - 1, Self.target)
                window.keep(
                    CatchUpWindow.Run(
                        blocks: heights.map { headers[Int($0)] },
                        proof: proof,
                        source: ask.peer
                    )
                )
                most = max(most, window.keptCount)
                while let run = window.next(after: tip) { tip = run.heights.upperBound }
                pending += asks()
            }
        }
        return (most, tip)
    }

    @Test func `S11: whatever lengths peers answer with, no more than twice the window is kept`() {
        let ends = (1...64).map { catchUp(salt: $0) }
        #expect(ends.map(\.most).max() == CatchUpWindow.keptLimit)
        // What was dropped is asked for again.
        #expect(ends.allSatisfy { $0.tip == Self.target })
    }
}
