import CBOR
import Cryptography
import Merkle
import Testing

@Suite struct ConsistencyProofTests {
    private let hasher = MerkleHasher(.p256)

    @Test func `every tree is proven to begin with each of its earlier sizes`() throws {
        let naive = NaiveTree(size: 65, suite: .p256)
        try forEachProof(of: naive) { proof in
            try verify(proof, naive)
        }
    }

    @Test func `a proof with any one bit flipped is refused`() throws {
        let naive = NaiveTree(size: 9, suite: .p256)
        try forEachProof(of: naive) { proof in
            for (place, hash) in proof.path.enumerated() {
                for bit in 0..<256 {
                    var changed = proof
                    changed.path[place] = try flipped(hash, bit: bit)
                    #expect(throws: ProofError.self) { try verify(changed, naive) }
                }
            }
        }
    }

    @Test func `a proof with a hash too many or too few is refused`() throws {
        let naive = NaiveTree(size: 33, suite: .p256)
        forEachProof(of: naive) { proof in
            var longer = proof
            longer.path.append(naive.root(0..<Int(proof.newSize)))
            #expect(throws: ProofError.self) { try verify(longer, naive) }
            guard !proof.path.isEmpty else { return }
            var shorter = proof
            shorter.path.removeFirst()
            #expect(throws: ProofError.self) { try verify(shorter, naive) }
        }
    }

    @Test func `a tree whose history was rewritten is not consistent`() throws {
        let before = NaiveTree(size: 21, suite: .p256)
        var after = NaiveTree(size: 40, suite: .p256)
        after.leafHashes[20] = after.leafHashes[19]
        var tree = MerkleTree(.p256)
        for hash in after.leafHashes { tree.append(leafHash: hash) }
        let proof = ConsistencyProof(
            oldSize: 21,
            newSize: 40,
            path: tree.consistencyPath(from: 21, to: 40)
        )
        #expect(throws: ProofError.self) {
            try proof.verify(
                oldRoot: before.root(0..<21),
                newRoot: after.root(0..<40),
                hasher: hasher
            )
        }
    }

    @Test func `a proof from size zero is refused`() {
        let proof = ConsistencyProof(oldSize: 0, newSize: 5, path: [])
        #expect(throws: ProofError.sizesOutOfOrder(old: 0, new: 5)) {
            try proof.verify(oldRoot: hasher.emptyRoot, newRoot: .zero, hasher: hasher)
        }
    }

    @Test func `a proof to a smaller size is refused`() {
        let proof = ConsistencyProof(oldSize: 5, newSize: 4, path: [])
        #expect(throws: ProofError.sizesOutOfOrder(old: 5, new: 4)) {
            try proof.verify(oldRoot: .zero, newRoot: .zero, hasher: hasher)
        }
    }

    @Test func `a proof reads back as it was written`() throws {
        try forEachProof(of: NaiveTree(size: 12, suite: .p256)) { proof in
            var writer = CBORWriter()
            proof.encode(into: &writer)
            var reader = CBORReader(writer.bytes)
            #expect(try ConsistencyProof(from: &reader) == proof)
            try reader.finish()
        }
    }

    private func forEachProof(
        of naive: NaiveTree,
        _ body: (ConsistencyProof) throws -> Void
    ) rethrows {
        var tree = MerkleTree(naive.suite)
        for hash in naive.leafHashes { tree.append(leafHash: hash) }
        for new in 1...tree.size {
            for old in 1...new {
                let path = tree.consistencyPath(from: old, to: new)
                try body(ConsistencyProof(oldSize: old, newSize: new, path: path))
            }
        }
    }

    private func verify(_ proof: ConsistencyProof, _ naive: NaiveTree) throws {
        try proof.verify(
            oldRoot: naive.root(0..<Int(proof.oldSize)),
            newRoot: naive.root(0..<Int(proof.newSize)),
            hasher: hasher
        )
    }
}
