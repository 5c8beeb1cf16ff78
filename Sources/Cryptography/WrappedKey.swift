package import CBOR

/// A secret that only the holder of one private key can read.
///
/// Encoded as `[recipient: bstr .size 32, ephemeral: bstr .size 65, ciphertext: bstr]`.
package struct WrappedKey: Hashable, Sendable {
    /// The identifier of the key that opens it.
    package let recipient: Digest
    /// The sender's key, made for this one secret.
    package let ephemeral: PublicKey
    /// The secret, sealed.
    package let ciphertext: [UInt8]

    /// The parts as they travel.
    package init(recipient: Digest, ephemeral: PublicKey, ciphertext: [UInt8]) {
        self.recipient = recipient
        self.ephemeral = ephemeral
        self.ciphertext = ciphertext
    }

    /// Reads what `encode(into:)` wrote; whether it can be opened is not looked at.
    package init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 3)
        recipient = try reader.digest()
        ephemeral = try reader.publicKey()
        ciphertext = Array(try reader.byteString())
    }

    /// Writes the array of the three parts.
    package func encode(into writer: inout CBORWriter) {
        writer.array(3)
        writer.byteString(recipient)
        writer.byteString(ephemeral)
        writer.byteString(ciphertext)
    }
}

extension Suite {
    private static let wrappingLabel = Array("lianzheng key wrap v1".utf8)

    /// Seals a secret to the holder of `recipient`, bound to `context`.
    ///
    /// An ephemeral key agrees on a point with the recipient's key (SEC 1 §3.3.1); HKDF over its x
    /// coordinate, both public keys and the context gives the key that seals the secret. That key
    /// serves once, so its nonce is zero.
    /// - Throws: `pointNotOnCurve`.
    package func wrap(
        _ secret: [UInt8],
        to recipient: PublicKey,
        context: [UInt8]
    ) throws(CryptographyError) -> WrappedKey {
        let ephemeral = SigningKey(generating: self)
        var key = try wrappingKey(ephemeral, recipient, sender: ephemeral.publicKey, context)
        defer { key.cleanse() }
        let ciphertext = try seal(
            secret,
            key: key,
            nonce: Self.zeroNonce,
            associated: context
        )
        return WrappedKey(
            recipient: keyIdentifier(of: recipient),
            ephemeral: ephemeral.publicKey,
            ciphertext: ciphertext
        )
    }

    /// Undoes `wrap` with the recipient's private key and the same context.
    /// - Throws: `notTheRecipient`, `pointNotOnCurve`, `unsupportedKey` or `notAuthentic`.
    package func unwrap(
        _ wrapped: WrappedKey,
        with recipient: SigningKey,
        context: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        guard recipient.suite == self else { throw .unsupportedKey }
        guard wrapped.recipient == recipient.identifier else {
            throw .notTheRecipient(expected: wrapped.recipient, found: recipient.identifier)
        }
        var key = try wrappingKey(
            recipient,
            wrapped.ephemeral,
            sender: wrapped.ephemeral,
            context
        )
        defer { key.cleanse() }
        return try open(
            wrapped.ciphertext,
            key: key,
            nonce: Self.zeroNonce,
            associated: context
        )
    }

    private static var zeroNonce: [UInt8] { [UInt8](repeating: 0, count: nonceByteCount) }

    /// The key both sides arrive at, each from its own private and the other's public key.
    private func wrappingKey(
        _ own: SigningKey,
        _ other: PublicKey,
        sender: PublicKey,
        _ context: [UInt8]
    ) throws(CryptographyError) -> [UInt8] {
        let receiver = sender == own.publicKey ? other : own.publicKey
        var shared = try own.agreement(with: other)
        defer { shared.cleanse() }
        return hkdf(
            secret: shared,
            salt: [],
            info: Self.wrappingLabel + sender.bytes + receiver.bytes + context,
            count: Self.contentKeyByteCount
        )
    }
}
