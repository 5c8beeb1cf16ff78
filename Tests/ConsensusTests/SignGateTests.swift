import Consensus
import Cryptography
import Ledger
import Testing

/// S1, S4 and N2 at the only place that makes votes.
@Suite struct SignGateTests {
    let fixture = ReplicaFixture()

    private func gate(floor: UInt64 = 0) -> SignGate {
        SignGate(index: 0, signer: TestSigner(index: 0), suite: .p256, floor: floor)
    }

    @Test func `S1: a second Notarize of a view is not made, whatever the block`() {
        var gate = gate()
        let one = fixture.block(view: 1, on: fixture.anchor)
        let other = fixture.block(view: 1, on: fixture.anchor, variant: "other")
        #expect(gate.sign(.notarize(one, view: 1)) != nil)
        #expect(gate.sign(.notarize(other, view: 1)) == nil)
        #expect(gate.sign(.notarize(one, view: 1)) == nil)
    }

    @Test func `S1: Finalize is not made after Nullify, and Nullify not after Finalize`() {
        let block = fixture.block(view: 1, on: fixture.anchor)
        var first = gate()
        #expect(first.sign(fixture.nullify(1)) != nil)
        #expect(first.sign(.finalize(block, view: 1)) == nil)
        var second = gate()
        #expect(second.sign(.finalize(block, view: 1)) != nil)
        #expect(second.sign(fixture.nullify(1)) == nil)
    }

    @Test func `S1: Nullify and Finalize are each made once a view`() {
        var gate = gate()
        let block = fixture.block(view: 1, on: fixture.anchor)
        #expect(gate.sign(fixture.nullify(2)) != nil)
        #expect(gate.sign(fixture.nullify(2)) == nil)
        #expect(gate.sign(.finalize(block, view: 1)) != nil)
        #expect(gate.sign(.finalize(block, view: 1)) == nil)
    }

    @Test func `N2: Notarize is not made after Nullify, but Nullify may follow Notarize`() {
        var gate = gate()
        let block = fixture.block(view: 1, on: fixture.anchor)
        #expect(gate.sign(fixture.nullify(1)) != nil)
        #expect(gate.sign(.notarize(block, view: 1)) == nil)
        let next = fixture.block(view: 2, on: fixture.anchor)
        #expect(gate.sign(.notarize(next, view: 2)) != nil)
        #expect(gate.sign(fixture.nullify(2)) != nil)
    }

    @Test func `votes of different views do not hinder each other`() {
        var gate = gate()
        for view: UInt64 in [5, 2, 9] { #expect(gate.sign(fixture.nullify(view)) != nil) }
        #expect(gate.votes.map(\.statement.view) == [2, 5, 9])
        #expect(gate.newestView == 9)
    }

    @Test func `S4: nothing is signed at the floor or below, and the floor never sinks`() {
        var gate = gate(floor: 3)
        #expect(gate.sign(fixture.nullify(3)) == nil)
        #expect(gate.sign(fixture.nullify(4)) != nil)
        gate.raiseFloor(to: 7)
        gate.raiseFloor(to: 5)
        #expect(gate.floor == 7)
        #expect(gate.sign(fixture.nullify(7)) == nil)
        #expect(gate.votes.isEmpty)
    }

    @Test func `S1: the votes of an earlier life bind this one`() {
        let block = fixture.block(view: 1, on: fixture.anchor)
        let other = fixture.block(view: 1, on: fixture.anchor, variant: "other")
        var gate = gate()
        gate.restore(fixture.vote(.notarize(block, view: 1), by: 0))
        gate.restore(fixture.vote(fixture.nullify(2), by: 0))
        #expect(gate.sign(.notarize(other, view: 1)) == nil)
        #expect(gate.sign(.finalize(fixture.block(view: 2, on: block), view: 2)) == nil)
        #expect(gate.hasSigned(.notarize(block, view: 1)))
        #expect(!gate.hasSigned(.notarize(other, view: 1)))
    }

    @Test func `a vote verifies under the key of its signer`() throws {
        var gate = gate()
        let signed = gate.sign(fixture.nullify(1))
        let vote = try #require(signed)
        _ = try Verified(vote, by: fixture.epoch.electorate)
    }
}
