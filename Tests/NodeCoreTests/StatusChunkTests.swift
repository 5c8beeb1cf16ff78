import CBOR
import COSE
import Cryptography
import Ledger
import Merkle
import NodeCore
import Testing

/// The newest statuses of 512 statements in a row, for askers who do not say which one they mean.
@Suite struct StatusChunkTests {
    private let vault: TestVault
    private var cluster: TestCluster { vault.cluster }

    init() throws { vault = try TestVault() }

    private func parts(_ index: UInt64 = 0) throws -> StatusParts {
        guard case .statusChunk(let parts) = vault.ask(.statusChunk(index: index)) else {
            Issue.record("no chunk")
            throw ChunkMissing()
        }
        return parts
    }

    private struct ChunkMissing: Error {}

    private func leaf() throws -> UInt64 {
        guard case .located(let leaf) = vault.ask(.locate(certificate: vault.certificate)) else {
            throw ChunkMissing()
        }
        return leaf
    }

    @Test func `a chunk proves the status of each of its statements against a final block`() throws
    {
        let parts = try parts()
        let header = try BlockHeader(decoding: parts.header)
        var reader = CBORReader(parts.status)
        let proof = try StatusProof(from: &reader)
        #expect(header.height == cluster.nodes["tax"]?.node.tip.header.height)
        for leaf in [try leaf(), 0] {
            let status = try proof.status(
                of: leaf,
                treeSize: header.treeSize,
                root: header.statusRoot,
                hasher: MerkleHasher(cluster.suite)
            )
            #expect(status == .valid)
        }
        #expect(parts.changes.isEmpty)
    }

    @Test func `what changed a status goes along, for whomever it concerns`() throws {
        let leaf = try leaf()
        guard case .evidence(let before) = vault.ask(.evidence(leafIndex: leaf)) else {
            throw ChunkMissing()
        }
        let statement = try SignedStatement(decoding: before.statement)
        let change = StatusChange(
            leafIndex: leaf,
            entry: statement.entry(cluster.suite),
            status: .revoked,
            reason: "测试",
            effectiveMs: statement.header.issuedAt * 1_000
        )
        let event = try #require(
            cluster.governing(
                .status,
                by: "TAX",
                subject: vault.certificate,
                payload: change.encoded
            )
        )
        _ = vault.ask(.submit(statement: event.bytes, attachment: nil))
        #expect(cluster.isRecorded)
        let parts = try parts()
        guard case .evidence(let after) = vault.ask(.evidence(leafIndex: leaf)) else {
            throw ChunkMissing()
        }
        #expect(parts.event(of: leaf)?.statement == event.bytes)
        #expect(parts.event(of: leaf) == after.statusEvent)
        #expect(parts.status == after.status && parts.validatorSet == after.validatorSet)
        #expect(parts.event(of: leaf + 1) == nil)
    }

    @Test func `a chunk that there is not is refused`() {
        for index: UInt64 in [1, 1 << 55, .max] {
            #expect(vault.code(vault.ask(.statusChunk(index: index))) == "node.unknownChunk")
        }
    }
}
