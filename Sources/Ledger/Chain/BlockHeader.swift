package import CBOR
package import Cryptography

/// What the validators agree on for one height: everything else hangs on its digests.
///
/// Wire form, a deterministic CBOR array of fourteen items:
///
///     [ version, chain-id, epoch, height, view, parent-hash, time-ms, proposer,
///       tree-size, tree-root, status-root, state-digest,
///       validators-hash, next-validators-hash ]
///
/// The header describes the ledger *after* its block: the history tree holds the block's statements
/// and the state digest is the state they lead to.
package struct BlockHeader: Hashable, Sendable {
    /// The header version this program writes.
    package static let currentVersion: UInt64 = 1
    /// A bound on the encoded length, in bytes: seven digests and seven integers with their heads.
    package static let maximumByteCount = 1 + 7 * 34 + 7 * 9

    /// The form of the header; 1 today.
    package var version: UInt64
    /// The digest of the genesis document.
    package var chainID: Digest
    /// The epoch whose validator set decides on the block.
    package var epoch: UInt64
    /// The position in the chain; the genesis block has height 0.
    package var height: UInt64
    /// The view the block was first proposed in; 0 for the genesis block.
    package var view: UInt64
    /// The hash of the parent's header; zero for the genesis block.
    package var parent: Digest
    /// Milliseconds since 1970, strictly greater than the parent's.
    package var timeMs: UInt64
    /// The index of the proposing validator.
    package var proposer: UInt64
    /// The number of leaves of the history tree after the block.
    package var treeSize: UInt64
    /// The root of the history tree after the block.
    package var treeRoot: Digest
    /// The root of the status tree after the block.
    package var statusRoot: Digest
    /// The digest of the remaining state after the block.
    package var stateDigest: Digest
    /// The hash of the validator set that decides on the block.
    package var validatorsHash: Digest
    /// The hash of the validator set that decides on the block's children.
    package var nextValidatorsHash: Digest

    /// Assembles a header from its fields.
    package init(
        version: UInt64 = Self.currentVersion,
        chainID: Digest,
        epoch: UInt64,
        height: UInt64,
        view: UInt64,
        parent: Digest,
        timeMs: UInt64,
        proposer: UInt64,
        treeSize: UInt64,
        treeRoot: Digest,
        statusRoot: Digest,
        stateDigest: Digest,
        validatorsHash: Digest,
        nextValidatorsHash: Digest
    ) {
        self.version = version
        self.chainID = chainID
        self.epoch = epoch
        self.height = height
        self.view = view
        self.parent = parent
        self.timeMs = timeMs
        self.proposer = proposer
        self.treeSize = treeSize
        self.treeRoot = treeRoot
        self.statusRoot = statusRoot
        self.stateDigest = stateDigest
        self.validatorsHash = validatorsHash
        self.nextValidatorsHash = nextValidatorsHash
    }

    /// Whether the block ends its epoch: its children are decided by another set.
    package var isBoundary: Bool { validatorsHash != nextValidatorsHash }

    /// The block time in whole seconds, as the receipts state it.
    package var timeSeconds: UInt64 { timeMs / 1000 }
}

// MARK: - Encoding

extension BlockHeader {
    /// The deterministic encoding.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: Self.maximumByteCount)
        encode(into: &writer)
        return writer.bytes
    }

    /// Appends the deterministic encoding.
    package func encode(into writer: inout CBORWriter) {
        writer.array(14)
        writer.unsigned(version)
        writer.byteString(chainID)
        writer.unsigned(epoch)
        writer.unsigned(height)
        writer.unsigned(view)
        writer.byteString(parent)
        writer.unsigned(timeMs)
        writer.unsigned(proposer)
        writer.unsigned(treeSize)
        writer.byteString(treeRoot)
        writer.byteString(statusRoot)
        writer.byteString(stateDigest)
        writer.byteString(validatorsHash)
        writer.byteString(nextValidatorsHash)
    }

    /// Reads one header and refuses trailing bytes.
    package init(decoding bytes: [UInt8]) throws(ChainError) {
        var reader = CBORReader(bytes)
        try self.init(from: &reader)
        do { try reader.finish() } catch { throw .encoding(error) }
    }

    /// Reads one header from a longer encoding.
    package init(from reader: inout CBORReader) throws(ChainError) {
        let header: BlockHeader
        do { header = try Self.read(from: &reader) } catch { throw .encoding(error) }
        guard header.version == Self.currentVersion else {
            throw .unknownVersion(found: header.version)
        }
        self = header
    }

    private static func read(from reader: inout CBORReader) throws(CBORError) -> BlockHeader {
        try reader.array(count: 14)
        return BlockHeader(
            version: try reader.unsigned(),
            chainID: try reader.digest(),
            epoch: try reader.unsigned(),
            height: try reader.unsigned(),
            view: try reader.unsigned(),
            parent: try reader.digest(),
            timeMs: try reader.unsigned(),
            proposer: try reader.unsigned(),
            treeSize: try reader.unsigned(),
            treeRoot: try reader.digest(),
            statusRoot: try reader.digest(),
            stateDigest: try reader.digest(),
            validatorsHash: try reader.digest(),
            nextValidatorsHash: try reader.digest()
        )
    }

    /// The name of the block: the digest of the encoded header.
    package func hash(_ suite: Suite) -> Digest { suite.digest(encoded) }
}
