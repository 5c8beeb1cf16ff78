package import CBOR
package import Cryptography

/// What a node keeps of a certificate for its holder: sealed fields, and what admits to them.
///
///     [ 1, certificate: tstr, token-digest: bstr .size 32, holder: bstr .size 65 / null,
///       sealed: bstr ]
///
/// The node can read neither the fields nor the token; it compares the digest of what it is shown.
package struct VaultEntry: Hashable, Sendable {
    /// The most bytes of the sealed fields.
    package static let maximumSealedByteCount = 64 << 10
    /// The most bytes of an entry.
    package static let maximumByteCount = maximumSealedByteCount + 512
    /// The most bytes of a certificate identifier.
    package static let maximumIdentifierByteCount = 128
    private static let version: UInt64 = 1

    /// The certificate identifier.
    package let certificate: String
    /// The digest of the token that follows from the claim code.
    package let tokenDigest: Digest
    /// The holder's key, if the issuer knows it.
    package let holder: PublicKey?
    /// The sealed fields; what they look like is for issuer and holder.
    package let sealed: [UInt8]

    /// An entry of its parts.
    package init(certificate: String, tokenDigest: Digest, holder: PublicKey?, sealed: [UInt8]) {
        self.certificate = certificate
        self.tokenDigest = tokenDigest
        self.holder = holder
        self.sealed = sealed
    }

    /// The bytes of the file.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: sealed.count + 512)
        writer.array(5)
        writer.unsigned(Self.version)
        writer.text(certificate)
        writer.byteString(tokenDigest)
        if let holder { writer.byteString(holder) } else { writer.null() }
        writer.byteString(sealed)
        return writer.bytes
    }

    /// Reads the whole buffer.
    package init(decoding bytes: some Collection<UInt8>) throws(CBORError) {
        guard bytes.count <= Self.maximumByteCount else { throw .tooLong(at: 0) }
        var reader = CBORReader(Array(bytes))
        try reader.array(count: 5)
        var start = reader.position
        guard try reader.unsigned() == Self.version else { throw .outOfRange(at: start) }
        start = reader.position
        certificate = try reader.text()
        guard (1...Self.maximumIdentifierByteCount).contains(certificate.utf8.count) else {
            throw .outOfRange(at: start)
        }
        tokenDigest = try reader.digest()
        if reader.nextIsNull {
            try reader.null()
            holder = nil
        } else {
            holder = try reader.publicKey()
        }
        start = reader.position
        sealed = Array(try reader.byteString())
        guard (1...Self.maximumSealedByteCount).contains(sealed.count) else {
            throw .outOfRange(at: start)
        }
        try reader.finish()
    }
}

/// The payload of a `deposit` statement: `[node, << entry >>]`.
package struct VaultDeposit: Hashable, Sendable {
    /// The name of the node that it is for.
    package let node: String
    /// What that node shall keep.
    package let entry: VaultEntry

    /// A deposit at a node.
    package init(_ entry: VaultEntry, at node: String) {
        self.node = node
        self.entry = entry
    }

    /// The payload.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.array(2)
        writer.text(node)
        writer.byteString(entry.encoded)
        return writer.bytes
    }

    /// Reads a payload that fills the whole slice.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 2)
        node = try reader.text()
        entry = try VaultEntry(decoding: try reader.byteString())
        try reader.finish()
    }
}

/// The payload of a `claim` statement, which the holder's key signs: `[node, challenge]`.
package struct VaultClaim: Hashable, Sendable {
    /// The name of the node that it is for.
    package let node: String
    /// What that node asked to have signed on this connection.
    package let challenge: Digest

    /// A claim at a node.
    package init(challenge: Digest, at node: String) {
        self.challenge = challenge
        self.node = node
    }

    /// The payload.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.array(2)
        writer.text(node)
        writer.byteString(challenge)
        return writer.bytes
    }

    /// Reads a payload that fills the whole slice.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 2)
        node = try reader.text()
        challenge = try reader.digest()
        try reader.finish()
    }
}
