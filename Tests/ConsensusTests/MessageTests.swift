import Consensus
import Ledger
import TestSupport
import Testing

/// The bytes of messages and journal records.
@Suite struct MessageTests {
    let fixture = ReplicaFixture()

    private func messages() throws -> [ConsensusMessage] {
        let first = fixture.block(view: 1, on: fixture.anchor)
        let later = fixture.block(view: 4, on: first)
        let parent = try fixture.proof(.notarize(first, view: 1))
        return [
            .proposal(try fixture.proposal(first)),
            .proposal(try fixture.proposal(later, parent: parent, skipped: [2, 3])),
            .vote(fixture.vote(.finalize(first, view: 1), by: 2)),
            .vote(fixture.vote(fixture.nullify(9), by: 0)),
            .proof(parent.value),
            .proof(try fixture.proof(fixture.nullify(3)).value),
            .status(PeerStatus(epoch: 0, view: 7, finalizedView: 5, deliveredHeight: 4)),
            .proofRequest(ProofRequest(epoch: 0, views: 3...9)),
            .standingRequest(StandingRequest(epoch: 0, question: 12)),
            .standing(Standing(epoch: 0, question: 12, view: 7, floor: 5)),
        ]
    }

    private func records() throws -> [JournalRecord] {
        let first = fixture.block(view: 1, on: fixture.anchor)
        return [
            .vote(fixture.vote(.notarize(first, view: 1), by: 2)),
            .proof(try fixture.proof(.finalize(first, view: 1)).value),
            .floor(epoch: 0, view: 1),
        ]
    }

    private func read(_ bytes: [UInt8]) throws -> ConsensusMessage {
        try ConsensusMessage(decoding: bytes[...], chain: fixture.chain, validatorCount: 4)
    }

    @Test func `every message reads back as it was written`() throws {
        for message in try messages() { #expect(try read(message.encoded) == message) }
    }

    @Test func `every journal record reads back as it was written`() throws {
        for record in try records() {
            let read = try JournalRecord(
                decoding: record.encoded[...],
                chain: fixture.chain,
                validatorCount: 4
            )
            #expect(read == record)
            #expect(record.view == 1 && record.epoch == 0)
        }
    }

    @Test func `an unknown kind, an empty range and trailing bytes are refused`() throws {
        #expect(throws: ConsensusError.unknownKind(found: 9)) { try read([0x82, 9, 0]) }
        #expect(throws: ConsensusError.emptyRange) { try read([0x82, 4, 0x83, 0, 5, 4]) }
        let status = try messages()[6].encoded
        #expect(throws: ConsensusError.self) { try read(status + [0]) }
    }

    @Test func `a proposal with absurdly many nullifications is refused before they are read`()
        throws
    {
        let bytes = try messages()[0].encoded
        let swollen = bytes.dropLast() + [0x9a, 0, 1, 0, 0]
        #expect(throws: ConsensusError.self) { try read(Array(swollen)) }
    }

    @Test func `no mutated message is read as another encoding of the same thing`() throws {
        let messages = try messages()
        withSeeds(0..<4_000) { generator in
            let original = messages[Int(generator.next() % UInt64(messages.count))]
            let mutant = generator.mutated(original.encoded)
            guard let decoded = try? read(mutant) else { return true }
            return decoded.encoded == mutant
                && (mutant == original.encoded) == (decoded == original)
        }
    }

    @Test func `no mutated journal record is read as another encoding of the same thing`() throws {
        let records = try records()
        withSeeds(0..<2_000) { generator in
            let original = records[Int(generator.next() % UInt64(records.count))]
            let mutant = generator.mutated(original.encoded)
            let decoded = try? JournalRecord(
                decoding: mutant[...],
                chain: fixture.chain,
                validatorCount: 4
            )
            return decoded.map { $0.encoded == mutant } ?? true
        }
    }

    @Test func `the code of every halt reason and error is its own`() throws {
        let first = fixture.block(view: 1, on: fixture.anchor)
        let proof = try fixture.proof(.finalize(first, view: 1)).value
        let reasons: [HaltReason] = [
            .conflictingProofs(proof, proof),
            .finalityReverted(delivered: first, claimed: first),
            .notarizedBlockInvalid(first.hash, code: ""), .forgottenVote(fixture.nullify(1)),
            .unusableVoteKey,
        ]
        #expect(Set(reasons.map(\.code)).count == reasons.count)
        #expect(Set(reasons.map(\.english)).count == reasons.count)
        #expect(Set(reasons.map(\.chinese)).count == reasons.count)
    }
}
