package import CBOR
import Console
package import Cryptography
package import Evidence
package import Ledger

/// The fields of a certificate as a node's vault keeps them: sealed, and nothing a node could open.
///
///     [ 1, nonce: bstr .size 12, by code: bstr, for holder: wrapped key / null, fields: bstr ]
///
/// A key made for this one entry seals the fields. It is itself sealed under the claim code's key,
/// and a second time for the holder's public key when the issuer knows it. Everything is bound to
/// the chain and the certificate, so that nothing is taken from one entry for another.
package struct SealedFields: Hashable, Sendable {
    private static let version: UInt64 = 1
    /// As many as a certificate's file may have.
    private static let maximumDisclosures = 1_024

    let nonce: [UInt8]
    let keyByCode: [UInt8]
    let keyForHolder: WrappedKey?
    let ciphertext: [UInt8]

    /// Seals fields for whoever has the code, and for the holder's key if there is one.
    package init(
        _ disclosures: [Disclosure],
        by keys: ClaimKeys,
        holder: PublicKey? = nil,
        context: VaultContext
    ) throws(CryptographyError) {
        let suite = context.chain.suite
        let key = SecureRandom.bytes(Suite.contentKeyByteCount)
        nonce = SecureRandom.bytes(Suite.nonceByteCount)
        keyByCode = try suite.seal(
            key,
            key: keys.sealingKey,
            nonce: nonce,
            associated: context.label("code")
        )
        keyForHolder = try holder.map { (holder) throws(CryptographyError) in
            try suite.wrap(key, to: holder, context: context.label("holder"))
        }
        ciphertext = try suite.seal(
            Self.plaintext(disclosures),
            key: key,
            nonce: Self.zeroNonce,
            associated: context.label("fields")
        )
    }

    /// Opens the fields with what follows from the claim code.
    package func open(
        by keys: ClaimKeys,
        context: VaultContext
    ) throws(CryptographyError) -> [Disclosure] {
        let key = try context.chain.suite.open(
            keyByCode,
            key: keys.sealingKey,
            nonce: nonce,
            associated: context.label("code")
        )
        return try open(key, context)
    }

    /// Opens the fields with the holder's private key; an entry that was not sealed for it too is
    /// as good as another's.
    package func open(
        with holder: SigningKey,
        context: VaultContext
    ) throws(CryptographyError) -> [Disclosure] {
        guard let keyForHolder else { throw .notAuthentic }
        let key = try context.chain.suite.unwrap(
            keyForHolder,
            with: holder,
            context: context.label("holder")
        )
        return try open(key, context)
    }

    private func open(
        _ key: [UInt8],
        _ context: VaultContext
    ) throws(CryptographyError) -> [Disclosure] {
        let plaintext = try context.chain.suite.open(
            ciphertext,
            key: key,
            nonce: Self.zeroNonce,
            associated: context.label("fields")
        )
        do { return try Self.disclosures(plaintext) } catch { throw .notAuthentic }
    }

    /// The key of the fields seals once, so its nonce is zero.
    private static let zeroNonce = [UInt8](repeating: 0, count: Suite.nonceByteCount)
}

/// What an entry of a vault is about, and what it is bound to.
package struct VaultContext: Hashable, Sendable {
    /// The chain of the certificate.
    package let chain: ChainIdentity
    /// The certificate identifier.
    package let certificate: String

    /// Names a certificate of a chain.
    package init(_ certificate: String, chain: ChainIdentity) {
        self.chain = chain
        self.certificate = certificate
    }

    func label(_ part: String) -> [UInt8] {
        Array("lianzheng vault \(part) v1".utf8) + chain.id.bytes + Array(certificate.utf8)
    }
}

// MARK: - Bytes

extension SealedFields {
    /// The bytes that a node keeps.
    package var encoded: [UInt8] {
        var writer = CBORWriter(capacity: ciphertext.count + 512)
        writer.array(5)
        writer.unsigned(Self.version)
        writer.byteString(nonce)
        writer.byteString(keyByCode)
        if let keyForHolder { keyForHolder.encode(into: &writer) } else { writer.null() }
        writer.byteString(ciphertext)
        return writer.bytes
    }

    /// Reads the whole buffer; whether it can be opened is not looked at.
    package init(decoding bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        try reader.array(count: 5)
        let start = reader.position
        guard try reader.unsigned() == Self.version else { throw .outOfRange(at: start) }
        nonce = Array(try reader.byteString(count: Suite.nonceByteCount))
        keyByCode = Array(try reader.byteString())
        if reader.nextIsNull {
            try reader.null()
            keyForHolder = nil
        } else {
            keyForHolder = try WrappedKey(from: &reader)
        }
        ciphertext = Array(try reader.byteString())
        try reader.finish()
    }

    private static func plaintext(_ disclosures: [Disclosure]) -> [UInt8] {
        var writer = CBORWriter()
        writer.array(disclosures.count)
        for disclosure in disclosures { writer.byteString(disclosure.encoded) }
        return writer.bytes
    }

    private static func disclosures(_ plaintext: [UInt8]) throws(CBORError) -> [Disclosure] {
        var reader = CBORReader(plaintext)
        let count = try reader.array()
        guard count <= maximumDisclosures else { throw .tooLong(at: 0) }
        var disclosures: [Disclosure] = []
        for _ in 0..<count {
            disclosures.append(try Disclosure(decoding: try reader.byteString()))
        }
        try reader.finish()
        return disclosures
    }
}
