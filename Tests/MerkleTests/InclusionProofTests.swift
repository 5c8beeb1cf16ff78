import CBOR
import Cryptography
import Merkle
import Testing

@Suite struct InclusionProofTests {
    private let hasher = MerkleHasher(.p256)

    @Test func `every leaf of every small tree has a proof that holds`() throws {
        try forEachProof(sizes: 1...40) { proof, leafHash, root in
            try proof.verify(leafHash: leafHash, root: root, hasher: hasher)
        }
    }

    @Test func `a proof with any one bit flipped is refused`() throws {
        try forEachProof(sizes: 1...9) { proof, leafHash, root in
            for (place, hash) in proof.path.enumerated() {
                for bit in 0..<256 {
                    var changed = proof
                    changed.path[place] = try flipped(hash, bit: bit)
                    #expect(throws: ProofError.self) {
                        try changed.verify(leafHash: leafHash, root: root, hasher: hasher)
                    }
                }
            }
            for bit in 0..<256 {
                #expect(throws: ProofError.self) {
                    let leafHash = try flipped(leafHash, bit: bit)
                    try proof.verify(leafHash: leafHash, root: root, hasher: hasher)
                }
            }
        }
    }

    @Test func `a proof for another leaf index is refused`() throws {
        forEachProof(sizes: 1...20) { proof, leafHash, root in
            for index in 0..<(2 * proof.treeSize) where index != proof.leafIndex {
                var changed = proof
                changed.leafIndex = index
                #expect(throws: ProofError.self) {
                    try changed.verify(leafHash: leafHash, root: root, hasher: hasher)
                }
            }
        }
    }

    @Test func `a proof with a hash too many or too few is refused by its length`() throws {
        forEachProof(sizes: 1...20) { proof, leafHash, root in
            var longer = proof
            longer.path.append(root)
            #expect(throws: ProofError.wrongPathLength(found: longer.path.count)) {
                try longer.verify(leafHash: leafHash, root: root, hasher: hasher)
            }
            guard !proof.path.isEmpty else { return }
            var shorter = proof
            shorter.path.removeLast()
            #expect(throws: ProofError.wrongPathLength(found: shorter.path.count)) {
                try shorter.verify(leafHash: leafHash, root: root, hasher: hasher)
            }
        }
    }

    @Test func `a proof for a leaf outside the tree is refused`() {
        let proof = InclusionProof(treeSize: 4, leafIndex: 4, path: [.zero, .zero])
        #expect(throws: ProofError.leafOutsideTree(leafIndex: 4, treeSize: 4)) {
            try proof.root(leafHash: .zero, hasher: hasher)
        }
        let empty = InclusionProof(treeSize: 0, leafIndex: 0, path: [])
        #expect(throws: ProofError.leafOutsideTree(leafIndex: 0, treeSize: 0)) {
            try empty.root(leafHash: .zero, hasher: hasher)
        }
    }

    @Test func `the last leaf of the largest tree needs 63 hashes`() throws {
        // Its index has 62 bits set and none below them, so one level has no sibling.
        var proof = InclusionProof(
            treeSize: .max,
            leafIndex: .max - 1,
            path: Array(repeating: .zero, count: 63)
        )
        _ = try proof.root(leafHash: .zero, hasher: hasher)
        proof.path.append(.zero)
        #expect(throws: ProofError.wrongPathLength(found: 64)) {
            try proof.root(leafHash: .zero, hasher: hasher)
        }
    }

    @Test func `a proof reads back as it was written`() throws {
        try forEachProof(sizes: 1...20) { proof, _, _ in
            var writer = CBORWriter()
            proof.encode(into: &writer)
            var reader = CBORReader(writer.bytes)
            #expect(try InclusionProof(from: &reader) == proof)
            try reader.finish()
        }
    }

    @Test func `a path longer than any tree is deep is not read`() {
        let proof = InclusionProof(
            treeSize: 1,
            leafIndex: 0,
            path: Array(repeating: .zero, count: 65)
        )
        var writer = CBORWriter()
        proof.encode(into: &writer)
        var reader = CBORReader(writer.bytes)
        #expect(throws: CBORError.tooLong(at: 3)) { try InclusionProof(from: &reader) }
    }

    private func forEachProof(
        sizes: ClosedRange<Int>,
        _ body: (InclusionProof, _ leafHash: Digest, _ root: Digest) throws -> Void
    ) rethrows {
        let naive = NaiveTree(size: sizes.upperBound, suite: hasher.suite)
        for size in sizes {
            let root = naive.root(0..<size)
            for leaf in 0..<size {
                let proof = InclusionProof(
                    treeSize: UInt64(size),
                    leafIndex: UInt64(leaf),
                    path: naive.path(leaf, in: 0..<size)
                )
                try body(proof, naive.leafHashes[leaf], root)
            }
        }
    }
}
