import CBOR
package import COSE
package import Cryptography

/// The auditor's signature under a report: a COSE statement whose payload is the report's digest.
///
/// The form is RFC 9995's hash envelope: label 258 names the digest's algorithm (−16, SHA-256) and
/// 259 what kind of file was digested. The digest is SHA-256 on every suite, so that anybody's
/// `sha256sum` shows which file is meant.
package struct ReportSeal {
    /// COSE's number of SHA-256.
    private static let sha256: Int64 = -16

    /// Signs a report; `contentType` is that of the file, `issuedAt` counts seconds since 1970.
    package static func seal(
        _ report: [UInt8],
        contentType: String,
        fileName: String,
        issuer: String,
        chainID: Digest,
        issuedAt: UInt64,
        with key: SigningKey
    ) -> SignedStatement {
        .sign(
            kind: .report,
            issuer: issuer,
            subject: fileName,
            issuedAt: issuedAt,
            chainID: chainID,
            extra: [
                CBORPair(HeaderLabel.payloadDigestAlgorithm, CBORValue(sha256)),
                CBORPair(HeaderLabel.preimageContentType, .text(contentType)),
            ],
            payload: Suite.p256.digest(report).bytes,
            with: key
        )
    }

    /// Whether a seal is one of this chain, by this key, under this report.
    package static func isGood(
        _ seal: SignedStatement,
        under report: [UInt8],
        chainID: Digest,
        by key: VerificationKey
    ) -> Bool {
        seal.header.kind == .report && seal.header.chainID == chainID
            && seal.header.extra.contains {
                $0.key == CBORValue(HeaderLabel.payloadDigestAlgorithm)
                    && $0.value == CBORValue(sha256)
            }
            && seal.payload.elementsEqual(Suite.p256.digest(report).bytes)
            && seal.isSigned(by: key)
    }
}
