import Consensus
import Ledger
import Testing

/// The rules of Nullify(v), and the timers behind them.
@Suite struct NullifyTests {
    let fixture = ReplicaFixture()
    var voter: UInt64 { fixture.absentee }
    var first: HashedHeader { fixture.block(view: 1, on: fixture.anchor) }

    @Test func `without a proposal an active view is nullified after t_l`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.workPending(true))
        node.wait(999)
        #expect(node.sent == [])
        node.wait(1)
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `a proposal stops t_l, and without a proof t_a follows`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        node.wait(2_999)
        #expect(node.sent == [])
        node.wait(1)
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `the leader's own Nullify ends the view for all`() throws {
        var node = try TestNode(fixture, index: voter)
        let leader = fixture.leader(1)
        let vote = try fixture.checked(fixture.nullify(1), by: Int(leader))
        node.tellAndSync(.voteReceived(vote, from: leader))
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `whoever finalized a view does not nullify it`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        node.ready(first)
        #expect(node.sent == ["finalize 1"])
        let leader = fixture.leader(1)
        let vote = try fixture.checked(fixture.nullify(1), by: Int(leader))
        node.tellAndSync(.voteReceived(vote, from: leader))
        #expect(node.sent == [])
    }

    @Test func `Nullify may follow Notarize`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        node.ready(first)
        #expect(node.sent == ["notarize 1"])
        node.wait(3_000)
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `views advance on proofs only, and never backwards`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.workPending(true))
        node.wait(60_000)
        #expect(node.replica.view == 1)
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(5)), from: 2))
        #expect(node.replica.view == 6)
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(3)), from: 2))
        #expect(node.replica.view == 6)
    }

    @Test func `timers grow by half with each nullified view, up to the cap`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.workPending(true))
        for view: UInt64 in 1...3 {
            node.tell(.proofReceived(try fixture.proof(fixture.nullify(view)), from: 2))
        }
        node.wait(3_374)
        #expect(node.sent == [])
        node.wait(1)
        #expect(node.sent == ["nullify 4"])
        for view: UInt64 in 4...40 {
            node.tell(.proofReceived(try fixture.proof(fixture.nullify(view)), from: 2))
        }
        node.wait(29_999)
        #expect(node.sent == [])
        node.wait(1)
        #expect(node.sent == ["nullify 41"])
    }

    @Test func `a finalization resets the timers`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.workPending(true))
        for view: UInt64 in 1...3 {
            node.tell(.proofReceived(try fixture.proof(fixture.nullify(view)), from: 2))
        }
        let block = fixture.block(view: 4, on: fixture.anchor)
        node.tell(.proofReceived(try fixture.proof(.finalize(block, view: 4)), from: 2))
        #expect(node.replica.view == 5)
        node.wait(1_000)
        #expect(node.sent == ["nullify 5"])
    }

    @Test func `a leader silent for long is skipped at once while a quorum is heard`() throws {
        var node = try TestNode(fixture, index: voter)
        let leader = fixture.leader(1)
        let status = PeerStatus(epoch: 0, view: 1, finalizedView: 0, deliveredHeight: 0)
        node.nowMs = 10_000
        for peer in fixture.everyone.map(UInt64.init) where peer != voter && peer != leader {
            node.tell(.statusReceived(status, from: peer))
        }
        node.tellAndSync(.workPending(true))
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `a node that hears less than a quorum blames itself and waits`() throws {
        var node = try TestNode(fixture, index: voter)
        node.nowMs = 10_000
        node.tellAndSync(.workPending(true))
        #expect(node.sent == [])
        node.wait(1_000)
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `f plus one wishes to skip wake an idle node`() throws {
        var node = try TestNode(fixture, index: voter)
        let others = fixture.everyone.map(UInt64.init)
            .filter { $0 != voter && $0 != fixture.leader(1) }
        for other in others {
            let vote = try fixture.checked(fixture.nullify(1), by: Int(other))
            node.tell(.voteReceived(vote, from: other))
        }
        node.wait(1_000)
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `an observer never votes`() throws {
        var node = try TestNode(fixture, index: nil)
        node.tell(.workPending(true))
        node.tell(try fixture.propose(first))
        node.ready(first)
        node.wait(60_000)
        #expect(node.sent == [])
        node.tell(.proofReceived(try fixture.proof(.finalize(first, view: 1)), from: 2))
        #expect(node.delivered == [first])
    }

    @Test func `no vote is cast at the voting floor or below`() throws {
        var node = try TestNode(fixture, index: voter) { $0.votingFloor = 1 }
        node.tell(try fixture.propose(first))
        node.ready(first)
        node.wait(60_000)
        #expect(node.sent == [])
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(1)), from: 2))
        node.tell(.workPending(true))
        node.wait(60_000)
        #expect(node.sent == ["nullify 2"])
    }

    @Test func `S11: votes far ahead are not kept`() throws {
        var node = try TestNode(fixture, index: voter)
        for view: UInt64 in [18, 1_000, .max] {
            let vote = fixture.vote(fixture.nullify(view), by: 2)
            #expect(!node.replica.isWorthVerifying(.vote(vote), from: 2))
            let checked = try fixture.checked(fixture.nullify(view), by: 2)
            node.tell(.voteReceived(checked, from: 2))
        }
        let near = fixture.vote(fixture.nullify(17), by: 2)
        #expect(node.replica.isWorthVerifying(.vote(near), from: 2))
        #expect(!node.replica.isWorthVerifying(.vote(near), from: 3))
    }
}
