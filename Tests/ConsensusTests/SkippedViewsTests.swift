import Consensus
import Ledger
import Testing

/// Rule N4 after a row of skipped views that is too long for one message.
@Suite struct SkippedViewsTests {
    /// Five of the seven sign, so that neither the leader 0 nor the voter 1 has a part in it.
    let fixture = ReplicaFixture(count: 7)
    let others = [2, 3, 4, 5, 6]
    var view: UInt64 { fixture.view(ledBy: 0, from: 300) }
    var block: HashedHeader { fixture.block(view: view, on: fixture.anchor) }

    /// A node that knows all views before to be nullified.
    private func informed(_ index: UInt64) throws -> TestNode {
        var node = try TestNode(fixture, index: index)
        for skipped in 1..<view {
            let proof = try fixture.proof(fixture.nullify(skipped), by: others)
            node.tell(.proofReceived(proof, from: 2))
        }
        return node
    }

    private func proposal(of leader: inout TestNode) throws -> BlockProposal {
        leader.tell(.workPending(true))
        #expect(leader.builds.map(\.parent) == [fixture.anchor])
        leader.tellAndSync(.blockBuilt(block))
        let proposals = leader.effects.compactMap { effect in
            if case .broadcast(.proposal(let proposal)) = effect { proposal } else { nil }
        }
        return try #require(proposals.first)
    }

    private func propose(_ proposal: BlockProposal) throws -> ReplicaEvent {
        .proposalReceived(try VerifiedProposal(proposal, in: fixture.epoch), from: 0)
    }

    @Test func `a proposal carries the newest nullifications, and is read back`() throws {
        var leader = try informed(0)
        let proposal = try proposal(of: &leader)
        #expect(proposal.nullifications.map(\.view) == Array(view - 64..<view))
        let message = ConsensusMessage.proposal(proposal)
        let read = try ConsensusMessage(
            decoding: message.encoded[...],
            chain: fixture.chain,
            validatorCount: 7
        )
        #expect(read == message)
        let verified = try VerifiedProposal(proposal, in: fixture.epoch)
        #expect(verified.unprovenViews == 1..<view - 64)
    }

    @Test func `a hundred validators' evidence leaves room in a frame`() throws {
        let many = ReplicaFixture(count: 100)
        let view = many.view(ledBy: 0, from: 60)
        var leader = try TestNode(many, index: 0)
        for skipped in 1..<view {
            leader.tell(.proofReceived(try leader.fixture.proof(many.nullify(skipped)), from: 2))
        }
        leader.tell(.workPending(true))
        leader.tellAndSync(.blockBuilt(many.block(view: view, on: many.anchor)))
        let frames = leader.effects.compactMap { effect in
            if case .broadcast(let message) = effect { message.encoded.count } else { nil }
        }
        #expect(frames.count == 1)
        #expect(frames.allSatisfy { (100 << 10...160 << 10).contains($0) })
    }

    @Test func `a voter that holds the nullifications left out votes at once`() throws {
        var leader = try informed(0)
        var voter = try informed(1)
        voter.tell(try propose(try proposal(of: &leader)))
        #expect(voter.proofRequests == [])
        voter.ready(block)
        #expect(voter.sent == ["notarize \(view)"])
    }

    @Test func `a voter that lacks them asks the leader, and votes once the last has come`() throws
    {
        var leader = try informed(0)
        var voter = try TestNode(fixture, index: 1)
        let proposal = try proposal(of: &leader)
        voter.tell(try propose(proposal))
        #expect(voter.replica.view == view)
        #expect(voter.obtained == [block])
        let first = voter.proofRequests
        voter.ready(block)
        var requests = first
        for _ in 1...9 {
            guard let request = requests.first else { break }
            #expect(voter.sent == [])
            try voter.take(leader.answer(request, from: 1), from: 0)
            requests = voter.proofRequests
        }
        voter.sync()
        #expect(voter.sent == ["notarize \(view)"])
    }

    @Test func `a voter that gets no answer asks again, and skips the view in time`() throws {
        var leader = try informed(0)
        var voter = try TestNode(fixture, index: 1)
        voter.tell(try propose(try proposal(of: &leader)))
        voter.ready(block)
        #expect(voter.sent == [])
        voter.wait(1_000)
        #expect(voter.proofRequests.map(\.views.upperBound) == [view - 65])
        for _ in 0..<60 where voter.sent.isEmpty { voter.wait(1_000) }
        #expect(voter.sent == ["nullify \(view)"])
    }
}
