import CBOR
import COSE
import Client
import Cryptography
import Evidence
import Ledger
import Merkle

/// A certificate file of a ledger with a hundred validators, made without running a hundred nodes.
///
/// It has what the largest network's file would have: two blocks, each finalized by 67 votes.
struct BenchHundred {
    private let suite: Suite
    private let keys: [SigningKey]
    private let genesisBytes: [UInt8]
    private let genesis: Genesis

    init(_ suite: Suite, nowMs: UInt64) throws {
        self.suite = suite
        keys = (0..<ValidatorSet.maximumCount).map { _ in SigningKey(generating: suite) }
        genesisBytes = Self.document(suite, keys, createdMs: nowMs - 60_000).encoded
        genesis = try Genesis(bytes: genesisBytes)
    }

    /// Writes genesis and file into a folder, and returns their paths.
    func write(to folder: String) throws -> (genesis: String, file: String) {
        let paths = (folder + "/hundred-genesis.json", folder + "/hundred.cose")
        try OutputFile.write(genesisBytes, to: paths.0)
        try OutputFile.write(try file().encoded, to: paths.1)
        return paths
    }

    private func file() throws -> EvidenceFile {
        let statement = certificate()
        var tree = MerkleTree(suite)
        for hash in genesis.leafHashes { tree.append(leafHash: hash) }
        tree.append(leafHash: MerkleHasher(suite).leaf(statement.entry(suite)))
        var statuses = genesis.statuses
        statuses.append(.valid)
        let leafIndex = tree.size - 1
        let recorded = header(after: genesis.genesisHeader, tree, statuses)
        let later = header(after: recorded, tree, statuses)
        var inclusion = CBORWriter()
        tree.inclusionProof(of: leafIndex, size: tree.size).encode(into: &inclusion)
        var status = CBORWriter()
        statuses.proof(of: leafIndex).encode(into: &status)
        return try EvidenceFile.assemble(
            statement: statement.bytes,
            disclosures: [],
            recorded: anchor(recorded),
            inclusion: inclusion.bytes,
            status: StatusEvidence(
                anchor: anchor(later),
                proof: status.bytes,
                validators: genesis.validators.encoded,
                event: nil
            )
        )
    }

    private func certificate() -> SignedStatement {
        let issuer = genesis.members[0].issuer
        let seconds = genesis.genesisHeader.timeMs / 1_000 + 1
        let claims = CertificateClaims(
            issuer: issuer,
            subject: "1.2.156.3005.2.BENCH",
            issuedAt: seconds,
            type: "CERT-04",
            fieldDigests: []
        )
        return .sign(
            kind: .certificate,
            issuer: issuer,
            subject: claims.subject,
            issuedAt: seconds,
            chainID: genesis.chainID,
            payload: claims.encoded,
            with: keys[0]
        )
    }

    private func header(
        after parent: BlockHeader,
        _ tree: MerkleTree,
        _ statuses: StatusTree
    ) -> BlockHeader {
        var header = parent
        header.height += 1
        header.view += 1
        header.parent = parent.hash(suite)
        header.timeMs += 10_000
        header.treeSize = tree.size
        header.treeRoot = tree.root(size: tree.size)
        header.statusRoot = statuses.root()
        return header
    }

    private func anchor(_ header: BlockHeader) -> Anchor {
        let block = HashedHeader(header, suite: suite)
        let statement = VoteStatement.finalize(block, view: header.view)
        let message = statement.toBeSigned(suite)
        let quorum = genesis.validators.quorum
        var signers = SignerBitmap(count: keys.count)
        for index in 0..<quorum { signers.insert(index) }
        let proof = QuorumProof(
            statement: statement,
            signers: signers,
            signatures: keys[..<quorum].map { $0.sign(message) }
        )
        return Anchor(header: header, finalization: proof.encoded[...])
    }

    private static func document(
        _ suite: Suite,
        _ keys: [SigningKey],
        createdMs: UInt64
    ) -> GenesisDocument {
        let members = keys.indices.map { index in
            Member(
                code: "M\(index)",
                role: "TAX",
                nameZh: "成员\(index)",
                nameEn: "Member \(index)",
                uscc: "1144039990000" + String(100_000 + index).dropFirst()
            )
        }
        return GenesisDocument(
            suite: suite,
            name: "100",
            createdMs: createdMs,
            catalogueDigest: .zero,
            members: members,
            nodes: zip(members, keys).map { member, key in
                NodeEntry(
                    name: member.code,
                    member: member.code,
                    voteKey: key.publicKey,
                    transportKey: SigningKey(generating: .p256).publicKey
                )
            },
            grants: [KeyGrant(member: "M0", key: keys[0].publicKey, scope: .everything)],
            certificateTypes: [
                CertificateDefinition(
                    code: "CERT-04",
                    nameZh: "无欠税证明",
                    nameEn: "No-arrears certificate",
                    issuerRole: "TAX",
                    fields: []
                )
            ]
        )
    }
}
