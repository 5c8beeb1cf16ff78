import CBOR
import COSE
import Catalogue
import Cryptography
import Ledger
import Merkle
import NodeCore
import Testing

/// What a node hands out for keys and types that the genesis does not know.
@Suite struct FoundationTests {
    private let cluster: TestCluster
    private let founding: SigningKey
    private let newcomer = Member(
        code: "TAX-2",
        role: "TAX",
        nameZh: "新区税务局",
        nameEn: "New Tax",
        uscc: "11440399900009920C"
    )

    init() throws {
        cluster = try TestCluster()
        founding = SigningKey(generating: cluster.suite)
    }

    @Test func `a later member's evidence leads to the proposal that admitted it`() throws {
        let proposal = try enact(.admitMember(newcomer, key: founding.publicKey))
        let own = grant(of: founding)
        let first = try submit(own)
        let officers = grant(of: SigningKey(generating: cluster.suite))
        let leaf = try submit(officers)
        let parts = try evidence(of: leaf)
        #expect(parts.statement == officers.bytes)
        #expect(parts.issuerEvidence.map(\.statement) == [own.bytes, proposal.bytes])
        #expect(parts.hops.map(\.nextValidators) == [[]], "the validators stayed")
        try expectProven(parts)
        #expect(try evidence(of: first).issuerEvidence.map(\.statement) == [proposal.bytes])
    }

    @Test func `a member of the genesis needs no evidence of its right`() throws {
        let bytes = cluster.grant(by: "AMR")
        let leaf = try submit(try SignedStatement(decoding: bytes))
        #expect(try evidence(of: leaf).issuerEvidence.isEmpty)
    }

    @Test func `the evidence of what two persons signed leads to both keys`() throws {
        let officer = SigningKey(generating: cluster.suite)
        let member = try #require(cluster.genesis.member(code: "AMR"))
        let bytes = cluster.grant(of: officer, by: "AMR")
        _ = try submit(try SignedStatement(decoding: bytes))
        let identifier = try #require(
            CertificateIdentifier(
                type: "114403999000001101002",
                issuer: member.uscc,
                serial: "1",
                version: "001"
            )
        )
        let seconds = (TestCluster.createdMs + cluster.nowMs) / 1_000
        let claims = CertificateClaims(
            issuer: member.issuer,
            subject: identifier.text,
            issuedAt: seconds,
            type: "CERT-02",
            fieldDigests: []
        )
        let sign = { (kind: StatementKind, extra: [CBORPair], key: SigningKey) in
            SignedStatement.sign(
                kind: kind,
                issuer: member.issuer,
                subject: claims.subject,
                issuedAt: seconds,
                chainID: cluster.genesis.chainID,
                extra: extra,
                payload: claims.encoded,
                with: key
            )
        }
        let approver = try #require(cluster.keys["AMR"])
        let draft = sign(.draft, [], officer)
        let leaf = try submit(sign(.certificate, [draft.asApproved], approver))
        let parts = try evidence(of: leaf)
        #expect(parts.issuerEvidence.map(\.statement) == [bytes])
        try expectProven(parts)
    }

    // MARK: - Making statements

    private func grant(of key: SigningKey) -> SignedStatement {
        let grant = KeyGrant(member: newcomer.code, key: key.publicKey, scope: .everything)
        return .sign(
            kind: .grant,
            issuer: newcomer.issuer,
            subject: key.identifier.hexadecimal,
            issuedAt: (TestCluster.createdMs + cluster.nowMs) / 1_000,
            chainID: cluster.genesis.chainID,
            payload: grant.encoded,
            with: founding
        )
    }

    /// Proposes a change, has two more members vote for it, and returns the proposal.
    private func enact(_ change: CharterChange) throws -> SignedStatement {
        let content = Proposal(
            changes: [change],
            reason: "按章程",
            notAfterMs: TestCluster.createdMs + cluster.nowMs + 3_600_000
        )
        let proposal = try #require(
            cluster.governing(
                .proposal,
                by: "TAX",
                subject: Proposal.subject,
                payload: content.encoded
            )
        )
        _ = try submit(proposal)
        let entry = proposal.entry(cluster.suite)
        for voter in ["AMR", "FIN"] {
            let ballot = Ballot(proposal: entry, approves: true)
            let vote = cluster.governing(
                .ballot,
                by: voter,
                subject: entry.hexadecimal,
                payload: ballot.encoded
            )
            _ = try submit(try #require(vote))
        }
        cluster.pass(ms: 1_000)
        return proposal
    }

    /// Records a statement and returns its leaf.
    private func submit(_ statement: SignedStatement) throws -> UInt64 {
        let request = ClientRequest.Body.submit(statement: statement.bytes, attachment: nil)
        let reply = cluster.ask(request, of: "tax")
        guard case .recorded(let place) = reply else {
            Issue.record("\(String(describing: reply))")
            throw Refused()
        }
        return place.leafIndex
    }

    private struct Refused: Error {}

    private func evidence(of leaf: UInt64) throws -> EvidenceParts {
        guard case .evidence(let parts) = cluster.ask(.evidence(leafIndex: leaf), of: "tax") else {
            throw Refused()
        }
        return parts
    }

    /// Every statement is in the tree of the recorded anchor.
    private func expectProven(_ parts: EvidenceParts) throws {
        let header = try BlockHeader(decoding: parts.recordedHeader)
        let hasher = MerkleHasher(cluster.suite)
        for proven in parts.issuerEvidence {
            var reader = CBORReader(proven.inclusion)
            let proof = try InclusionProof(from: &reader)
            let entry = try SignedStatement(decoding: proven.statement).entry(cluster.suite)
            #expect(proof.treeSize == header.treeSize)
            try proof.verify(leafHash: hasher.leaf(entry), root: header.treeRoot, hasher: hasher)
        }
    }
}
