package import CBOR
package import Cryptography

/// The chunk that holds an entry's status, with its path to a status root.
///
/// Which chunk of how many it must be follows from the signed tree size; what the proof itself says
/// about that is only compared.
package struct StatusProof: Hashable, Sendable {
    /// 256 bytes: the statuses of 512 entries in a row.
    package var chunk: [UInt8]
    /// How many chunks there were.
    package var chunkCount: UInt64
    /// Which chunk this is.
    package var chunkIndex: UInt64
    /// The siblings on the way up, lowest first.
    package var path: [Digest]

    /// A proof of these parts.
    package init(chunk: [UInt8], chunkCount: UInt64, chunkIndex: UInt64, path: [Digest]) {
        self.chunk = chunk
        self.chunkCount = chunkCount
        self.chunkIndex = chunkIndex
        self.path = path
    }

    /// The proven status of an entry of a ledger whose signed header has `treeSize` and `root`.
    package func status(
        of leafIndex: UInt64,
        treeSize: UInt64,
        root: Digest,
        hasher: MerkleHasher
    ) throws(ProofError) -> Status {
        guard leafIndex < treeSize else {
            throw .leafOutsideTree(leafIndex: leafIndex, treeSize: treeSize)
        }
        guard chunk.count == StatusTree.chunkByteCount else {
            throw .wrongChunkLength(found: chunk.count)
        }
        let expectedCount = StatusTree.chunkCount(of: treeSize)
        let expectedIndex = leafIndex / StatusTree.entriesPerChunk
        guard chunkCount == expectedCount, chunkIndex == expectedIndex else {
            throw .wrongChunk(
                expectedIndex: expectedIndex,
                expectedCount: expectedCount,
                index: chunkIndex,
                count: chunkCount
            )
        }
        try InclusionProof(treeSize: expectedCount, leafIndex: expectedIndex, path: path)
            .verify(leafHash: hasher.leaf(chunk[...]), root: root, hasher: hasher)
        let value = chunk.nibble(at: leafIndex % StatusTree.entriesPerChunk)
        guard let status = Status(rawValue: value) else { throw .unknownStatus(value: value) }
        return status
    }
}

// MARK: - Bytes

extension StatusProof {
    /// Writes `[chunk, chunk-count, chunk-index, path]`.
    package func encode(into writer: inout CBORWriter) {
        writer.array(4)
        writer.byteString(chunk)
        writer.unsigned(chunkCount)
        writer.unsigned(chunkIndex)
        writer.path(path)
    }

    /// Reads `[chunk, chunk-count, chunk-index, path]`; that it proves anything is not looked at.
    package init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 4)
        chunk = Array(try reader.byteString(count: StatusTree.chunkByteCount))
        chunkCount = try reader.unsigned()
        chunkIndex = try reader.unsigned()
        path = try reader.path()
    }
}
