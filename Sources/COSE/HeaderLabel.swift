import CBOR

/// The labels of COSE header parameters that are used here; private ones are −70000 to −70199.
package enum HeaderLabel {
    /// Signature algorithm (RFC 9052 §3.1).
    package static let algorithm: Int64 = 1
    /// Key identifier: the digest of the SubjectPublicKeyInfo (RFC 9052 §3.1).
    package static let keyIdentifier: Int64 = 4
    /// CWT claims: issuer, subject, issued at (RFC 9597).
    package static let claims: Int64 = 15
    /// Type of the whole message (RFC 9596).
    package static let type: Int64 = 16
    /// Disclosures of redacted claims, unprotected (SD-CWT).
    package static let disclosures: Int64 = 17
    /// Digest algorithm of redacted claims (SD-CWT).
    package static let redactionAlgorithm: Int64 = 170
    /// Digest algorithm when the payload is a digest (RFC 9995).
    package static let payloadDigestAlgorithm: Int64 = 258
    /// Content type of what the payload is a digest of (RFC 9995).
    package static let preimageContentType: Int64 = 259
    /// Where to find what the payload is a digest of (RFC 9995).
    package static let payloadLocation: Int64 = 260
    /// Receipts, unprotected (RFC 9942).
    package static let receipts: Int64 = 394
    /// Verifiable data structure of a receipt (RFC 9942).
    package static let verifiableDataStructure: Int64 = 395
    /// Proofs of a receipt, unprotected (RFC 9942).
    package static let verifiableDataProofs: Int64 = 396
    /// The chain that a statement or vote is made for.
    package static let chain: Int64 = -70000
    /// What a vote is about; never in a statement.
    package static let vote: Int64 = -70001
    /// The evidence of a citizen's file, unprotected.
    package static let evidence: Int64 = -70002
    /// The officer's draft that the statement approves.
    package static let draft: Int64 = -70003

    /// Whether a statement may carry the label beside those that every statement has.
    package static func isExtra(_ label: Int64) -> Bool {
        switch label {
        case redactionAlgorithm, payloadDigestAlgorithm, preimageContentType, payloadLocation: true
        case vote, evidence, chain: false
        default: (-70199...(-70000)).contains(label)
        }
    }

    static func isExtra(_ key: CBORValue) -> Bool {
        Int64(key).map { isExtra($0) } ?? false
    }
}

/// The labels of CWT claims that a statement or receipt has (RFC 8392 §4).
package enum ClaimLabel {
    /// Who says it.
    package static let issuer: Int64 = 1
    /// What it is about.
    package static let subject: Int64 = 2
    /// When it was said, in seconds since 1970.
    package static let issuedAt: Int64 = 6
}
