package import CBOR
package import Cryptography

/// A statement as it stands on the ledger: strictly decoded, its signature not yet verified.
///
///     18([ << header >>, {}, h'payload', h'signature' ])
///
/// The form is RFC 9943's signed statement. What the ledger records is the digest of these bytes
/// with an empty unprotected header, so nothing that a holder adds to a file changes the entry.
package struct SignedStatement: Hashable, Sendable {
    /// What the signer says beside the payload.
    package let header: StatementHeader
    /// The encoded header, as signed.
    package let protected: ArraySlice<UInt8>
    /// What the signer says; the kind decides how to read it.
    package let payload: ArraySlice<UInt8>
    /// The signature over header and payload.
    package let signature: Signature
    /// The whole statement with an empty unprotected header.
    package let encoded: ArraySlice<UInt8>

    /// Decodes a statement that fills the whole buffer; its unprotected header must be empty.
    package init(decoding bytes: [UInt8]) throws(COSEError) {
        try self.init(decoding: bytes[...])
    }

    /// Decodes a statement that fills the whole slice; its unprotected header must be empty.
    package init(decoding bytes: ArraySlice<UInt8>) throws(COSEError) {
        let message = try Sign1(decoding: bytes)
        guard message.unprotected.elementsEqual(Sign1.emptyMap) else {
            throw .unprotectedNotEmpty
        }
        try self.init(message, encoded: bytes)
    }

    /// Takes the statement out of a file, leaving the unprotected header behind.
    ///
    /// RFC 9943 has it emptied before a statement is registered; what was in it is for the caller.
    package init(emptying message: Sign1) throws(COSEError) {
        let bare = Sign1(
            protected: message.protected,
            unprotected: Sign1.emptyMap[...],
            payload: message.payload,
            signature: message.signature
        )
        try self.init(bare, encoded: bare.encoded[...])
    }

    private init(_ message: Sign1, encoded: ArraySlice<UInt8>) throws(COSEError) {
        guard let payload = message.payload else { throw .payloadMisplaced }
        header = try StatementHeader(decoding: message.protected)
        protected = message.protected
        self.payload = payload
        signature = message.signature
        self.encoded = encoded
    }

    /// The whole statement with an empty unprotected header.
    package var bytes: [UInt8] { Array(encoded) }

    /// What the ledger records: the digest of the whole statement.
    package func entry(_ suite: Suite) -> Digest {
        suite.digest(encoded)
    }

    /// The bytes under the signature.
    package func toBeSigned() -> [UInt8] {
        SignatureStructure.encode(protected: protected, payload: payload)
    }

    /// The digest of the bytes under the signature, the same for every signature over them.
    ///
    /// Two signatures by one key over the same bytes make two entries; this is what tells that they
    /// are one statement.
    package func signedDigest(_ suite: Suite) -> Digest {
        suite.digest(toBeSigned())
    }

    /// Whether the statement names this key and the key signed it.
    package func isSigned(by key: VerificationKey) -> Bool {
        header.algorithm == key.suite.signatureAlgorithm
            && header.keyIdentifier == key.identifier
            && key.isValid(signature, for: toBeSigned())
    }
}

// MARK: - Signing

extension SignedStatement {
    /// Makes and signs a statement; `issuedAt` counts seconds since 1970.
    ///
    /// Labels in `extra` other than the optional ones are a programming error.
    package static func sign(
        kind: StatementKind,
        issuer: String,
        subject: String,
        issuedAt: UInt64,
        chainID: Digest,
        extra: [CBORPair] = [],
        payload: [UInt8],
        with key: SigningKey
    ) -> SignedStatement {
        let header = StatementHeader(
            algorithm: key.suite.signatureAlgorithm,
            keyIdentifier: key.identifier,
            issuer: issuer,
            subject: subject,
            issuedAt: issuedAt,
            kind: kind,
            chainID: chainID,
            extra: extra
        )
        return sign(header, payload: payload, by: key.sign)
    }

    /// Makes a statement that whoever holds the key of the header signs.
    package static func sign(
        _ header: StatementHeader,
        payload: [UInt8],
        by sign: ([UInt8]) -> Signature
    ) -> SignedStatement {
        let protected = header.encoded[...]
        let toBeSigned = SignatureStructure.encode(protected: protected, payload: payload[...])
        let message = Sign1(
            protected: protected,
            unprotected: Sign1.emptyMap[...],
            payload: payload[...],
            signature: sign(toBeSigned)
        )
        return SignedStatement(header: header, message: message, payload: payload[...])
    }

    private init(header: StatementHeader, message: Sign1, payload: ArraySlice<UInt8>) {
        self.header = header
        protected = message.protected
        self.payload = payload
        signature = message.signature
        encoded = message.encoded[...]
    }
}
