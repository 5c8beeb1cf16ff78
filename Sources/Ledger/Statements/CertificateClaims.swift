import CBOR
package import Cryptography

/// The payload of a `certificate` statement: CWT claims with the fields redacted.
///
/// Wire form, a map in deterministic order of its keys:
///
///     { 1: iss, 2: sub, ? 4: exp, ? 5: nbf, 6: iat,
///       ? -70100: [+ document digest], -70101: type code, ? -70102: superseded leaf index,
///       ? -70103: 1, ? -70104: version of the type, simple(59): [* field digest] }
///
/// A refusal (不予许可) says so in the clear, under −70103, so that no holder can strip it from the
/// decision and show the rest as a licence. The fields themselves never reach the ledger. The
/// digests are those of SD-CWT's salted disclosures, in ascending order so that their order tells
/// nothing.
package struct CertificateClaims: Hashable, Sendable {
    /// The issuer, as in the header.
    package let issuer: String
    /// The certificate identifier, as in the header's subject.
    package let subject: String
    /// When the certificate expires, in seconds since 1970; nil for never.
    package let expiry: UInt64?
    /// From when on it holds, in seconds since 1970; nil for at once.
    package let notBefore: UInt64?
    /// When it was signed, in seconds since 1970, as in the header.
    package let issuedAt: UInt64
    /// The digests of the documents that go with it.
    package let documents: [DocumentDigest]
    /// The code of its type, such as "CERT-04".
    package let type: String
    /// The leaf index of the certificate that it replaces.
    package let supersedes: UInt64?
    /// Whether it is the decision to refuse such a certificate.
    package let isRefusal: Bool
    /// The version of the type that its fields follow; 1, the genesis's, is not written.
    package let typeVersion: UInt64
    /// The digests of the salted fields, ascending.
    package let fieldDigests: [Digest]

    /// Assembles claims; the digests are put in order.
    package init(
        issuer: String,
        subject: String,
        expiry: UInt64? = nil,
        notBefore: UInt64? = nil,
        issuedAt: UInt64,
        documents: [DocumentDigest] = [],
        type: String,
        supersedes: UInt64? = nil,
        isRefusal: Bool = false,
        typeVersion: UInt64 = 1,
        fieldDigests: [Digest]
    ) {
        self.issuer = issuer
        self.subject = subject
        self.expiry = expiry
        self.notBefore = notBefore
        self.issuedAt = issuedAt
        self.documents = documents
        self.type = type
        self.supersedes = supersedes
        self.isRefusal = isRefusal
        self.typeVersion = typeVersion
        self.fieldDigests = fieldDigests.sorted()
    }
}

/// The keys of a certificate's claims; those below −70000 are ours.
package enum CertificateLabel {
    /// When it expires (RFC 8392).
    package static let expiry: Int64 = 4
    /// From when on it holds (RFC 8392).
    package static let notBefore: Int64 = 5
    /// The digests of its documents.
    package static let documents: Int64 = -70100
    /// The code of its type.
    package static let type: Int64 = -70101
    /// The leaf index of what it replaces.
    package static let supersedes: Int64 = -70102
    /// 1 for a refusal; absent otherwise.
    package static let refusal: Int64 = -70103
    /// The version of its type, when it is not the first.
    package static let typeVersion: Int64 = -70104
    /// The simple value under which SD-CWT lists redacted claims.
    package static let redacted: UInt8 = 59
}
