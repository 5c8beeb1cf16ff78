import CBOR
import Cryptography
import Ledger
import TestSupport
import Testing

@Suite struct VoteTests {
    let fixture: ChainFixture

    init() throws { fixture = try ChainFixture() }

    /// The parts of a `Sig_structure`: context, protected header as a map, external data, payload.
    private func parts(_ statement: VoteStatement) throws -> (CBORValue, [UInt8], [UInt8]) {
        let value = try CBORValue(decoding: statement.toBeSigned(.p256))
        guard case .array(let items) = value, items.count == 4,
            items[0] == .text("Signature1"), case .bytes(let protected) = items[1],
            case .bytes(let external) = items[2], case .bytes(let payload) = items[3]
        else { throw ChainError.blockMismatch }
        return (try CBORValue(decoding: protected), external, payload)
    }

    @Test func `a finalize vote signs the receipt of the tree root`() throws {
        let block = fixture.block()
        let (protected, external, payload) = try parts(.finalize(block, view: 7))
        let claims = CBORValue.map([
            CBORPair(
                .unsigned(1),
                .text("urn:lianzheng:" + fixture.chain.id.hexadecimal)
            ),
            CBORPair(.unsigned(2), .text("block/5")),
            CBORPair(.unsigned(6), .unsigned(1_700_000_000)),
        ])
        let vote = CBORValue.array([
            .unsigned(3), .unsigned(7), .text("finalize"), .bytes(block.hash.bytes),
        ])
        #expect(
            protected
                == .map([
                    CBORPair(.unsigned(1), .negative(6)),
                    CBORPair(.unsigned(15), claims),
                    CBORPair(.unsigned(395), .unsigned(1)),
                    CBORPair(.negative(70_000), vote),
                ])
        )
        #expect(external.isEmpty)
        #expect(payload == block.header.treeRoot.bytes)
    }

    @Test func `a nullify vote signs no block and cannot be taken for a receipt`() throws {
        let statement = VoteStatement.nullify(chainID: fixture.chain.id, epoch: 3, view: 8)
        let (protected, external, payload) = try parts(statement)
        let vote = CBORValue.array([.unsigned(3), .unsigned(8), .text("nullify")])
        #expect(
            protected
                == .map([
                    CBORPair(.unsigned(1), .negative(6)),
                    CBORPair(.unsigned(16), .text("application/lianzheng-vote")),
                    CBORPair(.negative(69_999), .bytes(fixture.chain.id.bytes)),
                    CBORPair(.negative(70_000), vote),
                ])
        )
        #expect(external.isEmpty && payload.isEmpty)
    }

    @Test func `a notarize vote names its block and has no payload`() throws {
        let block = fixture.block()
        let (protected, _, payload) = try parts(.notarize(block, view: 9))
        guard case .map(let pairs) = protected else { return }
        #expect(!pairs.contains { $0.key == .unsigned(395) })
        #expect(
            pairs.last?.value
                == .array([
                    .unsigned(3), .unsigned(9), .text("notarize"), .bytes(block.hash.bytes),
                ])
        )
        #expect(payload.isEmpty)
    }

    @Test(arguments: Suite.allCases)
    func `a vote verifies under its own key only`(suite: Suite) throws {
        let fixture = try ChainFixture(suite: suite)
        let vote = fixture.vote(.finalize(fixture.block(), view: 7), by: 1)
        #expect(try Verified(vote, by: fixture.electorate).value == vote)
        let stolen = Vote(statement: vote.statement, signer: 2, signature: vote.signature)
        #expect(throws: ChainError.badSignature(signer: 2)) {
            try Verified(stolen, by: fixture.electorate)
        }
    }

    @Test func `a signature of one kind is worth nothing for another`() throws {
        let block = fixture.block()
        let vote = fixture.vote(.notarize(block, view: 7), by: 0)
        let other = Vote(
            statement: .finalize(block, view: 7),
            signer: 0,
            signature: vote.signature
        )
        #expect(throws: ChainError.badSignature(signer: 0)) {
            try Verified(other, by: fixture.electorate)
        }
    }

    @Test func `votes of another chain, epoch or signer are refused`() throws {
        let fixture = self.fixture
        let votes: [(Vote, ChainError)] = [
            (
                fixture.vote(.nullify(chainID: .zero, epoch: 3, view: 1), by: 0),
                .wrongChain
            ),
            (
                fixture.vote(.nullify(chainID: fixture.chain.id, epoch: 2, view: 1), by: 0),
                .wrongEpoch(expected: 3, found: 2)
            ),
            (
                Vote(
                    statement: .nullify(chainID: fixture.chain.id, epoch: 3, view: 1),
                    signer: .max,
                    signature: fixture.vote(.finalize(fixture.block(), view: 7), by: 0).signature
                ),
                .unknownSigner(index: .max)
            ),
        ]
        for (vote, refusal) in votes {
            #expect(throws: refusal) { try Verified(vote, by: fixture.electorate) }
        }
    }

    @Test func `a statement that does not fit its block is refused`() {
        let (chain, block) = (fixture.chain, fixture.block())
        #expect(throws: ChainError.blockMismatch) {
            try VoteStatement(
                kind: .nullify,
                chainID: chain.id,
                epoch: 3,
                view: 7,
                claiming: block
            )
        }
        #expect(throws: ChainError.blockMismatch) {
            try VoteStatement(
                kind: .finalize,
                chainID: chain.id,
                epoch: 3,
                view: 7,
                claiming: nil
            )
        }
        #expect(throws: ChainError.viewMismatch(header: 7, statement: 6)) {
            try VoteStatement(
                kind: .notarize,
                chainID: chain.id,
                epoch: 3,
                view: 6,
                claiming: block
            )
        }
        #expect(throws: ChainError.wrongEpoch(expected: 4, found: 3)) {
            try VoteStatement(
                kind: .notarize,
                chainID: chain.id,
                epoch: 4,
                view: 7,
                claiming: block
            )
        }
    }

    @Test func `a mutated vote is refused or is another vote`() {
        let vote = fixture.vote(.finalize(fixture.block(), view: 7), by: 3)
        let bytes = encoded(vote)
        let chain = fixture.chain
        withSeeds(0..<3_000) { generator in
            let mutant = generator.mutated(bytes)
            var reader = CBORReader(mutant)
            guard let decoded = try? Vote(from: &reader, chain: chain), reader.isAtEnd else {
                return true
            }
            return encoded(decoded) == mutant && (mutant == bytes) == (decoded == vote)
        }
    }

    private func encoded(_ vote: Vote) -> [UInt8] {
        var writer = CBORWriter()
        vote.encode(into: &writer)
        return writer.bytes
    }
}
