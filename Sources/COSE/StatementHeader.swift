package import CBOR
package import Cryptography

/// The protected header of a statement: who says what about whom, when and to which chain.
package struct StatementHeader: Hashable, Sendable {
    /// The COSE algorithm of the signature.
    package let algorithm: Int64
    /// The digest of the signer's SubjectPublicKeyInfo.
    package let keyIdentifier: Digest
    /// Who says it, such as `urn:uscc:91440300MA5EXAMPLE`.
    package let issuer: String
    /// What it is about; the kind decides how to read it.
    package let subject: String
    /// When it was said, in seconds since 1970.
    package let issuedAt: UInt64
    /// What the statement does.
    package let kind: StatementKind
    /// The chain it is made for; no other chain takes it.
    package let chainID: Digest
    /// The optional parameters: 170, 258, 259, 260 and private ones.
    package let extra: [CBORPair]

    /// A header of these parameters; labels other than optional ones in `extra` are our mistake.
    package init(
        algorithm: Int64,
        keyIdentifier: Digest,
        issuer: String,
        subject: String,
        issuedAt: UInt64,
        kind: StatementKind,
        chainID: Digest,
        extra: [CBORPair]
    ) {
        precondition(extra.allSatisfy { HeaderLabel.isExtra($0.key) }, "not an optional label")
        self.algorithm = algorithm
        self.keyIdentifier = keyIdentifier
        self.issuer = issuer
        self.subject = subject
        self.issuedAt = issuedAt
        self.kind = kind
        self.chainID = chainID
        self.extra = extra
    }

    /// The suite that the algorithm belongs to.
    package var suite: Suite? { Suite.allCases.first { $0.signatureAlgorithm == algorithm } }
}

// MARK: - Bytes

extension StatementHeader {
    /// The deterministic encoding of the map.
    package var encoded: [UInt8] {
        var pairs = [
            CBORPair(HeaderLabel.algorithm, CBORValue(algorithm)),
            CBORPair(HeaderLabel.keyIdentifier, .bytes(keyIdentifier.bytes)),
            CBORPair(HeaderLabel.claims, .map(claims)),
            CBORPair(HeaderLabel.type, .text(kind.contentType)),
            CBORPair(HeaderLabel.chain, .bytes(chainID.bytes)),
        ]
        pairs += extra
        return CBORValue.map(pairs).encoded
    }

    private var claims: [CBORPair] {
        [
            CBORPair(ClaimLabel.issuer, .text(issuer)),
            CBORPair(ClaimLabel.subject, .text(subject)),
            CBORPair(ClaimLabel.issuedAt, .unsigned(issuedAt)),
        ]
    }

    /// Reads the map; a parameter that is missing or not ours is refused.
    package init(decoding bytes: ArraySlice<UInt8>) throws(COSEError) {
        var fields = try HeaderFields(bytes)
        algorithm = try fields.take(HeaderLabel.algorithm) { (reader) throws(CBORError) in
            try reader.integer()
        }
        keyIdentifier = try fields.take(HeaderLabel.keyIdentifier) { (reader) throws(CBORError) in
            try reader.digest()
        }
        let claims = try fields.take(HeaderLabel.claims) { (reader) throws(CBORError) in
            try reader.encodedItem()
        }
        let type = try fields.take(HeaderLabel.type) { (reader) throws(CBORError) in
            try reader.text()
        }
        chainID = try fields.take(HeaderLabel.chain) { (reader) throws(CBORError) in
            try reader.digest()
        }
        (issuer, subject, issuedAt) = try Self.claims(decoding: claims)
        guard let kind = StatementKind(contentType: type) else { throw .unknownType(type) }
        self.kind = kind
        extra = try Self.extra(fields)
        guard suite != nil else { throw .unknownAlgorithm(algorithm) }
    }

    private static func claims(
        decoding bytes: ArraySlice<UInt8>
    ) throws(COSEError) -> (issuer: String, subject: String, issuedAt: UInt64) {
        var fields = try HeaderFields(bytes)
        let issuer = try text(ClaimLabel.issuer, in: &fields)
        let subject = try text(ClaimLabel.subject, in: &fields)
        let issuedAt = try fields.take(ClaimLabel.issuedAt) { (reader) throws(CBORError) in
            try reader.unsigned()
        }
        try fields.finish()
        return (issuer, subject, issuedAt)
    }

    private static func text(
        _ label: Int64,
        in fields: inout HeaderFields
    ) throws(COSEError) -> String {
        let text = try fields.take(label) { (reader) throws(CBORError) in try reader.text() }
        guard !text.isEmpty else { throw .emptyClaim(label: label) }
        return text
    }

    private static func extra(_ fields: HeaderFields) throws(COSEError) -> [CBORPair] {
        var extra: [CBORPair] = []
        for (label, value) in fields.rest {
            guard HeaderLabel.isExtra(label) else { throw .unknownLabel(label) }
            var reader = CBORReader(value)
            extra.append(
                CBORPair(label, try reading { () throws(CBORError) in try reader.value() })
            )
        }
        return extra
    }
}

extension CBORPair {
    /// A value under an integer label.
    package init(_ label: Int64, _ value: CBORValue) {
        self.init(CBORValue(label), value)
    }
}
