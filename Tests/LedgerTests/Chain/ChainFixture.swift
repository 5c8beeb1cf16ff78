import Cryptography
import Ledger

/// A small chain of real keys to check votes and proofs on.
struct ChainFixture {
    let suite: Suite
    let chain: ChainIdentity
    let signers: [SigningKey]
    let set: ValidatorSet
    let electorate: Electorate

    init(count: Int = 4, suite: Suite = .p256) throws {
        self.suite = suite
        chain = ChainIdentity(id: suite.digest(Array("chain".utf8)), suite: suite)
        signers = (0..<count).map { _ in SigningKey(generating: suite) }
        set = try ValidatorSet(
            epoch: 3,
            validators: signers.enumerated().map { index, key in
                Validator(
                    member: "urn:uscc:\(index)",
                    voteKey: key.publicKey,
                    transportKey: SigningKey(generating: .p256).publicKey,
                    name: "节点\(index)"
                )
            }
        )
        electorate = try Electorate(chain: chain, set: set)
    }

    /// A header of the chain; its fields are all different.
    func header(view: UInt64 = 7, height: UInt64 = 5) -> BlockHeader {
        BlockHeader(
            chainID: chain.id,
            epoch: 3,
            height: height,
            view: view,
            parent: digest("parent"),
            timeMs: 1_700_000_000_123,
            proposer: 2,
            treeSize: 99,
            treeRoot: digest("tree"),
            statusRoot: digest("status"),
            stateDigest: digest("state"),
            validatorsHash: set.hash(suite),
            nextValidatorsHash: set.hash(suite)
        )
    }

    func block(view: UInt64 = 7, height: UInt64 = 5) -> HashedHeader {
        HashedHeader(header(view: view, height: height), suite: suite)
    }

    func vote(_ statement: VoteStatement, by index: Int) -> Vote {
        Vote(
            statement: statement,
            signer: UInt64(index),
            signature: signers[index].sign(statement.toBeSigned(suite))
        )
    }

    func proof(_ statement: VoteStatement, by indexes: [Int]) -> QuorumProof {
        var signed = SignerBitmap(count: signers.count)
        for index in indexes { signed.insert(index) }
        return QuorumProof(
            statement: statement,
            signers: signed,
            signatures: indexes.map { vote(statement, by: $0).signature }
        )
    }

    func digest(_ text: String) -> Digest { suite.digest(Array(text.utf8)) }
}
