package import Cryptography

/// Why a Merkle proof proves nothing.
package enum ProofError: Error, Hashable, Sendable {
    /// The leaf lies outside the tree.
    case leafOutsideTree(leafIndex: UInt64, treeSize: UInt64)
    /// The two sizes of a consistency proof are not 1 ≤ old ≤ new.
    case sizesOutOfOrder(old: UInt64, new: UInt64)
    /// The range is not a subtree: its start is not a multiple of its length rounded up.
    case notASubtree(start: UInt64, end: UInt64)
    /// The path has too few or too many hashes for the sizes.
    case wrongPathLength(found: Int)
    /// The path leads to another root.
    case wrongRoot(expected: Digest, found: Digest)
    /// A status proof is not about the chunk that the signed tree size calls for.
    case wrongChunk(expectedIndex: UInt64, expectedCount: UInt64, index: UInt64, count: UInt64)
    /// A status chunk has another length than 256 bytes.
    case wrongChunkLength(found: Int)
    /// A status entry has a value that no rule gives a meaning.
    case unknownStatus(value: UInt8)
}

extension ProofError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .leafOutsideTree: "proof.leafOutsideTree"
        case .sizesOutOfOrder: "proof.sizesOutOfOrder"
        case .notASubtree: "proof.notASubtree"
        case .wrongPathLength: "proof.wrongPathLength"
        case .wrongRoot: "proof.wrongRoot"
        case .wrongChunk: "proof.wrongChunk"
        case .wrongChunkLength: "proof.wrongChunkLength"
        case .unknownStatus: "proof.unknownStatus"
        }
    }

    /// One English sentence for people.
    package var english: String {
        switch self {
        case .leafOutsideTree(let leafIndex, let treeSize):
            "The proof is for entry \(leafIndex) of a ledger with \(treeSize) entries."
        case .sizesOutOfOrder(let old, let new):
            "The proof leads from size \(old) to size \(new)."
        case .notASubtree(let start, let end):
            "Entries \(start) up to \(end) are not a subtree."
        case .wrongPathLength(let found):
            "The proof has \(found) hashes, which is not what the sizes call for."
        case .wrongRoot(let expected, let found):
            "The proof leads to root \(found) and not to \(expected)."
        case .wrongChunk(let expectedIndex, let expectedCount, let index, let count):
            """
            The status proof is for chunk \(index) of \(count) and not for \
            \(expectedIndex) of \(expectedCount).
            """
        case .wrongChunkLength(let found):
            "A status chunk has \(found) bytes and not \(StatusTree.chunkByteCount)."
        case .unknownStatus(let value):
            "The status value \(value) has no meaning."
        }
    }

    /// One Chinese sentence for people.
    package var chinese: String {
        switch self {
        case .leafOutsideTree(let leafIndex, let treeSize):
            "证明指向第 \(leafIndex) 项，而账本只有 \(treeSize) 项。"
        case .sizesOutOfOrder(let old, let new):
            "证明从规模 \(old) 到规模 \(new)，次序不成立。"
        case .notASubtree(let start, let end):
            "第 \(start) 至 \(end) 项不构成子树。"
        case .wrongPathLength(let found):
            "证明含 \(found) 个摘要，与规模不符。"
        case .wrongRoot(let expected, let found):
            "证明得到的根为 \(found)，应为 \(expected)。"
        case .wrongChunk(let expectedIndex, let expectedCount, let index, let count):
            "状态证明针对第 \(index)/\(count) 块，应为第 \(expectedIndex)/\(expectedCount) 块。"
        case .wrongChunkLength(let found):
            "状态块为 \(found) 字节，应为 \(StatusTree.chunkByteCount) 字节。"
        case .unknownStatus(let value):
            "状态值 \(value) 没有定义。"
        }
    }
}
