import Consensus
import Cryptography
import Ledger
import Testing

/// Rules N1 to N6 of Notarize(v, b).
@Suite struct NotarizeTests {
    let fixture = ReplicaFixture()
    /// Not the leader of view 1.
    var voter: UInt64 { fixture.absentee }
    var first: HashedHeader { fixture.block(view: 1, on: fixture.anchor) }

    @Test func `a sound proposal is obtained, then notarized once its block is ready`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        #expect(node.obtained == [first])
        #expect(node.sent == [])
        node.ready(first)
        #expect(node.sent == ["notarize 1"])
        #expect(node.sentVotes.first?.statement.block == first)
    }

    @Test
    func `N1: of two proposals of a leader only the first is voted on, and both are evidence`()
        throws
    {
        var node = try TestNode(fixture, index: voter)
        let other = fixture.block(view: 1, on: fixture.anchor, variant: "other")
        node.tell(try fixture.propose(first))
        node.tell(try fixture.propose(other))
        #expect(node.evidence.map(\.first.signer) == [fixture.leader(1)])
        #expect(node.obtained == [])
        let third = fixture.block(view: 1, on: fixture.anchor, variant: "third")
        let more = ConsensusMessage.proposal(try fixture.proposal(third))
        #expect(!node.replica.isWorthVerifying(more, from: fixture.leader(1)))
        node.ready(other)
        #expect(node.sent == [])
        node.ready(first)
        #expect(node.sentVotes.first?.statement.block == first)
    }

    @Test func `N1: a proposal of anyone but the leader is refused`() throws {
        let block = first
        let impostor = BlockProposal(
            vote: fixture.vote(.notarize(block, view: 1), by: Int(voter)),
            parentProof: nil,
            nullifications: []
        )
        #expect(throws: ConsensusError.notFromLeader(view: 1)) {
            try VerifiedProposal(impostor, in: fixture.epoch)
        }
    }

    @Test func `N1: a proposal of an earlier view is not voted on`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(1)), from: 2))
        #expect(node.replica.view == 2)
        node.tell(try fixture.propose(first))
        node.ready(first)
        #expect(node.sent == [])
    }

    @Test func `N2: whoever nullified a view does not notarize in it`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.workPending(true))
        node.wait(1_000)
        #expect(node.sent == ["nullify 1"])
        node.tell(try fixture.propose(first))
        node.ready(first)
        #expect(node.sent == [])
    }

    @Test func `N3: a block that does not extend the finalized one is not voted on`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(.finalize(first, view: 1)), from: 2))
        let fork = fixture.block(view: 2, on: fixture.anchor)
        node.tell(try fixture.propose(fork, skipped: [1]))
        node.ready(fork)
        #expect(node.sent == [])
        #expect(node.halt?.code == "consensus.conflictingProofs")
    }

    @Test func `N4: the parent must be notarized or finalized`() throws {
        let second = fixture.block(view: 2, on: first)
        #expect(throws: ConsensusError.parentNotProven) {
            try VerifiedProposal(try fixture.proposal(second, skipped: [1]), in: fixture.epoch)
        }
        let wrong = try fixture.proof(
            .notarize(fixture.block(view: 1, on: fixture.anchor, variant: "x"), view: 1)
        )
        #expect(throws: ConsensusError.parentNotProven) {
            try VerifiedProposal(
                try fixture.proposal(second, parent: wrong),
                in: fixture.epoch
            )
        }
    }

    @Test func `N4: attached nullifications are those of the newest views, without gaps`() throws {
        let block = fixture.block(view: 4, on: first)
        let parent = try fixture.proof(.notarize(first, view: 1))
        for skipped in [[2], [3, 2], [1, 2, 3], [2, 3, 3]] as [[UInt64]] {
            #expect(throws: ConsensusError.self) {
                try VerifiedProposal(
                    try fixture.proposal(block, parent: parent, skipped: skipped),
                    in: fixture.epoch
                )
            }
        }
        let nowhere = fixture.block(view: 0, on: fixture.anchor)
        #expect(throws: ConsensusError.parentNotProven) {
            try VerifiedProposal(try fixture.proposal(nowhere), in: fixture.epoch)
        }
    }

    @Test func `N4: a block is voted on when every skipped view is shown to be nullified`() throws {
        let block = fixture.block(view: 4, on: first)
        let parent = try fixture.proof(.notarize(first, view: 1))
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(block, parent: parent, skipped: [2, 3]))
        #expect(node.replica.view == 4)
        #expect(node.obtained == [first])
        node.ready(first)
        #expect(node.obtained == [block])
        node.ready(block)
        #expect(node.sent.contains("notarize 4"))
    }

    @Test func `N4: a proof already held is not verified again, but must state the same`() throws {
        let block = fixture.block(view: 2, on: first)
        let parent = try fixture.proof(.notarize(first, view: 1))
        let forged = QuorumProof(
            statement: parent.value.statement,
            signers: parent.value.signers,
            signatures: parent.value.signatures.reversed()
        )
        let proposal = BlockProposal(
            vote: fixture.vote(.notarize(block, view: 2), by: Int(fixture.leader(2))),
            parentProof: forged,
            nullifications: []
        )
        #expect(throws: ConsensusError.self) {
            try VerifiedProposal(proposal, in: fixture.epoch)
        }
        let other = try fixture.proof(fixture.nullify(1))
        #expect(throws: ConsensusError.self) {
            try VerifiedProposal(proposal, in: fixture.epoch, holding: [other])
        }
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(parent, from: 2))
        let held = node.replica.heldProofs(for: proposal)
        let verified = try VerifiedProposal(proposal, in: fixture.epoch, holding: held)
        #expect(verified.parentProof == parent)
    }

    @Test(arguments: [0, 1, 2, 3, 4, 5])
    func `N5: a header that breaks a rule is nullified and never notarized`(rule: Int) throws {
        let broken = fixture.block(view: 1, on: fixture.anchor) { header in
            switch rule {
            case 0: header.height += 1
            case 1: header.timeMs = fixture.anchor.header.timeMs
            case 2: header.proposer = (header.proposer + 1) % 4
            case 3: header.validatorsHash = .zero
            case 4: header.view = 0
            default: header.height = 0
            }
        }
        var node = try TestNode(fixture, index: voter)
        let proposal = try fixture.proposal(broken, view: 1)
        node.tellAndSync(
            .proposalReceived(
                try VerifiedProposal(proposal, in: fixture.epoch),
                from: fixture.leader(1)
            )
        )
        #expect(node.sent == ["nullify 1"])
        #expect(node.obtained == [])
        node.ready(broken)
        #expect(node.sent == [])
    }

    @Test func `N5: a block that execution refuses is nullified and never notarized`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        node.tellAndSync(.blockRefused(first.hash, .invalid(code: "ledger.notTheSource")))
        #expect(node.sent == ["nullify 1"])
        #expect(node.halt == nil)
    }

    @Test func `N6: an untimely block is not notarized, but may be built on and finalized`() throws
    {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        node.ready(first, isTimely: false)
        #expect(node.sent == [])
        node.tellAndSync(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        #expect(node.sent == ["finalize 1"])
    }

    @Test func `S2: a vote leaves only after its record is durable`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        node.tell(.blockReady(first.hash, isTimely: true))
        #expect(node.sent == [])
        guard case .vote(let vote) = node.journal.last else {
            Issue.record("no vote was journaled")
            return
        }
        node.tell(.journalSynced(upTo: node.newestSequence - 1))
        #expect(node.sent == [])
        node.tell(.journalSynced(upTo: node.newestSequence))
        #expect(node.sentVotes == [vote])
    }

    @Test func `S2: the own vote counts only after its record is durable`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(try fixture.propose(first))
        node.tell(.blockReady(first.hash, isTimely: true))
        let third = try #require(
            fixture.everyone.first { UInt64($0) != voter && UInt64($0) != fixture.leader(1) }
        )
        let vote = try fixture.checked(.notarize(first, view: 1), by: third)
        node.tell(.voteReceived(vote, from: UInt64(third)))
        #expect(node.replica.view == 1)
        node.tell(.journalSynced(upTo: node.newestSequence))
        #expect(node.replica.view == 2)
    }
}
