import Consensus
import Ledger
import Testing

/// Getting blocks and proofs a node missed.
@Suite struct CatchUpTests {
    let fixture = ReplicaFixture()

    /// A chain of blocks, one a view.
    private func chain(_ count: UInt64) -> [HashedHeader] {
        var blocks = [fixture.anchor]
        for view in 1...count {
            blocks.append(fixture.block(view: view, on: blocks[Int(view) - 1]))
        }
        return Array(blocks.dropFirst())
    }

    private func requests(_ node: TestNode) -> [CatchUpRequest] {
        node.effects.compactMap { if case .catchUp(let request) = $0 { request } else { nil } }
    }

    /// The peers that blocks were asked of.
    private func sources(_ node: TestNode) -> [UInt64] {
        node.effects.compactMap { if case .obtainBlock(_, let peer) = $0 { peer } else { nil } }
    }

    @Test func `L4: a finalization far ahead leads to the blocks in between, and then to the tip`()
        throws
    {
        var node = try TestNode(fixture, index: 0)
        let blocks = chain(20)
        let target = try fixture.proof(.finalize(blocks[19], view: 20), by: [1, 2, 3])
        node.tell(.proofReceived(target, from: 2))
        #expect(node.replica.view == 21)
        #expect(requests(node).map(\.after) == [fixture.anchor])
        #expect(requests(node).map(\.target) == [blocks[19]])
        let middle = try fixture.proof(.finalize(blocks[11], view: 12), by: [1, 2, 3])
        node.tell(.chainFetched(Array(blocks[...11]), by: middle))
        #expect(node.delivered == Array(blocks[...11]))
        #expect(requests(node).map(\.after) == [blocks[11]])
        node.tell(.chainFetched(Array(blocks[12...]), by: target))
        #expect(node.delivered == Array(blocks[12...]))
        #expect(node.replica.delivered == blocks[19])
    }

    @Test func `S11: final blocks that never come are not remembered one by one`() throws {
        var node = try TestNode(fixture, index: 0)
        for block in chain(60) {
            let proof = try fixture.proof(.finalize(block, view: block.header.view), by: [1, 2, 3])
            node.tell(.proofReceived(proof, from: 2))
        }
        #expect(node.replica.tip.block.header.height == 60)
        #expect(node.replica.load.blockCount <= 17)
        node.wait(1_000)
        #expect(requests(node).map(\.after) == [fixture.anchor])
    }

    @Test func `an unanswered request goes to another peer`() throws {
        var node = try TestNode(fixture, index: 0)
        let blocks = chain(5)
        let target = try fixture.proof(.finalize(blocks[4], view: 5), by: [1, 2, 3])
        node.tell(.proofReceived(target, from: 2))
        var asked = requests(node).map(\.from)
        for _ in 0..<3 {
            node.wait(1_000)
            asked += requests(node).map(\.from)
        }
        #expect(asked == [1, 2, 3, 1])
    }

    @Test func `blocks delivered meanwhile are skipped, and a gap is not accepted`() throws {
        var node = try TestNode(fixture, index: 0)
        let blocks = chain(4)
        let second = try fixture.proof(.finalize(blocks[1], view: 2), by: [1, 2, 3])
        let fourth = try fixture.proof(.finalize(blocks[3], view: 4), by: [1, 2, 3])
        node.tell(.chainFetched(Array(blocks[...1]), by: second))
        node.tell(.chainFetched(blocks, by: fourth))
        #expect(node.delivered == Array(blocks[2...]))
        var other = try TestNode(fixture, index: 0)
        other.tell(.chainFetched(Array(blocks[2...]), by: fourth))
        #expect(other.delivered == [])
    }

    @Test func `an ancestor known by its hash only is fetched, then executed parents first`() throws
    {
        var node = try TestNode(fixture, index: 0)
        let blocks = chain(3)
        let proof = try fixture.proof(.notarize(blocks[2], view: 3), by: [1, 2, 3])
        node.tell(.proofReceived(proof, from: 2))
        guard
            case .fetchBlock(let hash, let source)? = node.effects.first(where: {
                if case .fetchBlock = $0 { true } else { false }
            })
        else {
            Issue.record("nothing was fetched")
            return
        }
        #expect(hash == blocks[1].hash && source == 2)
        node.tell(.headerFetched(blocks[1]))
        node.tell(.headerFetched(blocks[0]))
        #expect(node.obtained == [blocks[0]])
        node.ready(blocks[0])
        #expect(node.obtained == [blocks[1]])
        node.ready(blocks[1])
        #expect(node.obtained == [blocks[2]])
        node.ready(blocks[2])
        #expect(node.sent == ["finalize 3"])
    }

    @Test func `a block that could not be had is asked of another peer later`() throws {
        var node = try TestNode(fixture, index: 0)
        let block = fixture.block(view: 1, on: fixture.anchor)
        let proof = try fixture.proof(.notarize(block, view: 1), by: [1, 2, 3])
        node.tell(.proofReceived(proof, from: 2))
        var asked = sources(node)
        for _ in 1...3 {
            node.tell(.blockRefused(block.hash, .unavailable))
            node.wait(999)
            #expect(node.obtained == [])
            node.wait(1)
            #expect(node.obtained == [block])
            asked += sources(node)
        }
        #expect(asked == [2, 3, 1, 2])
    }

    @Test func `a leader that is catching up lets the others pass at once`() throws {
        let view = fixture.view(ledBy: 0, from: 6)
        var node = try TestNode(fixture, index: 0)
        let blocks = chain(view - 1)
        let last = blocks[Int(view) - 2]
        node.tell(.workPending(true))
        node.tellAndSync(
            .proofReceived(
                try fixture.proof(.finalize(last, view: view - 1), by: [1, 2, 3]),
                from: 2
            )
        )
        #expect(node.sent == ["nullify \(view)"])
    }

    @Test func `a leader that asked, and then got the blocks in another way, leads`() throws {
        let view = fixture.view(ledBy: 0, from: 3)
        var node = try TestNode(fixture, index: 0)
        let blocks = chain(view - 1)
        node.tell(try fixture.propose(blocks[0]))
        for (parent, block) in zip(blocks, blocks.dropFirst()) {
            let proof = try fixture.proof(
                .notarize(parent, view: parent.header.view),
                by: [1, 2, 3]
            )
            node.tell(try fixture.propose(block, parent: proof))
        }
        let last = blocks[Int(view) - 2]
        let final = try fixture.proof(.finalize(last, view: view - 1), by: [1, 2, 3])
        node.tell(.proofReceived(final, from: 2))
        node.wait(1_000)
        #expect(requests(node).map(\.target) == [last])
        for block in blocks { node.ready(block) }
        #expect(node.replica.delivered == last)
        node.tellAndSync(.workPending(true))
        #expect(node.sent == [])
        #expect(node.builds.map(\.parent) == [last])
    }

    @Test func `what a peer claims is not believed, only helped`() throws {
        var node = try TestNode(fixture, index: 0)
        let status = PeerStatus(
            epoch: 0,
            view: .max,
            finalizedView: .max,
            deliveredHeight: .max
        )
        node.tell(.statusReceived(status, from: 2))
        #expect(node.replica.view == 1)
        #expect(requests(node).isEmpty)
    }

    @Test func `a peer behind gets the finalization and the proof that leads on`() throws {
        var node = try TestNode(fixture, index: 0)
        let block = fixture.block(view: 1, on: fixture.anchor)
        let final = try fixture.proof(.finalize(block, view: 1), by: [1, 2, 3])
        let skip = try fixture.proof(fixture.nullify(2), by: [1, 2, 3])
        node.tell(.proofReceived(final, from: 2))
        node.tell(.proofReceived(skip, from: 2))
        let status = PeerStatus(epoch: 0, view: 1, finalizedView: 0, deliveredHeight: 0)
        node.tell(.statusReceived(status, from: 3))
        #expect(node.messages(to: 3) == [.proof(final.value), .proof(skip.value)])
    }

    @Test func `a peer stuck in the same view gets the own votes again`() throws {
        var node = try TestNode(fixture, index: 0)
        node.tell(.workPending(true))
        node.wait(1_000)
        #expect(node.sent == ["nullify 1"])
        let status = PeerStatus(epoch: 0, view: 1, finalizedView: 0, deliveredHeight: 0)
        node.tell(.statusReceived(status, from: 3))
        #expect(
            node.messages(to: 3) == [.vote(fixture.vote(fixture.nullify(1), by: 0))]
        )
    }

    @Test func `a request is answered with both kinds of proofs, a bounded number`() throws {
        var node = try TestNode(fixture, index: 0) { $0.proofsPerReply = 3 }
        let block = fixture.block(view: 1, on: fixture.anchor)
        node.tell(
            .proofReceived(try fixture.proof(.notarize(block, view: 1), by: [1, 2, 3]), from: 2)
        )
        for view: UInt64 in 1...5 {
            let proof = try fixture.proof(fixture.nullify(view), by: [1, 2, 3])
            node.tell(.proofReceived(proof, from: 2))
        }
        node.tell(.proofsRequested(ProofRequest(epoch: 0, views: 1...1), from: 3))
        #expect(node.messages(to: 3).count == 2)
        node.tell(.proofsRequested(ProofRequest(epoch: 0, views: 1...9), from: 3))
        let kinds = node.messages(to: 3).map { message in
            if case .proof(let proof) = message { "\(proof.kind) \(proof.view)" } else { "" }
        }
        #expect(kinds == ["nullify 3", "nullify 4", "nullify 5"])
    }
}
