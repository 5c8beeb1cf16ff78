package import CBOR
package import Cryptography

/// A member's word that a key may sign for it, within a scope and until a time.
///
/// The grants of the genesis are the first leaves of the tree; later ones are the payloads of
/// `grant` statements. A key is granted once: neither expiry nor revocation makes room for it
/// again.
package struct KeyGrant: Hashable, Sendable {
    /// The code of the member for which the key signs.
    package let member: String
    /// The key.
    package let key: PublicKey
    /// What it may sign.
    package let scope: Scope
    /// From when on it may no longer sign, in milliseconds since 1970; nil for no end.
    package let notAfterMs: UInt64?

    /// Describes a grant.
    package init(member: String, key: PublicKey, scope: Scope, notAfterMs: UInt64? = nil) {
        self.member = member
        self.key = key
        self.scope = scope
        self.notAfterMs = notAfterMs
    }

    /// Whether the key may no longer sign in a block of this time.
    package func isExpired(at timeMs: UInt64) -> Bool {
        notAfterMs.map { timeMs >= $0 } ?? false
    }
}

// MARK: - Encoding: [ member, key, scope, not-after / null ]

extension KeyGrant {
    /// The deterministic encoding: payload of a `grant` statement, or the bytes of a genesis leaf.
    package var encoded: [UInt8] {
        var writer = CBORWriter()
        writer.array(4)
        writer.text(member)
        writer.byteString(key)
        scope.encode(into: &writer)
        if let notAfterMs { writer.unsigned(notAfterMs) } else { writer.null() }
        return writer.bytes
    }

    /// Reads a whole grant.
    package init(decoding bytes: ArraySlice<UInt8>) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 4)
        member = try reader.text()
        key = try reader.publicKey()
        scope = try Scope(from: &reader)
        if reader.nextIsNull {
            try reader.null()
            notAfterMs = nil
        } else {
            notAfterMs = try reader.unsigned()
        }
        try reader.finish()
    }

    /// What the tree commits to for a grant of the genesis: the digest of its encoding.
    package func entry(_ suite: Suite) -> Digest {
        suite.digest(encoded)
    }
}
