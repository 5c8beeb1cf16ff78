package import COSE
import Catalogue
import Console
import Cryptography
package import Evidence
import Ledger

/// How certificates are made of rows: the same each time for a row and an attempt at it, so that
/// what a break interrupted can be finished.
package protocol CertificatePlan: Sendable {
    /// The type of all certificates.
    var type: CatalogueCertificateType { get }
    /// Who signs what goes to the ledger, and leaves the fields at the node.
    var signer: Signer { get }
    /// What the journal begins with: chain, member, type.
    var title: [String] { get }

    /// The identifier of a row's certificate: the one that is reserved, or else its own or a new
    /// one.
    func identifier(
        of row: CertificateRow,
        reserved: String?,
        timeMs: UInt64
    ) throws(ClientError) -> String

    /// The fields as an attempt at a row's certificate has them.
    func disclosures(
        _ row: CertificateRow,
        _ attempt: BatchJournal.Reservation,
        secret: [UInt8]
    ) throws(ClientError) -> [Disclosure]

    /// The statement for an attempt at a row's certificate.
    func statement(
        _ row: CertificateRow,
        _ attempt: BatchJournal.Reservation,
        secret: [UInt8]
    ) throws(ClientError) -> SignedStatement
}

extension CertificatePlan {
    /// The claim code of a certificate: it follows from the journal's secret, so that it is the
    /// same after a break.
    package func claimCode(of identifier: String, secret: [UInt8]) -> ClaimCode {
        let name = "lianzheng claim code v1 \(identifier)"
        let code = signer.chain.suite.hmac(key: secret, Array(name.utf8))
        return ClaimCode(random: Array(code.bytes.prefix(ClaimCode.randomCount)))
    }

    /// The fields under a recorded certificate, if it is one of the attempts at a row's; nil when
    /// somebody else's certificate has the identifier, or another approval of the same draft.
    package func disclosures(
        under statement: [UInt8],
        _ row: CertificateRow,
        _ attempts: [BatchJournal.Reservation],
        secret: [UInt8]
    ) throws(ClientError) -> [Disclosure]? {
        guard let signed = try? SignedStatement(decoding: statement),
            let claims = try? CertificateClaims(decoding: signed.payload)
        else { return nil }
        let issuedAt = signed.header.issuedAt
        for attempt in attempts
        where attempt.identifier == claims.subject && attempt.timeMs / 1_000 == issuedAt {
            let disclosures = try disclosures(row, attempt, secret: secret)
            let digests = Disclosure.digests(of: disclosures, suite: signer.chain.suite)
            if claims.fieldDigests == digests { return disclosures }
        }
        return nil
    }
}

extension ClientError {
    /// Why the certificate of a row cannot be made: a line for each field.
    func refusals(at row: CertificateRow, type: String) -> [RefusedLine] {
        guard case .fields(_, let findings) = self else {
            return [
                RefusedLine(place: row.place, category: type, rule: code, reason: phrase)
            ]
        }
        return findings.map { finding in
            RefusedLine(
                place: row.place,
                category: type,
                field: finding.field ?? "",
                rule: finding.rule ?? finding.code,
                reason: Phrase(finding.reason.english, finding.chinese)
            )
        }
    }
}
