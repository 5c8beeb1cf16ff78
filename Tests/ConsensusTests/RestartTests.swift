import Consensus
import Ledger
import Testing

/// What a life knows of the lives before it.
@Suite struct RestartTests {
    let fixture = ReplicaFixture()
    var voter: UInt64 { fixture.absentee }
    var first: HashedHeader { fixture.block(view: 1, on: fixture.anchor) }

    @Test func `a stored Nullify is sent and counted again at once`() throws {
        let journal = [JournalRecord.vote(fixture.vote(fixture.nullify(1), by: Int(voter)))]
        var node = try TestNode(fixture, index: voter, journal: journal)
        #expect(node.sent == ["nullify 1"])
        let others = fixture.everyone.filter { UInt64($0) != voter }.prefix(2)
        for other in others {
            let vote = try fixture.checked(fixture.nullify(1), by: other)
            node.tell(.voteReceived(vote, from: UInt64(other)))
        }
        #expect(node.replica.view == 2)
    }

    @Test func `a stored Notarize binds, but is sent only when its block is here`() throws {
        let journal = [JournalRecord.vote(fixture.vote(.notarize(first, view: 1), by: Int(voter)))]
        var node = try TestNode(fixture, index: voter, journal: journal)
        #expect(node.sent == [])
        #expect(node.obtained == [first])
        let other = fixture.block(view: 1, on: fixture.anchor, variant: "other")
        node.tell(try fixture.propose(other))
        node.ready(other)
        #expect(node.sent == [])
        node.ready(first)
        #expect(node.sentVotes.first?.statement == .notarize(first, view: 1))
    }

    @Test func `S3: a stored Notarize leaves only when its block, fetched again, is durable`()
        throws
    {
        let vote = fixture.vote(.notarize(first, view: 1), by: Int(voter))
        var node = try TestNode(fixture, index: voter, journal: [.vote(vote)])
        node.tell(.blockReady(first.hash, isTimely: true))
        #expect(node.sentVotes.isEmpty)
        node.sync()
        #expect(node.sentVotes == [vote])
    }

    @Test func `a stored Finalize is sent only when its block is here, and once`() throws {
        let vote = fixture.vote(.finalize(first, view: 1), by: Int(voter))
        var node = try TestNode(fixture, index: voter, journal: [.vote(vote), .vote(vote)])
        #expect(node.sentVotes.isEmpty)
        node.ready(first)
        #expect(node.sentVotes == [vote])
    }

    @Test func `S1: a stored Nullify forbids Finalize in this life`() throws {
        let journal = [JournalRecord.vote(fixture.vote(fixture.nullify(1), by: Int(voter)))]
        var node = try TestNode(fixture, index: voter, journal: journal)
        node.tell(.proofReceived(try fixture.proof(.notarize(first, view: 1)), from: 2))
        node.ready(first)
        #expect(node.sent == [])
    }

    @Test func `the view is one above the highest proof, and at least the highest own vote`() throws
    {
        let nullification = JournalRecord.proof(try fixture.proof(fixture.nullify(4)).value)
        let one = try TestNode(fixture, index: voter, journal: [nullification])
        #expect(one.replica.view == 5)
        let vote = JournalRecord.vote(fixture.vote(fixture.nullify(9), by: Int(voter)))
        let two = try TestNode(fixture, index: voter, journal: [vote, nullification])
        #expect(two.replica.view == 9)
    }

    @Test func `all records are replayed, in whatever order they were appended`() throws {
        var records: [JournalRecord] = []
        for view: UInt64 in [3, 1, 2] {
            records.append(.vote(fixture.vote(fixture.nullify(view), by: Int(voter))))
        }
        var node = try TestNode(fixture, index: voter, journal: records)
        #expect(node.sent == ["nullify 3", "nullify 1", "nullify 2"])
        #expect(node.replica.view == 3)
        node.tell(.workPending(true))
        node.wait(60_000)
        #expect(node.sent == [])
    }

    @Test func `timers run again after a restart`() throws {
        let journal = [JournalRecord.vote(fixture.vote(.notarize(first, view: 1), by: Int(voter)))]
        var node = try TestNode(fixture, index: voter, journal: journal)
        node.tell(.workPending(true))
        node.wait(1_000)
        #expect(node.sent == ["nullify 1"])
    }

    @Test func `a finalization of the journal outruns the block store's tip`() throws {
        let journal = [
            JournalRecord.proof(try fixture.proof(.finalize(first, view: 1)).value)
        ]
        var node = try TestNode(fixture, index: voter, journal: journal)
        #expect(node.replica.tip.block == first)
        #expect(node.replica.delivered == fixture.anchor)
        #expect(node.replica.view == 2)
        #expect(node.obtained == [first])
        node.ready(first)
        #expect(node.delivered == [first])
    }

    @Test func `S4: a floor above every proof forbids votes, in all lives, and proves no view`()
        throws
    {
        var journal = [
            JournalRecord.floor(epoch: 0, view: 70),
            .proof(try fixture.proof(fixture.nullify(4)).value),
        ]
        for view: UInt64 in [5, 6] {
            var node = try TestNode(fixture, index: voter, journal: journal)
            #expect(node.replica.view == view)
            node.tell(.workPending(true))
            let block = fixture.block(view: view, on: fixture.anchor)
            node.tell(try fixture.propose(block, skipped: Array(1..<view)))
            node.ready(block)
            #expect(node.sent == [])
            node.wait(60_000)
            #expect(node.sent == [])
            node.tellAndSync(.proofReceived(try fixture.proof(fixture.nullify(view)), from: 2))
            #expect(node.sent == [])
            journal = node.journal
        }
        var last = try TestNode(fixture, index: voter, journal: journal)
        last.tell(.workPending(true))
        last.tell(.proofReceived(try fixture.proof(fixture.nullify(69)), from: 2))
        last.wait(60_000)
        #expect(last.replica.view == 70 && last.sent == [])
        last.tell(.proofReceived(try fixture.proof(fixture.nullify(70)), from: 2))
        last.wait(60_000)
        #expect(last.sent == ["nullify 71"])
    }

    @Test func `a record that does not verify is a damaged journal`() throws {
        let honest = fixture.vote(fixture.nullify(1), by: Int(voter))
        let forged = Vote(
            statement: fixture.nullify(2),
            signer: voter,
            signature: honest.signature
        )
        #expect(throws: ConsensusError.damagedJournal(index: 1)) {
            try TestNode(fixture, index: voter, journal: [.vote(honest), .vote(forged)])
        }
    }

    @Test func `a vote of this node that its journal lacks stops it`() throws {
        var shown = try TestNode(fixture, index: voter)
        let vote = try fixture.checked(fixture.nullify(1), by: Int(voter))
        shown.tell(.voteReceived(vote, from: 2))
        #expect(shown.halt == .forgottenVote(fixture.nullify(1)))
        var proven = try TestNode(fixture, index: voter)
        let all = fixture.everyone
        proven.tell(.proofReceived(try fixture.proof(fixture.nullify(1), by: all), from: 2))
        #expect(proven.halt == .forgottenVote(fixture.nullify(1)))
    }

    @Test func `after a forgotten vote no later life votes, though it follows the proofs`() throws {
        var node = try TestNode(fixture, index: voter)
        let vote = try fixture.checked(fixture.nullify(1), by: Int(voter))
        node.tell(.voteReceived(vote, from: 2))
        try expectSilence(after: node)
    }

    @Test func `after contradicting proofs no later life votes, though it follows the proofs`()
        throws
    {
        var node = try TestNode(fixture, index: voter)
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(1)), from: 2))
        node.tell(.proofReceived(try fixture.proof(.finalize(first, view: 1)), from: 2))
        #expect(node.halt?.code == "consensus.conflictingProofs")
        try expectSilence(after: node)
    }

    private func expectSilence(after halted: TestNode) throws {
        #expect(halted.halt != nil)
        var node = try TestNode(fixture, index: voter, journal: halted.journal)
        node.tell(.workPending(true))
        node.wait(60_000)
        #expect(node.sent == [])
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(7)), from: 2))
        node.wait(60_000)
        #expect(node.replica.view == 8 && node.sent == [])
    }

    @Test func `a peer behind its own votes is shown them`() throws {
        var node = try TestNode(fixture, index: voter)
        let peer = UInt64(fixture.everyone.first { UInt64($0) != voter } ?? 0)
        let vote = try fixture.checked(fixture.nullify(3), by: Int(peer))
        node.tell(.voteReceived(vote, from: peer))
        let status = PeerStatus(epoch: 0, view: 1, finalizedView: 0, deliveredHeight: 0)
        node.tell(.statusReceived(status, from: peer))
        #expect(node.messages(to: peer).contains(.vote(vote.value)))
    }
}
