#if CANARIES
import Consensus
import Cryptography
import Ledger
import Testing

/// Rules that only a unit test can see switched off; the simulator's canaries are the others.
@Suite struct MutationTests {
    let fixture = ReplicaFixture()

    @Test func `the gate can be made to sign Nullify after Finalize`() {
        var gate = SignGate(
            index: 0,
            signer: TestSigner(index: 0),
            suite: .p256,
            floor: 0,
            switchedOff: { $0 == .nullifyThoughFinalized }
        )
        let block = fixture.block(view: 1, on: fixture.anchor)
        #expect(gate.sign(.finalize(block, view: 1)) != nil)
        #expect(gate.sign(fixture.nullify(1)) != nil)
    }

    @Test func `a node can be made to ignore votes it does not remember`() throws {
        var node = try TestNode(fixture, index: 0) { $0.mutations = [.rememberOwnVotes] }
        let vote = try fixture.checked(fixture.nullify(1), by: 0)
        node.tell(.voteReceived(vote, from: 2))
        #expect(node.halt == nil)
    }
}
#endif
