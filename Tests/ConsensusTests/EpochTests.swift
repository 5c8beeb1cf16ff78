import CBOR
import Consensus
import Cryptography
import Ledger
import Testing

/// The last block of an epoch, and what comes after it.
@Suite struct EpochTests {
    let fixture = ReplicaFixture()
    /// Not the leader of view 1.
    var voter: UInt64 { fixture.absentee }
    var first: HashedHeader { fixture.block(view: 1, on: fixture.anchor) }
    var last: HashedHeader { fixture.lastBlock(view: 2, on: first) }

    /// A node that holds the notarizations of `first` and `last`, both ready.
    private func node(
        _ index: UInt64,
        configure: (inout ReplicaConfiguration) -> Void = { _ in }
    ) throws -> TestNode {
        var node = try TestNode(fixture, index: index, configure: configure)
        node.tellAndSync(
            .proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2)
        )
        node.ready(first)
        node.tellAndSync(
            .proofReceived(try node.fixture.proof(.notarize(last, view: 2)), from: 2)
        )
        node.ready(last)
        return node
    }

    // MARK: Proposing again

    @Test func `the leader after the last block proposes it again, and nothing else`() throws {
        var node = try node(fixture.leader(3))
        node.tellAndSync(.workPending(true))
        #expect(node.builds == [] && node.proposals == [])
        node.wait(300)
        #expect(node.builds == [])
        let proposal = try #require(node.proposals.first)
        #expect(proposal.block == last && proposal.view == 3 && proposal.parentView == 2)
        let verified = try VerifiedProposal(proposal, in: fixture.epoch)
        #expect(verified.isRepetition)
    }

    @Test func `a proposal made again carries the nullifications since the block was notarized`()
        throws
    {
        let view = fixture.view(ledBy: fixture.leader(3), from: 4)
        var node = try node(fixture.leader(3))
        for skipped in 3..<view {
            node.tell(.proofReceived(try node.fixture.proof(fixture.nullify(skipped)), from: 2))
        }
        node.wait(300)
        let proposal = try #require(node.proposals.first)
        #expect(proposal.view == view && proposal.parentView == 2)
        #expect(proposal.nullifications.map(\.view) == Array(3..<view))
        _ = try VerifiedProposal(proposal, in: fixture.epoch)
    }

    @Test func `a last block that was skipped and not seen notarized need not be proposed again`()
        throws
    {
        var node = try TestNode(fixture, index: fixture.leader(3))
        node.tell(.workPending(true))
        node.tell(.proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2))
        node.ready(first)
        node.tell(.proofReceived(try node.fixture.proof(fixture.nullify(2)), from: 2))
        #expect(node.builds.map(\.parent) == [first])
    }

    @Test func `the same block is notarized and finalized again in a later view`() throws {
        let view: UInt64 = 3
        let voter = try #require(
            fixture.everyone.map(UInt64.init).first { $0 != fixture.leader(view) }
        )
        var node = try node(voter)
        let proof = try node.fixture.proof(.notarize(last, view: 2))
        node.tellAndSync(try fixture.propose(last, view: view, parent: proof))
        #expect(node.sent.contains("notarize 3"))
        #expect(node.sentVotes.last?.statement.block == last)
        node.tellAndSync(
            .proofReceived(try node.fixture.proof(.notarize(last, view: view)), from: 2)
        )
        #expect(node.sent == ["finalize 3"])
    }

    @Test func `a node that found the last block untimely votes for it when it comes again`() throws
    {
        let voter = try #require(
            fixture.everyone.map(UInt64.init).first { $0 != fixture.leader(3) }
        )
        var node = try TestNode(fixture, index: voter)
        node.tellAndSync(
            .proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2)
        )
        node.ready(first)
        let proof = try node.fixture.proof(.notarize(last, view: 2))
        node.tellAndSync(.proofReceived(proof, from: 2))
        node.ready(last, isTimely: false)
        node.tellAndSync(try fixture.propose(last, view: 3, parent: proof))
        #expect(node.sent.contains("notarize 3"))
    }

    @Test func `N4: only the last block may be proposed again, by its own notarization`() throws {
        let ordinary = try fixture.proof(.notarize(first, view: 1))
        #expect(throws: ConsensusError.parentNotProven) {
            try VerifiedProposal(
                try fixture.proposal(first, view: 2, parent: ordinary),
                in: fixture.epoch
            )
        }
        let sibling = fixture.lastBlock(view: 3, on: first)
        let other = try fixture.proof(.notarize(last, view: 2))
        #expect(throws: ConsensusError.parentNotProven) {
            try VerifiedProposal(try fixture.proposal(sibling, parent: other), in: fixture.epoch)
        }
    }

    @Test func `N4: views between a notarization and its repetition must be nullified`() throws {
        let voter = try #require(
            fixture.everyone.map(UInt64.init).first { $0 != fixture.leader(4) }
        )
        var node = try node(voter)
        let proof = try node.fixture.proof(.notarize(last, view: 2))
        node.tell(.proofReceived(try node.fixture.proof(.notarize(last, view: 3)), from: 2))
        #expect(node.replica.view == 4)
        node.tellAndSync(try fixture.propose(last, view: 4, parent: proof))
        #expect(!node.sent.contains("notarize 4"))
        #expect(node.proofRequests.map(\.views.upperBound) == [3])
        node.tellAndSync(.proofReceived(try node.fixture.proof(fixture.nullify(3)), from: 2))
        #expect(node.sent.contains("notarize 4"))
    }

    @Test func `a header of an earlier view is voted on only if it ends its epoch`() throws {
        for (block, isAllowed) in [(first, false), (last, true)] {
            let message = ConsensusMessage.vote(
                fixture.vote(.finalize(block, view: 5), by: 1)
            )
            let decoded = try? ConsensusMessage(
                decoding: message.encoded[...],
                chain: fixture.chain,
                validatorCount: 4
            )
            #expect((decoded == message) == isAllowed)
        }
    }

    // MARK: Nothing beyond it

    @Test func `S9: a child of the last block is nullified and never notarized`() throws {
        let voter = try #require(
            fixture.everyone.map(UInt64.init).first { $0 != fixture.leader(3) }
        )
        var node = try node(voter)
        let child = fixture.block(view: 3, on: last)
        let proof = try node.fixture.proof(.notarize(last, view: 2))
        node.tellAndSync(try fixture.propose(child, parent: proof))
        #expect(node.sent.contains("nullify 3") && !node.sent.contains("notarize 3"))
        #expect(node.obtained == [])
    }

    @Test(arguments: [VoteKind.notarize, .finalize])
    func `S9: a proof about a child of the last block halts a node`(kind: VoteKind) throws {
        var node = try node(voter)
        let child = fixture.block(view: 3, on: last)
        let statement: VoteStatement =
            kind == .notarize ? .notarize(child, view: 3) : .finalize(child, view: 3)
        node.tell(.proofReceived(try node.fixture.proof(statement), from: 2))
        #expect(node.halt?.code == "consensus.lastBlockExtended")
    }

    @Test func `S9: a range of blocks that goes on after the last one halts a node`() throws {
        var node = try TestNode(fixture, index: voter)
        let child = fixture.block(view: 3, on: last)
        let proof = try node.fixture.proof(.finalize(child, view: 3))
        node.tell(.chainFetched([first, last, child], by: proof))
        #expect(node.halt?.code == "consensus.lastBlockExtended")
        #expect(node.delivered == [])
    }

    #if CANARIES
    @Test func `a node can be made to build on the last block`() throws {
        var node = try node(fixture.leader(3)) { $0.mutations = [.extendPastBoundary] }
        node.tell(.workPending(true))
        #expect(node.builds.map(\.parent) == [last])
    }
    #endif

    // MARK: The end

    @Test func `the epoch ends once, when its last block is final and delivered`() throws {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try node.fixture.proof(.notarize(first, view: 1)), from: 2))
        node.tell(.proofReceived(try node.fixture.proof(.finalize(last, view: 2)), from: 2))
        #expect(node.replica.isClosed && node.ends == [] && node.delivered == [])
        node.ready(first)
        #expect(node.ends == [])
        node.ready(last)
        #expect(node.delivered == [first, last])
        #expect(node.ends == [last])
        node.wait(5_000)
        #expect(node.ends == [])
    }

    @Test func `the last block is final by a finalization of any later view`() throws {
        var node = try node(voter)
        node.tell(.proofReceived(try node.fixture.proof(.finalize(last, view: 9)), from: 2))
        #expect(node.delivered == [first, last] && node.ends == [last])
        node.tell(.proofReceived(try node.fixture.proof(.finalize(last, view: 11)), from: 2))
        #expect(node.halt == nil && node.ends == [])
    }

    @Test func `after its epoch a node neither votes nor builds, whatever comes`() throws {
        var node = try node(fixture.leader(3))
        node.tellAndSync(
            .proofReceived(try node.fixture.proof(.finalize(last, view: 2)), from: 2)
        )
        #expect(node.ends == [last] && node.builds == [] && node.sent == [])
        node.tellAndSync(.workPending(true))
        let child = fixture.block(view: 4, on: last)
        node.tellAndSync(
            .proofReceived(try node.fixture.proof(fixture.nullify(3)), from: 2)
        )
        node.tellAndSync(
            try fixture.propose(
                child,
                parent: try node.fixture.proof(.finalize(last, view: 2)),
                skipped: [3]
            )
        )
        node.ready(child)
        node.wait(60_000)
        #expect(node.builds == [] && node.sent == [] && node.halt == nil)
        let vote = ConsensusMessage.vote(fixture.vote(fixture.nullify(4), by: 2))
        #expect(!node.replica.isWorthVerifying(vote, from: 2))
    }

    @Test func `after its epoch a node shows peers that are behind how it ended`() throws {
        var node = try node(voter)
        let final = try node.fixture.proof(.finalize(last, view: 2))
        node.tell(.proofReceived(final, from: 2))
        let status = PeerStatus(epoch: 0, view: 1, finalizedView: 0, deliveredHeight: 0)
        node.tell(.statusReceived(status, from: 3))
        #expect(node.messages(to: 3).contains(.proof(final.value)))
    }

    @Test func `a journal that ends with the finalization of the last block ends the epoch again`()
        throws
    {
        let proof = try fixture.proof(.finalize(last, view: 2))
        var node = try TestNode(
            fixture,
            index: voter,
            tip: FinalizedTip(block: first, proof: try fixture.proof(.finalize(first, view: 1))),
            journal: [.proof(proof.value)]
        )
        #expect(node.obtained == [last])
        node.ready(last)
        #expect(node.ends == [last])
    }

    // MARK: The next epoch

    @Test func `the next epoch begins at view 1 on the last block of the one before`() throws {
        let next = ReplicaFixture(count: 5, after: last)
        let leader = next.leader(1)
        var node = try TestNode(next, index: leader)
        #expect(node.replica.view == 1 && node.replica.delivered == last && node.ends == [])
        node.tell(.workPending(true))
        #expect(node.builds.map(\.parent) == [last] && node.builds.map(\.epoch) == [1])
        node.tellAndSync(.blockBuilt(next.block(view: 1, on: last)))
        #expect(node.sent == ["notarize 1"])
        let proposal = try #require(node.proposals.first)
        #expect(proposal.parentProof == nil)
        _ = try VerifiedProposal(proposal, in: next.epoch)
    }

    @Test func `records of another epoch bind nothing in this one`() throws {
        let next = ReplicaFixture(count: 4, after: last)
        let journal = [
            JournalRecord.vote(fixture.vote(fixture.nullify(7), by: Int(voter))),
            .floor(epoch: 0, view: 9),
            .proof(try fixture.proof(fixture.nullify(8)).value),
        ]
        var node = try TestNode(next, index: voter, journal: journal)
        #expect(node.replica.view == 1 && node.sent == [])
        let block = next.block(view: 1, on: last)
        guard next.leader(1) != voter else { return }
        node.tell(try next.propose(block))
        node.ready(block)
        #expect(node.sent == ["notarize 1"])
    }

    @Test func `S5: a proof of one epoch proves nothing in another`() throws {
        let next = ReplicaFixture(count: 4, after: last)
        let old = try fixture.proof(fixture.nullify(3)).value
        #expect(throws: ChainError.wrongEpoch(expected: 1, found: 0)) {
            try Verified(old, by: next.epoch.electorate)
        }
    }

    @Test(arguments: [5, 6, 8, 9])
    func `n that is not 3f + 1 is decided by n − f`(count: Int) throws {
        let fixture = ReplicaFixture(count: count)
        let f = (count - 1) / 3
        let first = fixture.lastBlock(view: 1, on: fixture.anchor)
        let voters = fixture.everyone.filter { $0 != 0 }
        #expect(throws: ChainError.self) {
            try fixture.proof(.finalize(first, view: 1), by: Array(voters.prefix(count - f - 1)))
        }
        var node = try TestNode(fixture, index: 0)
        let proof = try fixture.proof(
            .finalize(first, view: 1),
            by: Array(voters.prefix(count - f))
        )
        node.tell(.proofReceived(proof, from: 1))
        node.ready(first)
        #expect(node.ends == [first])
    }

    @Test func `the epoch of every message can be read before the rest`() throws {
        let next = ReplicaFixture(count: 7, after: last)
        let block = next.block(view: 1, on: last)
        let messages: [ConsensusMessage] = [
            .proposal(try next.proposal(block)),
            .vote(next.vote(next.nullify(1), by: 0)),
            .proof(try next.proof(next.nullify(1)).value),
            .proof(try next.proof(.notarize(block, view: 1)).value),
            .status(PeerStatus(epoch: 1, view: 1, finalizedView: 0, deliveredHeight: 0)),
            .proofRequest(ProofRequest(epoch: 1, views: 1...2)),
        ]
        for message in messages {
            #expect(try ConsensusMessage.epoch(of: message.encoded[...]) == 1)
        }
        for bytes: [UInt8] in [[], [0x82, 0x09, 0x80], [0x82, 0x02, 0x82, 0xf6], [0xff]] {
            #expect(throws: ConsensusError.self) { try ConsensusMessage.epoch(of: bytes[...]) }
        }
    }
}
