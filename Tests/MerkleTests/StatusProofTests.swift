import CBOR
import Cryptography
import Merkle
import Testing

@Suite struct StatusProofTests {
    private let hasher = MerkleHasher(.p256)

    /// Every entry valid but for a few.
    private func tree(count: UInt64) -> StatusTree {
        var tree = StatusTree(.p256)
        for _ in 0..<count { tree.append(.valid) }
        for (index, status) in [(0, Status.revoked), (511, .suspended), (512, .forfeited)]
        where index < count {
            tree.set(status, at: UInt64(index))
        }
        return tree
    }

    @Test(arguments: [1, 2, 511, 512, 513, 1_024, 1_025, 2_600, 5_000] as [UInt64])
    func `every status is proven by the header's size and root`(count: UInt64) throws {
        let tree = tree(count: count)
        for index in stride(from: 0, to: count, by: 37) {
            let status = try tree.proof(of: index).status(
                of: index,
                treeSize: count,
                root: tree.root(),
                hasher: hasher
            )
            #expect(status == tree[index])
        }
    }

    @Test func `the chunk of another entry proves nothing, whatever the proof says of itself`() {
        let tree = tree(count: 2_600)
        // Entry 600 is in chunk 1; chunk 2 is all valid.
        var proof = tree.proof(of: 1_100)
        #expect(
            throws: ProofError.wrongChunk(expectedIndex: 1, expectedCount: 6, index: 2, count: 6)
        ) {
            try proof.status(of: 600, treeSize: 2_600, root: tree.root(), hasher: hasher)
        }
        proof.chunkIndex = 1
        #expect(throws: ProofError.self) {
            try proof.status(of: 600, treeSize: 2_600, root: tree.root(), hasher: hasher)
        }
    }

    @Test func `a chunk count other than the signed size calls for is refused`() {
        let tree = tree(count: 1_025)
        var proof = tree.proof(of: 5)
        proof.chunkCount = 2
        #expect(
            throws: ProofError.wrongChunk(expectedIndex: 0, expectedCount: 3, index: 0, count: 2)
        ) {
            try proof.status(of: 5, treeSize: 1_025, root: tree.root(), hasher: hasher)
        }
    }

    @Test func `an entry after the last one has no status`() {
        let tree = tree(count: 10)
        #expect(throws: ProofError.leafOutsideTree(leafIndex: 10, treeSize: 10)) {
            try tree.proof(of: 9).status(
                of: 10,
                treeSize: 10,
                root: tree.root(),
                hasher: hasher
            )
        }
    }

    @Test func `a changed nibble is refused`() {
        let tree = tree(count: 600)
        var proof = tree.proof(of: 0)
        proof.chunk[0] = 0
        #expect(throws: ProofError.self) {
            try proof.status(of: 0, treeSize: 600, root: tree.root(), hasher: hasher)
        }
    }

    @Test func `a value without a meaning is refused and not taken for valid`() {
        var chunk = [UInt8](repeating: 0xff, count: 256)
        chunk[0] = 0xf6
        let proof = StatusProof(chunk: chunk, chunkCount: 1, chunkIndex: 0, path: [])
        #expect(throws: ProofError.unknownStatus(value: 6)) {
            try proof.status(of: 0, treeSize: 1, root: hasher.leaf(chunk[...]), hasher: hasher)
        }
    }

    @Test func `a proof reads back as it was written, and only with a whole chunk`() throws {
        let proof = tree(count: 2_600).proof(of: 777)
        var writer = CBORWriter()
        proof.encode(into: &writer)
        var reader = CBORReader(writer.bytes)
        #expect(try StatusProof(from: &reader) == proof)
        try reader.finish()

        var short = proof
        short.chunk.removeLast()
        writer = CBORWriter()
        short.encode(into: &writer)
        reader = CBORReader(writer.bytes)
        #expect(throws: CBORError.self) { try StatusProof(from: &reader) }
    }
}
