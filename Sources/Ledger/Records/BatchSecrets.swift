package import Cryptography

/// The two keys of a batch that is not plain, wrapped together for each reader.
///
///     batch key ── HKDF(index) ── record key ── HKDF ── content key, one salt a field
///     tag key   ── HMAC ── key tags and subject tags
///
/// The batch key is fresh for each batch. The tag key is the source's for the category and stays,
/// so that a correction has the tag of what it corrects.
package struct BatchSecrets: Hashable, Sendable {
    /// How many bytes each of the two keys has.
    package static let keyByteCount = 32

    /// The key from which the records' keys are derived.
    package let batchKey: [UInt8]
    /// The key of the tags.
    package let tagKey: [UInt8]

    /// Takes over two keys of 32 bytes; nil for another length.
    package init?(batchKey: [UInt8], tagKey: [UInt8]) {
        guard batchKey.count == Self.keyByteCount, tagKey.count == Self.keyByteCount else {
            return nil
        }
        self.batchKey = batchKey
        self.tagKey = tagKey
    }

    /// Takes over both keys as they are wrapped; nil for another length.
    package init?(bytes: [UInt8]) {
        self.init(
            batchKey: Array(bytes.prefix(Self.keyByteCount)),
            tagKey: Array(bytes.dropFirst(Self.keyByteCount))
        )
    }

    /// Both keys as they are wrapped: the batch key, then the tag key.
    package var bytes: [UInt8] { batchKey + tagKey }

    /// The key of one record, with which it can be opened and the rest of the batch cannot.
    package func recordKey(at index: Int, suite: Suite) -> RecordSecret {
        var info = Array("lianzheng record key".utf8)
        for shift in stride(from: 56, through: 0, by: -8) {
            info.append(UInt8(truncatingIfNeeded: index >> shift))
        }
        return RecordSecret(
            key: suite.hkdf(secret: batchKey, salt: [], info: info, count: Self.keyByteCount)
        )
    }

    /// What the wrapping of a batch's secrets is bound to: the chain, the records, the category.
    static func context(chainID: Digest, category: String, root: Digest) -> [UInt8] {
        Array("lianzheng batch secrets".utf8) + chainID.bytes + root.bytes + Array(category.utf8)
    }
}
