import Consensus
import Ledger
import Testing

/// The rule of the lost journal where the vote ceiling is lost too.
@Suite struct RecoveryTests {
    let fixture = ReplicaFixture()
    var lost: UInt64 { fixture.absentee }
    var others: [UInt64] { fixture.everyone.map(UInt64.init).filter { $0 != lost } }

    private func recovering(question: UInt64 = 7) throws -> TestNode {
        try TestNode(fixture, index: lost) { $0.recoveryQuestion = question }
    }

    private func answer(_ view: UInt64, floor: UInt64 = 0, question: UInt64 = 7) -> Standing {
        Standing(epoch: 0, question: question, view: view, floor: floor)
    }

    /// Brings a node into a view, by a proof that it had no part in.
    private func enter(_ view: UInt64, _ node: inout TestNode) throws {
        node.tell(.proofReceived(try fixture.proof(fixture.nullify(view - 1)), from: others[0]))
    }

    /// Makes a node wish to skip the view it is in.
    private func giveUp(_ node: inout TestNode) {
        node.tell(.workPending(true))
        node.wait(60_000)
    }

    @Test func `it asks everyone, and casts no vote before enough others have answered`() throws {
        var node = try recovering()
        #expect(node.questions == [StandingRequest(epoch: 0, question: 7)])
        try enter(5, &node)
        node.tell(.standingReceived(answer(5), from: others[0]))
        node.tell(.standingReceived(answer(5), from: others[0]))
        node.tell(.standingReceived(answer(4), from: others[1]))
        giveUp(&node)
        #expect(node.sent == [] && node.replica.isRecovering)
        #expect(node.replica.recoveryAnswers?.count == 2)
        #expect(node.replica.recoveryAnswers?.needed == 3)
        node.tell(.standingReceived(answer(3), from: others[2]))
        #expect(!node.replica.isRecovering)
    }

    @Test func `it never votes at M + 1 or below`() throws {
        var node = try recovering()
        try enter(5, &node)
        for peer in others { node.tell(.standingReceived(answer(5), from: peer)) }
        #expect(node.replica.votingFloor == 6)
        giveUp(&node)
        #expect(node.sent == [])
        try enter(7, &node)
        giveUp(&node)
        #expect(node.sent == ["nullify 7"])
    }

    @Test func `a floor after a loss of another's own counts as a view that it was in`() throws {
        var node = try recovering()
        try enter(5, &node)
        node.tell(.standingReceived(answer(2, floor: 9), from: others[0]))
        for peer in others.dropFirst() { node.tell(.standingReceived(answer(5), from: peer)) }
        #expect(node.replica.votingFloor == 10)
    }

    @Test func `a view that nobody has proven is not believed`() throws {
        var node = try recovering()
        node.tell(.standingReceived(answer(UInt64.max), from: others[0]))
        for peer in others.dropFirst() { node.tell(.standingReceived(answer(1), from: peer)) }
        #expect(node.replica.isRecovering)
        try enter(9, &node)
        #expect(node.replica.isRecovering)
        node.tell(.standingReceived(answer(9, floor: 500), from: others[0]))
        #expect(node.replica.isRecovering)
        node.tell(.standingReceived(answer(9), from: others[0]))
        #expect(node.replica.votingFloor == 10)
    }

    @Test func `an answer to the question of an earlier life counts for nothing`() throws {
        var node = try recovering()
        for peer in others { node.tell(.standingReceived(answer(1, question: 6), from: peer)) }
        node.tell(.standingReceived(answer(1), from: lost))
        #expect(node.replica.isRecovering)
    }

    @Test func `it tells who asks where it stands, unless it lost its own votes`() throws {
        let question = StandingRequest(epoch: 0, question: 3)
        var whole = try TestNode(fixture, index: lost) { $0.votingFloor = 12 }
        try enter(5, &whole)
        whole.tell(.standingRequested(question, from: 2))
        #expect(whole.standings == [Standing(epoch: 0, question: 3, view: 5, floor: 12)])
        var other = try recovering()
        other.tell(.standingRequested(question, from: 2))
        #expect(other.standings.isEmpty)
        whole.tell(.standingRequested(StandingRequest(epoch: 1, question: 3), from: 2))
        #expect(whole.standings.isEmpty)
    }

    @Test func `lives that end before the loss is settled leave no vote above the next floor`()
        throws
    {
        var node = try recovering()
        for peer in others { node.tell(.standingReceived(answer(1), from: peer)) }
        for view in [3, 5] as [UInt64] {
            try enter(view, &node)
            giveUp(&node)
            #expect(node.sent == ["nullify \(view)"])
            // Killed; whoever answers the next life knows less than this one did.
            node = try TestNode(fixture, index: lost, journal: node.journal) {
                $0.recoveryQuestion = 7 + view
            }
            giveUp(&node)
            for peer in others { node.tell(.standingReceived(answer(1), from: peer)) }
            #expect(node.replica.isRecovering && node.sent == [])
            for peer in others {
                node.tell(.standingReceived(answer(1, question: 7 + view), from: peer))
            }
            #expect(node.replica.votingFloor == view + 1)
            giveUp(&node)
            #expect(node.sent == [] && node.halt == nil)
        }
    }

    @Test func `the loss is settled by a final block that was proposed above the floor`() throws {
        var node = try recovering()
        for peer in others { node.tell(.standingReceived(answer(1), from: peer)) }
        #expect(node.replica.votingFloor == 2)
        let early = fixture.block(view: 2, on: fixture.anchor)
        node.tell(.proofReceived(try fixture.proof(.finalize(early, view: 2)), from: others[0]))
        node.ready(early)
        #expect(node.replica.delivered == early && !node.isRecovered)
        let late = fixture.block(view: 3, on: early)
        node.tell(.proofReceived(try fixture.proof(.finalize(late, view: 3)), from: others[0]))
        node.ready(late)
        #expect(node.isRecovered)
    }
}

extension TestNode {
    fileprivate var questions: [StandingRequest] {
        effects.compactMap {
            if case .broadcast(.standingRequest(let request)) = $0 { request } else { nil }
        }
    }

    fileprivate var standings: [Standing] {
        effects.compactMap {
            if case .send(.standing(let standing), _) = $0 { standing } else { nil }
        }
    }

    fileprivate var isRecovered: Bool {
        effects.contains { if case .recovered = $0 { true } else { false } }
    }
}
