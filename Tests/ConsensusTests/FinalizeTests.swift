import Consensus
import Ledger
import Testing

/// The rules of Finalize(v, b) and of what n − f of them bring about.
@Suite struct FinalizeTests {
    let fixture = ReplicaFixture()
    var voter: UInt64 { fixture.absentee }
    var first: HashedHeader { fixture.block(view: 1, on: fixture.anchor) }

    @Test func `a notarized block that is ready is finalized, in a view already left`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tellAndSync(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        #expect(node.replica.view == 2)
        #expect(node.sent == [])
        #expect(node.obtained == [first])
        node.ready(first)
        #expect(node.sent == ["finalize 1"])
    }

    @Test func `whoever nullified a view never finalizes in it`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.workPending(true))
        node.wait(1_000)
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        node.ready(first)
        #expect(node.sent == [])
    }

    @Test func `a ready block without a notarization is not finalized`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        node.ready(first)
        #expect(node.sent == ["notarize 1"])
    }

    @Test func `S6: n minus f votes finalize a block and its ancestors, in height order`() throws {
        var node = try TestNode(fixture, index: voter)
        let second = fixture.block(view: 2, on: first)
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        node.tell(.proofReceived(try fixture.proof(.notarize(second, view: 2)), from: 2))
        node.ready(first)
        node.tell(.blockReady(second.hash, isTimely: true))
        let others = fixture.everyone.filter { UInt64($0) != voter }
        for other in others {
            let vote = try fixture.checked(.finalize(second, view: 2), by: other)
            node.tell(.voteReceived(vote, from: UInt64(other)))
        }
        #expect(node.delivered == [first, second])
        #expect(node.replica.tip.view == 2)
        #expect(node.replica.delivered == second)
    }

    @Test func `a finalization waits for its blocks before it is delivered`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.finalize(first, view: 1)), from: 2))
        #expect(node.replica.tip.block == first)
        #expect(node.delivered == [])
        node.ready(first)
        #expect(node.delivered == [first])
    }

    @Test func `one vote too few finalizes nothing, and nobody counts twice`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        let others = fixture.everyone.filter { UInt64($0) != voter }.prefix(2)
        for other in others + others + others {
            let vote = try fixture.checked(.finalize(first, view: 1), by: other)
            node.tell(.voteReceived(vote, from: UInt64(other)))
        }
        #expect(node.replica.tip.view == 0)
    }

    @Test func `a vote is accepted from its signer's own connection only`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        let others = fixture.everyone.filter { UInt64($0) != voter }
        for other in others {
            let vote = try fixture.checked(.finalize(first, view: 1), by: other)
            let relay = others.first { $0 != other } ?? other
            node.tell(.voteReceived(vote, from: UInt64(relay)))
        }
        #expect(node.replica.tip.view == 0)
    }

    @Test func `two conflicting proofs of one view stop the replica`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.finalize(first, view: 1)), from: 2))
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(1)), from: 2))
        #expect(node.halt?.code == "consensus.conflictingProofs")
        #expect(node.replica.haltReason != nil)
        node.tell(.workPending(true))
        node.wait(100_000)
        #expect(node.effects.isEmpty)
    }

    @Test func `two notarized blocks of one view stop the replica`() throws {
        var node = try TestNode(fixture, index: voter)
        let other = fixture.block(view: 1, on: fixture.anchor, variant: "other")
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        node.tell(.proofReceived(try fixture.proof(.notarize(other, view: 1)), from: 2))
        #expect(node.halt?.code == "consensus.conflictingProofs")
    }

    @Test func `a notarized block that is invalid here stops the replica`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        node.tell(.blockRefused(first.hash, .invalid(code: "ledger.stateDigest")))
        #expect(node.halt == .notarizedBlockInvalid(first.hash, code: "ledger.stateDigest"))
    }

    @Test func `a finalized block that does not extend the delivered chain stops the replica`()
        throws
    {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.finalize(first, view: 1)), from: 2))
        node.ready(first)
        let fork = fixture.block(view: 2, on: fixture.anchor)
        node.tell(.proofReceived(try fixture.proof(.finalize(fork, view: 2)), from: 2))
        #expect(node.halt?.code == "consensus.finalityReverted")
    }

    @Test func `Nullify and Finalize of one validator are evidence, Notarize and Nullify are not`()
        throws
    {
        var node = try TestNode(fixture, index: voter)
        let other = fixture.everyone.first { UInt64($0) != voter } ?? 0
        for statement in [
            .notarize(first, view: 1), fixture.nullify(1),
        ] as [VoteStatement] {
            node.tell(.voteReceived(try fixture.checked(statement, by: other), from: UInt64(other)))
            #expect(node.evidence.isEmpty)
        }
        let finalize = try fixture.checked(.finalize(first, view: 1), by: other)
        node.tell(.voteReceived(finalize, from: UInt64(other)))
        #expect(node.evidence.count == 1)
        node.tell(.voteReceived(finalize, from: UInt64(other)))
        #expect(node.evidence.isEmpty)
    }
}
