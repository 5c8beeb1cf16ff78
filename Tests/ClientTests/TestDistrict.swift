import CBOR
import COSE
import Catalogue
import Client
import Cryptography
import Evidence
import Ledger
import Merkle
import NodeCore
import Testing

/// A ledger of the demonstration's members in one process: rules, blocks and votes, no nodes.
struct TestDistrict {
    let network: Network
    let catalogue: Catalogue
    private(set) var nowMs: UInt64
    private let blockMs: UInt64
    private let folder: TemporaryFolder
    private let inspector: StatementInspector
    private let voteKeys: [SigningKey]
    private var state: LedgerState
    private var tree: MerkleTree

    /// A ledger on which it is some moment, and time passes between blocks.
    init(
        _ suite: Cryptography.Suite = .p256,
        nowMs: UInt64 = 1_700_000_060_000,
        blockMs: UInt64 = 10_000
    ) throws {
        self.nowMs = nowMs
        self.blockMs = blockMs
        folder = try TemporaryFolder()
        let network = try Demonstration.network(in: folder.path + "/network", suite: suite)
        self.network = network
        catalogue = try network.catalogue()
        inspector = StatementInspector(genesis: network.genesis, catalogue: catalogue)
        state = try LedgerState(network.genesis)
        tree = MerkleTree(suite)
        for leaf in network.genesis.leafHashes { tree.append(leafHash: leaf) }
        voteKeys = try network.genesis.validators.validators.map { validator in
            try KeyFile.signingKey(at: network.folder.home(validator.name).voteKey)
        }
    }

    var genesis: Genesis { network.genesis }
    private var suite: Cryptography.Suite { genesis.suite }

    /// A member that may issue a type.
    func issuer(of type: CatalogueCertificateType) throws -> Member {
        try #require(genesis.members.first { $0.role == type.issuer })
    }

    /// Records statements in one block, the next; the leaf index of the first.
    @discardableResult
    mutating func record(_ statements: SignedStatement...) throws -> UInt64 {
        nowMs += blockMs
        let first = tree.size
        var candidates: [AuthenticStatement] = []
        for statement in statements {
            let inspected = try inspector.inspect(Submission(statement: statement.bytes))
            candidates.append(
                try inspected.checkSignatures { state.finalized.grant(of: $0)?.key }
            )
        }
        let block = try state.execute(
            candidates,
            in: BlockContext(
                parent: state.finalized.hash,
                view: state.finalized.header.height + 1,
                proposer: 0,
                timeMs: nowMs
            )
        )
        state.adopt(block)
        try state.finalize(block.hash)
        for leaf in block.leafHashes { tree.append(leafHash: leaf) }
        return first
    }

    /// The holder's file of a recorded certificate, as of the last block.
    func file(
        _ statement: SignedStatement,
        _ disclosures: [Disclosure],
        at leafIndex: UInt64,
        event: (statement: SignedStatement, leafIndex: UInt64)? = nil,
        grants: [(statement: SignedStatement, leafIndex: UInt64)] = []
    ) throws -> EvidenceFile {
        let anchor = anchor()
        let inclusion = { (leaf: UInt64) in
            let proof = tree.inclusionProof(of: leaf, size: tree.size)
            return encoded { proof.encode(into: &$0) }
        }
        var recorded: RecordedStatement?
        if let event {
            recorded = try RecordedStatement(
                statement: event.statement.bytes,
                inclusion: inclusion(event.leafIndex)
            )
        }
        let status = state.finalized.statuses.proof(of: leafIndex)
        return try EvidenceFile.assemble(
            statement: statement.bytes,
            disclosures: disclosures,
            recorded: anchor,
            inclusion: inclusion(leafIndex),
            status: try StatusEvidence(
                anchor: anchor,
                proof: encoded { status.encode(into: &$0) },
                validators: genesis.validators.encoded,
                event: recorded
            ),
            grants: grants.map { grant in
                try RecordedStatement(
                    statement: grant.statement.bytes,
                    inclusion: inclusion(grant.leafIndex)
                )
            }
        )
    }

    /// What a node answers who asks for the proof of a statement, as of the last block.
    func parts(
        of statement: [UInt8],
        at leafIndex: UInt64,
        grants: [(statement: SignedStatement, leafIndex: UInt64)] = []
    ) -> EvidenceParts {
        let anchor = anchor()
        let inclusion = tree.inclusionProof(of: leafIndex, size: tree.size)
        let status = state.finalized.statuses.proof(of: leafIndex)
        return EvidenceParts(
            statement: statement,
            recordedHeader: anchor.header.encoded,
            recordedFinalization: Array(anchor.finalization),
            inclusion: encoded { inclusion.encode(into: &$0) },
            statusHeader: anchor.header.encoded,
            statusFinalization: Array(anchor.finalization),
            status: encoded { status.encode(into: &$0) },
            validatorSet: genesis.validators.encoded,
            issuerEvidence: grants.map { grant in
                let inclusion = tree.inclusionProof(of: grant.leafIndex, size: tree.size)
                return ProvenStatement(
                    statement: grant.statement.bytes,
                    inclusion: encoded { inclusion.encode(into: &$0) }
                )
            },
            statusEvent: nil
        )
    }

    /// What a node answers who asks for a chunk of statuses, as of the last block.
    func statusParts(
        of chunk: UInt64 = 0,
        changes: [(leafIndex: UInt64, statement: SignedStatement, at: UInt64)] = []
    ) -> StatusParts {
        let anchor = anchor()
        let statuses = state.finalized.statuses
        let proof = statuses.proof(of: chunk * StatusTree.entriesPerChunk)
        return StatusParts(
            header: anchor.header.encoded,
            finalization: Array(anchor.finalization),
            status: encoded { proof.encode(into: &$0) },
            validatorSet: genesis.validators.encoded,
            changes: changes.map { change in
                let inclusion = tree.inclusionProof(of: change.at, size: tree.size)
                return StatusParts.Change(
                    leafIndex: change.leafIndex,
                    event: ProvenStatement(
                        statement: change.statement.bytes,
                        inclusion: encoded { inclusion.encode(into: &$0) }
                    )
                )
            }
        )
    }

    private func encoded(_ encode: (inout CBORWriter) -> Void) -> [UInt8] {
        var writer = CBORWriter()
        encode(&writer)
        return writer.bytes
    }

    /// What a stranger with the genesis finds about a file.
    func verdict(_ file: EvidenceFile) -> Verdict {
        Verifier(genesis).verify(file.encoded, policy: VerificationPolicy(nowMs: nowMs + 1_000))
    }

    private func anchor() -> Anchor {
        let header = state.finalized.header
        let vote = VoteStatement.finalize(HashedHeader(header, suite: suite), view: header.view)
        let signers = 0..<3
        var bitmap = SignerBitmap(count: voteKeys.count)
        for signer in signers { bitmap.insert(signer) }
        let message = vote.toBeSigned(suite)
        let proof = QuorumProof(
            statement: vote,
            signers: bitmap,
            signatures: signers.map { voteKeys[$0].sign(message) }
        )
        return Anchor(header: header, finalization: proof.encoded[...])
    }
}
