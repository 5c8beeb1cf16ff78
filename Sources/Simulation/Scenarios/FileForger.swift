import COSE
import Cryptography
import Evidence
import Ledger
import Merkle

/// Changes a good certificate file and signs what it must, with keys that validators have or had.
///
/// The file leads from epoch 0 to epoch 1, in which one validator has another key.
struct FileForger {
    /// What a forger does to a file.
    typealias Attempt = (FileForger) -> EvidenceFile

    private let file: EvidenceFile
    private let world: World
    private var suite: Suite { .p256 }

    init(_ file: EvidenceFile, in world: World) {
        self.file = file
        self.world = world
    }

    /// Why the verifier does not find a forged file valid.
    func reason(_ attempt: Attempt) -> Reason? { world.verdict(on: attempt(self).encoded).reason }

    /// Whether the verifier takes a forged file for valid.
    func isAccepted(_ attempt: Attempt) -> Bool { reason(attempt) == nil }

    // MARK: Keys

    private var first: [SigningKey] { (0..<4).map { world.district.voteKeys[$0].key } }

    private var second: [SigningKey] {
        (0..<4).map { $0 == 1 ? world.district.laterVoteKeys[0][1].key : first[$0] }
    }

    private var strangers: [SigningKey] { (0..<4).map { OpenKey(60_000 + UInt32($0)).key } }

    private func anchor(
        _ header: BlockHeader,
        by keys: [SigningKey],
        _ signers: [Int] = [0, 1, 2],
        signatures: [Int]? = nil
    ) -> Anchor {
        let statement = VoteStatement.finalize(
            HashedHeader(header, suite: suite),
            view: header.view
        )
        let message = statement.toBeSigned(suite)
        var bitmap = SignerBitmap(count: 4)
        for signer in signers { bitmap.insert(signer) }
        let proof = QuorumProof(
            statement: statement,
            signers: bitmap,
            signatures: (signatures ?? signers).map { keys[$0].sign(message) }
        )
        return Anchor(header: header, finalization: proof.encoded[...])
    }

    // MARK: Blocks

    /// The status block, a moment later than the true one.
    private var laterBlock: BlockHeader {
        var header = file.evidence.statusAnchor.header
        header.timeMs += 1
        return header
    }

    private func withStatusBlock(_ anchor: Anchor) -> EvidenceFile {
        var forged = file
        forged.evidence.statusAnchor = anchor
        return forged
    }

    /// A set of strangers under the names of the validators.
    private var strangeSet: ValidatorSet? {
        let keys = strangers
        let seats = world.validators.validators.enumerated().map { index, validator in
            Validator(
                member: validator.member,
                voteKey: keys[index].publicKey,
                transportKey: validator.transportKey,
                name: validator.name
            )
        }
        return try? ValidatorSet(epoch: 1, validators: seats)
    }

    /// The chain in the hands of strangers from epoch 1 on, handed over by some validators.
    private func takenOver(by signers: [Int], signatures: [Int]? = nil) -> EvidenceFile {
        var forged = file
        guard let set = strangeSet, var last = file.evidence.hops.first?.anchor.header else {
            return file
        }
        last.nextValidatorsHash = set.hash(suite)
        var status = laterBlock
        status.validatorsHash = set.hash(suite)
        status.nextValidatorsHash = set.hash(suite)
        forged.evidence.hops = [
            Hop(
                anchor: anchor(last, by: first, signers, signatures: signatures),
                nextValidators: set.encoded[...]
            )
        ]
        forged.evidence.statusAnchor = anchor(status, by: strangers)
        forged.evidence.validators = set.encoded[...]
        return forged
    }

    // MARK: Forgeries

    /// What no verifier can notice: a quorum signs two blocks.
    func extendedByAQuorum() -> EvidenceFile { withStatusBlock(anchor(laterBlock, by: second)) }

    /// What no verifier can notice either: a quorum of the old set hands over to strangers.
    func takenOverByAQuorum() -> EvidenceFile { takenOver(by: [0, 1, 2]) }

    /// Forgeries without a quorum of the right epoch.
    static var attempts: [(name: String, forge: Attempt)] {
        [
            (
                "two of four",
                { $0.withStatusBlock($0.anchor($0.laterBlock, by: $0.second, [0, 2])) }
            ),
            (
                "a quorum of the epoch before",
                { $0.withStatusBlock($0.anchor($0.laterBlock, by: $0.first)) }
            ),
            (
                "one signer for three",
                {
                    $0.withStatusBlock(
                        $0.anchor($0.laterBlock, by: $0.second, signatures: [0, 0, 0])
                    )
                }
            ),
            (
                "one signature three times",
                {
                    $0.withStatusBlock(
                        $0.anchor($0.laterBlock, by: $0.second, [0], signatures: [0, 0, 0])
                    )
                }
            ),
            ("strangers", { $0.withStatusBlock($0.anchor($0.laterBlock, by: $0.strangers)) }),
            ("handed over by two of four", { $0.takenOver(by: [1, 3]) }),
            (
                "handed over by one for three",
                { $0.takenOver(by: [0, 1, 2], signatures: [2, 2, 2]) }
            ),
            (
                "without the change of the set",
                { forger in
                    var forged = forger.file
                    forged.evidence.hops = []
                    return forged
                }
            ),
        ]
    }
}

// MARK: - Trees

extension FileForger {
    /// The same block, signed once more: what follows differs from it in the tree only.
    func signedAgain() -> EvidenceFile { inTree { _ in } }

    /// The file on a ledger of another tree, which a quorum signs.
    private func inTree(_ change: (inout EvidenceFile) -> Void) -> EvidenceFile {
        var forged = file
        change(&forged)
        forged.evidence.recorded = anchor(forged.evidence.recorded.header, by: first)
        return forged
    }

    /// A tree of so many leaves, all of them this statement if there is only one.
    private func inTree(of size: UInt64, at index: UInt64, _ path: [Digest] = []) -> EvidenceFile {
        inTree { forged in
            let hasher = MerkleHasher(suite)
            var header = forged.evidence.recorded.header
            header.treeSize = size
            header.treeRoot =
                size == 0 ? hasher.emptyRoot : hasher.leaf(file.statement.entry(suite))
            forged.evidence.recorded = Anchor(header: header, finalization: [])
            forged.evidence.inclusion = InclusionProof(
                treeSize: size,
                leafIndex: index,
                path: path
            )
        }
    }

    private func withStatus(_ change: (inout StatusProof) -> Void) -> EvidenceFile {
        var forged = file
        change(&forged.evidence.status)
        return forged
    }

    private var leaf: UInt64 { file.leafIndex }

    /// Trees that do not hold the statement where the file says, each signed by a quorum.
    static var oddTrees: [(name: String, forge: Attempt)] {
        [
            ("a leaf of an empty tree", { $0.inTree(of: 0, at: $0.leaf) }),
            ("a later leaf of a tree of one", { $0.inTree(of: 1, at: $0.leaf) }),
            ("the leaf behind the last", { $0.inTree(of: $0.leaf, at: $0.leaf) }),
            ("the last index there is", { $0.inTree(of: .max, at: .max) }),
            ("the largest tree there is", { $0.inTree(of: .max, at: .max - 1) }),
            (
                "a path of a thousand digests",
                { $0.inTree(of: $0.leaf + 1, at: $0.leaf, Array(repeating: .zero, count: 1_000)) }
            ),
        ]
    }

    /// Proofs that say nothing about the statement's status.
    static var oddStatuses: [(name: String, forge: Attempt)] {
        [
            ("no chunks", { $0.withStatus { $0.chunkCount = 0 } }),
            ("more chunks than there are", { $0.withStatus { $0.chunkCount = .max } }),
            ("a chunk beyond the last", { $0.withStatus { $0.chunkIndex = 1 } }),
            ("the last index there is", { $0.withStatus { $0.chunkIndex = .max } }),
            ("an empty chunk", { $0.withStatus { $0.chunk = [] } }),
        ]
    }
}
