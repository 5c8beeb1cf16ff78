/// The algorithms of a chain, fixed by its genesis for its whole life.
///
/// The algorithm numbers are those of COSE (RFC 9053, RFC 9054, RFC 9942). No number is registered
/// for SM2 and SM3, so theirs are from the private range (below −65536).
package enum Suite: String, Hashable, Sendable, CaseIterable {
    /// SHA-256, ECDSA on P-256, AES-256-GCM.
    case p256
    /// 国密: SM3, SM2 with the identity 1234567812345678, SM4-CTR with HMAC-SM3.
    case sm2

    /// The COSE algorithm of signatures: ES256, or private −70010.
    package var signatureAlgorithm: Int64 {
        switch self {
        case .p256: -7
        case .sm2: -70010
        }
    }

    /// The COSE algorithm of digests: SHA-256, or private −70011.
    package var digestAlgorithm: Int64 {
        switch self {
        case .p256: -16
        case .sm2: -70011
        }
    }

    /// The verifiable data structure of receipts: RFC9162_SHA256, or private −70013.
    package var verifiableDataStructure: Int64 {
        switch self {
        case .p256: 1
        case .sm2: -70013
        }
    }
}
