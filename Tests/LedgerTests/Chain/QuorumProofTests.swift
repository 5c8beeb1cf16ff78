import CBOR
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct QuorumProofTests {
    let fixture: ChainFixture

    init() throws { fixture = try ChainFixture() }

    private func read(_ bytes: [UInt8], count: Int = 4) throws -> QuorumProof {
        var reader = CBORReader(bytes)
        let proof = try QuorumProof(
            withHeaderFrom: &reader,
            chain: fixture.chain,
            validatorCount: count
        )
        try reader.finish()
        return proof
    }

    private func encoded(_ proof: QuorumProof) -> [UInt8] {
        var writer = CBORWriter()
        proof.encodeWithHeader(into: &writer)
        return writer.bytes
    }

    @Test func `n minus f signatures make a proof`() throws {
        let proof = fixture.proof(.finalize(fixture.block(), view: 7), by: [0, 2, 3])
        let read = try read(encoded(proof))
        #expect(read == proof)
        #expect(try Verified(read, by: fixture.electorate).value == proof)
        #expect(read.votes.map(\.signer) == [0, 2, 3])
    }

    @Test func `the wire form is the array of the design`() throws {
        let block = fixture.block()
        let proof = fixture.proof(.notarize(block, view: 7), by: [0, 1, 3])
        #expect(
            try CBORValue(decoding: proof.encoded)
                == .array([
                    .unsigned(3), .unsigned(7), .text("notarize"), .bytes(block.hash.bytes),
                    .bytes([0b1101_0000]), .array(proof.signatures.map { .bytes($0.bytes) }),
                ])
        )
    }

    @Test func `one signature too few is refused`() {
        let proof = fixture.proof(.finalize(fixture.block(), view: 7), by: [1, 2])
        #expect(throws: ChainError.belowQuorum(expected: 3, found: 2)) {
            try Verified(proof, by: fixture.electorate)
        }
    }

    @Test func `for six validators four signatures are too few`() throws {
        let fixture = try ChainFixture(count: 6)
        let statement = VoteStatement.finalize(fixture.block(), view: 7)
        #expect(throws: ChainError.belowQuorum(expected: 5, found: 4)) {
            try Verified(fixture.proof(statement, by: [0, 1, 2, 3]), by: fixture.electorate)
        }
        _ = try Verified(fixture.proof(statement, by: [0, 1, 2, 3, 5]), by: fixture.electorate)
    }

    @Test func `a signature in the wrong place is refused`() {
        let statement = VoteStatement.nullify(chainID: fixture.chain.id, epoch: 3, view: 2)
        let proof = fixture.proof(statement, by: [0, 1, 2])
        let swapped = QuorumProof(
            statement: statement,
            signers: proof.signers,
            signatures: [proof.signatures[1], proof.signatures[0], proof.signatures[2]]
        )
        #expect(throws: ChainError.badSignature(signer: 0)) {
            try Verified(swapped, by: fixture.electorate)
        }
    }

    @Test func `signers and signatures must be equally many`() {
        let statement = VoteStatement.nullify(chainID: fixture.chain.id, epoch: 3, view: 2)
        let proof = fixture.proof(statement, by: [0, 1, 2])
        let short = QuorumProof(
            statement: statement,
            signers: proof.signers,
            signatures: Array(proof.signatures.dropLast())
        )
        #expect(throws: ChainError.signatureCount(expected: 3, found: 2)) {
            try Verified(short, by: fixture.electorate)
        }
        #expect(throws: ChainError.signatureCount(expected: 3, found: 2)) {
            try read(encoded(short))
        }
    }

    @Test func `a proof for a set of another size is refused`() {
        let proof = fixture.proof(.finalize(fixture.block(), view: 7), by: [0, 1, 2])
        #expect(throws: ChainError.malformedBitmap) { try read(encoded(proof), count: 9) }
        #expect(throws: ChainError.malformedBitmap) { try read(encoded(proof), count: 2) }
    }

    @Test func `a proof beside the wrong header is refused`() {
        let proof = fixture.proof(.finalize(fixture.block(), view: 7), by: [0, 1, 2])
        var reader = CBORReader(proof.encoded)
        #expect(throws: ChainError.blockMismatch) {
            try QuorumProof(
                from: &reader,
                block: fixture.block(view: 6),
                chain: fixture.chain,
                validatorCount: 4
            )
        }
    }

    @Test func `votes combine into the proof their signatures make`() throws {
        let statement = VoteStatement.notarize(fixture.block(), view: 7)
        let votes = try [3, 0, 2].map {
            try Verified(fixture.vote(statement, by: $0), by: fixture.electorate)
        }
        let proof = try Verified(combining: votes, by: fixture.electorate)
        #expect(proof.value.signers.members == [0, 2, 3])
        _ = try Verified(proof.value, by: fixture.electorate)
    }

    @Test func `one signer twice, or two statements, do not combine`() throws {
        let statement = VoteStatement.notarize(fixture.block(), view: 7)
        let other = VoteStatement.notarize(fixture.block(view: 6), view: 7)
        let votes = try [(0, statement), (1, statement), (1, statement), (2, other)].map {
            try Verified(fixture.vote($1, by: $0), by: fixture.electorate)
        }
        for chosen in [[0, 1, 2], [0, 1, 3], []] {
            #expect(throws: ChainError.inconsistentVotes) {
                try Verified(combining: chosen.map { votes[$0] }, by: fixture.electorate)
            }
        }
        #expect(throws: ChainError.belowQuorum(expected: 3, found: 2)) {
            try Verified(combining: Array(votes[0...1]), by: fixture.electorate)
        }
    }

    @Test func `no mutated proof verifies`() {
        let proof = fixture.proof(.finalize(fixture.block(), view: 7), by: [0, 1, 2])
        let bytes = encoded(proof)
        withSeeds(0..<2_000) { generator in
            let mutant = generator.mutated(bytes)
            guard mutant != bytes, let decoded = try? read(mutant) else { return true }
            return encoded(decoded) == mutant
                && (try? Verified(decoded, by: fixture.electorate)) == nil
        }
    }
}
