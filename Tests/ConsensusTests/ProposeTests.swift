import Consensus
import Cryptography
import Ledger
import Testing

/// The rule of the leader, and the idle policy.
@Suite struct ProposeTests {
    let fixture = ReplicaFixture()
    var leader: UInt64 { fixture.leader(1) }
    var first: HashedHeader { fixture.block(view: 1, on: fixture.anchor) }

    @Test func `a leader with work builds on the anchor and proposes with its vote`() throws {
        var node = try TestNode(fixture, index: leader)
        #expect(node.builds == [])
        node.tell(.workPending(true))
        #expect(node.builds.map(\.parent) == [fixture.anchor])
        #expect(node.builds.first?.mayBeEmpty == false)
        node.tell(.blockBuilt(first))
        #expect(node.sent == [])
        node.sync()
        guard case .broadcast(.proposal(let proposal)) = node.effects.first else {
            Issue.record("no proposal")
            return
        }
        #expect(proposal.block == first)
        _ = try VerifiedProposal(proposal, in: fixture.epoch)
    }

    @Test func `nobody else builds`() throws {
        var node = try TestNode(fixture, index: (leader + 1) % 4)
        node.tell(.workPending(true))
        #expect(node.builds == [])
    }

    @Test func `the next leader builds at once on a notarized block, before it is final`() throws {
        var node = try TestNode(fixture, index: fixture.leader(2))
        node.tell(.workPending(true))
        node.tell(try fixture.propose(first))
        node.ready(first)
        node.tell(.proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2))
        #expect(node.builds.map(\.parent) == [first])
        let second = fixture.block(view: 2, on: first)
        node.tellAndSync(.blockBuilt(second))
        #expect(Set(node.sent) == ["notarize 2", "finalize 1"])
    }

    @Test func `a proposal after skipped views carries their nullifications`() throws {
        let index = fixture.leader(4)
        var node = try TestNode(fixture, index: index)
        node.tell(.workPending(true))
        node.tell(.proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2))
        for view: UInt64 in 2...3 {
            node.tell(.proofReceived(try node.fixture.proof(fixture.nullify(view)), from: 2))
        }
        node.ready(first)
        #expect(node.builds.map(\.parent) == [first])
        node.tellAndSync(.blockBuilt(fixture.block(view: 4, on: first)))
        let proposals = node.effects.compactMap { effect in
            if case .broadcast(.proposal(let proposal)) = effect { proposal } else { nil }
        }
        let proposal = try #require(proposals.first)
        #expect(proposal.parentProof?.view == 1)
        #expect(proposal.nullifications.map(\.view) == [2, 3])
        _ = try VerifiedProposal(proposal, in: fixture.epoch)
    }

    @Test func `a leader that lacks a proof asks for it instead of skipping a view`() throws {
        var node = try TestNode(fixture, index: fixture.leader(3))
        node.tell(.workPending(true))
        node.tell(.proofReceived(try node.fixture.proof(fixture.nullify(2)), from: 2))
        #expect(node.builds == [])
        #expect(node.proofRequests.map(\.views) == [1...1])
        node.tell(.proofReceived(try node.fixture.proof(fixture.nullify(1)), from: 2))
        #expect(node.builds.map(\.parent) == [fixture.anchor])
    }

    @Test func `a leader that lacks many proofs gets the highest first, one answer after another`()
        throws
    {
        let view = fixture.view(ledBy: 0, from: 150)
        var helper = try TestNode(fixture, index: nil)
        for skipped in 1..<view {
            helper.tell(.proofReceived(try helper.fixture.proof(fixture.nullify(skipped)), from: 2))
        }
        var node = try TestNode(fixture, index: 0)
        node.tell(.workPending(true))
        node.tell(.proofReceived(try node.fixture.proof(fixture.nullify(view - 1)), from: 2))
        var asked: [ClosedRange<UInt64>] = []
        while let request = node.proofRequests.first, asked.count < 9 {
            asked.append(request.views)
            try node.take(helper.answer(request, from: 0), from: 1)
        }
        #expect(asked == [view - 65...view - 2, view - 129...view - 66, 1...view - 130])
        #expect(node.builds.map(\.parent) == [fixture.anchor])
    }

    @Test func `a notarization is preferred to a nullification of the same view`() throws {
        var node = try TestNode(fixture, index: fixture.leader(2))
        node.tell(.workPending(true))
        node.tell(try fixture.propose(first))
        node.ready(first)
        let notarization = try node.fixture.proof(.notarize(first, view: 1))
        node.tell(.proofReceived(try node.fixture.proof(fixture.nullify(1)), from: 2))
        #expect(node.builds.map(\.parent) == [fixture.anchor])
        var other = try TestNode(fixture, index: fixture.leader(2))
        other.tell(try fixture.propose(first))
        other.ready(first)
        other.tell(.proofReceived(notarization, from: 2))
        other.tell(.proofReceived(try other.fixture.proof(fixture.nullify(1)), from: 2))
        other.tell(.workPending(true))
        #expect(other.builds.map(\.parent) == [first])
    }

    @Test func `a block that is not what was asked for is not proposed`() throws {
        var node = try TestNode(fixture, index: leader)
        node.tell(.workPending(true))
        node.tellAndSync(.blockBuilt(fixture.block(view: 2, on: fixture.anchor)))
        node.tellAndSync(
            .blockBuilt(fixture.block(view: 1, on: fixture.anchor) { $0.height = 2 })
        )
        #expect(node.sent == [])
    }

    @Test func `the last block of an epoch has no children in it`() throws {
        var node = try TestNode(fixture, index: fixture.leader(2))
        let last = fixture.block(view: 1, on: fixture.anchor) { $0.nextValidatorsHash = .zero }
        node.tell(.workPending(true))
        node.tell(try fixture.propose(last))
        node.ready(last)
        node.tell(.proofReceived(try node.fixture.proof(.notarize(last, view: 1)), from: 2))
        #expect(node.builds == [])
    }

    // MARK: Idle chains

    @Test func `L7: an idle chain makes neither blocks nor nullifications`() throws {
        for index in fixture.everyone {
            var node = try TestNode(fixture, index: UInt64(index))
            for _ in 0..<29 {
                node.wait(1_000)
                #expect(node.builds == [] && node.sent == [])
            }
        }
    }

    @Test func `after a heartbeat interval the leader may build an empty block`() throws {
        var node = try TestNode(fixture, index: leader)
        node.wait(30_000)
        #expect(node.builds.map(\.mayBeEmpty) == [true])
    }

    @Test func `L7: a heartbeat is one block, the next leader waits for it to become final`()
        throws
    {
        var node = try TestNode(fixture, index: fixture.leader(2))
        node.wait(30_000)
        node.tell(try fixture.propose(first))
        node.ready(first)
        node.tell(.proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2))
        #expect(node.builds == [])
        node.wait(299)
        #expect(node.builds == [])
        node.wait(1)
        #expect(node.builds.map(\.mayBeEmpty) == [true])
    }

    @Test func `a tip that stays notarized gets an empty block after the grace time`() throws {
        var node = try TestNode(fixture, index: fixture.leader(2))
        node.tell(try fixture.propose(first))
        node.ready(first)
        node.tell(.proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2))
        #expect(node.builds == [])
        node.wait(300)
        #expect(node.builds.map(\.mayBeEmpty) == [true])
    }

    @Test func `a tip that becomes final in time gets no empty block`() throws {
        var node = try TestNode(fixture, index: fixture.leader(2))
        node.tell(try fixture.propose(first))
        node.ready(first)
        node.tell(.proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2))
        node.tell(.proofReceived(try node.fixture.proof(.finalize(first, view: 1)), from: 2))
        node.wait(5_000)
        #expect(node.builds == [])
    }

    @Test func `a leader told that there is nothing waits for work`() throws {
        var node = try TestNode(fixture, index: leader)
        node.tell(.workPending(true))
        node.tell(.nothingToPropose(view: 1))
        #expect(node.builds == [])
        node.wait(5_000)
        #expect(node.builds == [] && node.sent == [])
        node.tell(.workPending(true))
        #expect(node.builds.count == 1)
    }

    @Test func `work that is done stops the timers`() throws {
        var node = try TestNode(fixture, index: (leader + 1) % 4)
        node.tell(.workPending(true))
        node.tell(.workPending(false))
        node.wait(5_000)
        #expect(node.sent == [])
    }
}
