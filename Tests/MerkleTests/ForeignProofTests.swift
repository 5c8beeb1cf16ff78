import Cryptography
import FoundationEssentials
import Merkle
import TestSupport
import Testing

/// The proofs that transparency-dev/merkle checks itself with; `wantErr` marks those to be refused.
@Suite(.enabled(if: Vectors.areAvailable, "shared/vectors is not there"))
struct ForeignProofTests {
    private let hasher = MerkleHasher(.p256)

    @Test func `the folder holds all 518 proofs`() throws {
        let folders = ["inclusion", "consistency", "subtreeinclusion", "subtreeconsistency"]
        #expect(try folders.map { try cases(in: $0).count } == [98, 98, 204, 118])
    }

    @Test func `inclusion proofs are judged as others judge them`() throws {
        for (name, vector) in try cases(in: "inclusion") {
            expect(name, vector) { (vector) throws(ProofError) in
                let proof = InclusionProof(
                    treeSize: vector.treeSize ?? 0,
                    leafIndex: vector.leafIdx ?? 0,
                    path: try vector.path()
                )
                try proof.verify(
                    leafHash: try digest(vector.leafHash),
                    root: try digest(vector.root),
                    hasher: hasher
                )
            }
        }
    }

    @Test func `consistency proofs are judged as others judge them`() throws {
        for (name, vector) in try cases(in: "consistency") {
            expect(name, vector) { (vector) throws(ProofError) in
                let proof = ConsistencyProof(
                    oldSize: vector.size1 ?? 0,
                    newSize: vector.size2 ?? 0,
                    path: try vector.path()
                )
                try proof.verify(
                    oldRoot: try digest(vector.root1),
                    newRoot: try digest(vector.root2),
                    hasher: hasher
                )
            }
        }
    }

    @Test func `subtree inclusion proofs are judged as others judge them`() throws {
        for (name, vector) in try cases(in: "subtreeinclusion") {
            expect(name, vector) { (vector) throws(ProofError) in
                try Subtree(start: vector.start ?? 0, end: vector.end ?? 0)
                    .inclusionProof(of: vector.leafIdx ?? 0, path: try vector.path())
                    .verify(
                        leafHash: try digest(vector.leafHash),
                        root: try digest(vector.root),
                        hasher: hasher
                    )
            }
        }
    }

    @Test func `subtree consistency proofs are judged as others judge them`() throws {
        for (name, vector) in try cases(in: "subtreeconsistency") {
            expect(name, vector) { (vector) throws(ProofError) in
                try Subtree(start: vector.start ?? 0, end: vector.end ?? 0).verifyConsistency(
                    subtreeRoot: try digest(vector.root1),
                    treeSize: vector.size ?? 0,
                    treeRoot: try digest(vector.root2),
                    path: try vector.path(),
                    hasher: hasher
                )
            }
        }
    }

    private func expect(
        _ name: String,
        _ vector: Vector,
        _ verify: (Vector) throws(ProofError) -> Void
    ) {
        let isAccepted: Bool
        do {
            try verify(vector)
            isAccepted = true
        } catch {
            isAccepted = false
        }
        #expect(isAccepted != vector.wantErr, "\(name)")
    }

    private func cases(in folder: String) throws -> [(name: String, vector: Vector)] {
        try Vectors.paths(under: "rfc6962-merkle/" + folder, suffix: ".json").map { path in
            (path, try Vectors.decode(Vector.self, from: path))
        }
    }
}

/// All fields that any of the files has.
private struct Vector: Decodable {
    var leafIdx, treeSize, size1, size2, size, start, end: UInt64?
    var leafHash, root, root1, root2: String?
    var proof: [String]?
    var wantErr: Bool

    func path() throws(ProofError) -> [Digest] {
        var path: [Digest] = []
        for hash in proof ?? [] { path.append(try digest(hash)) }
        return path
    }
}

/// A hash of a file, where some hold a stand-in of a few bytes; zeros make it a hash.
///
/// An absent hash stays none, and a proof about it is refused as it would be when decoded.
private func digest(_ base64: String?) throws(ProofError) -> Digest {
    let bytes = base64.flatMap { Data(base64Encoded: $0) } ?? Data()
    let padding = [UInt8](repeating: 0, count: max(0, Digest.byteCount - bytes.count))
    guard !bytes.isEmpty, let digest = Digest(bytes + padding) else {
        throw .wrongPathLength(found: 0)
    }
    return digest
}
