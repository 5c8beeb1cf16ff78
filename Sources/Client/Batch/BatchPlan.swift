import CBOR
package import COSE
import Catalogue
import Console
import Cryptography
package import Evidence
package import Ledger

/// How the certificates of a batch are made: the same each time for a row and a moment.
package struct BatchPlan: Sendable {
    /// The type of all certificates.
    package let type: CatalogueCertificateType
    /// The version of the type that is in force.
    package let typeVersion: UInt64
    /// The member that issues.
    package let issuer: Member
    /// Who signs.
    package let signer: Signer
    /// Who approves each certificate at once; nil where one person signs.
    package let approver: Signer?
    /// Whether they are decisions to refuse.
    package let isRefusal: Bool

    /// Describes the certificates of a batch.
    package init(
        type: CatalogueCertificateType,
        typeVersion: UInt64 = 1,
        issuer: Member,
        signer: Signer,
        approver: Signer? = nil,
        isRefusal: Bool = false
    ) {
        self.type = type
        self.typeVersion = typeVersion
        self.issuer = issuer
        self.signer = signer
        self.approver = approver
        self.isRefusal = isRefusal
    }

    /// What the journal of such a batch begins with.
    package var title: [String] {
        [signer.chain.id.hexadecimal, issuer.code, type.code + (isRefusal ? "-refusal" : "")]
    }

    /// The certificate of a row, made at a moment, with a new identifier or the given one.
    package func draft(
        _ row: CertificateRow,
        identifier: String? = nil,
        timeMs: UInt64
    ) throws(ClientError) -> CertificateDraft {
        var draft = try CertificateDraft(
            type: type,
            members: row.members,
            issuer: issuer,
            isRefusal: isRefusal,
            identifier: identifier,
            source: .spreadsheet,
            nowMs: timeMs,
            name: "\(row.place.file):\(row.place.line)"
        )
        draft.typeVersion = typeVersion
        draft.attach(row.documents)
        return draft
    }

    /// The fields of a certificate with salts that follow from the batch's secret.
    package func disclosures(
        of draft: CertificateDraft,
        timeMs: UInt64,
        secret: [UInt8]
    ) -> [Disclosure] {
        Disclosure.make(
            fields: draft.fields,
            salts: draft.fields.map { field in
                let name = "\(draft.identifier.text) \(timeMs) \(field.name)"
                let code = signer.chain.suite.hmac(key: secret, Array(name.utf8))
                return Array(code.bytes.prefix(Disclosure.saltByteCount))
            }
        )
    }

    /// The claim code of a certificate: it follows from the batch's secret, so that it is the same
    /// after a break.
    package func claimCode(of identifier: String, secret: [UInt8]) -> ClaimCode {
        let name = "lianzheng claim code v1 \(identifier)"
        let code = signer.chain.suite.hmac(key: secret, Array(name.utf8))
        return ClaimCode(random: Array(code.bytes.prefix(ClaimCode.randomCount)))
    }

    /// The statement for an attempt at a row's certificate.
    package func statement(
        _ row: CertificateRow,
        _ attempt: BatchJournal.Reservation,
        secret: [UInt8]
    ) throws(ClientError) -> SignedStatement {
        let timeMs = attempt.timeMs
        let draft = try draft(row, identifier: attempt.identifier, timeMs: timeMs)
        let disclosures = disclosures(of: draft, timeMs: timeMs, secret: secret)
        let claims = draft.claims(for: disclosures, by: signer, at: timeMs / 1_000)
        return signer.sign(claims, approvedBy: approver)
    }

    /// The fields under a recorded certificate, if it is one of the attempts at a row's; nil when
    /// somebody else's certificate has the identifier.
    package func disclosures(
        under statement: [UInt8],
        _ row: CertificateRow,
        _ attempts: [BatchJournal.Reservation],
        secret: [UInt8]
    ) throws(ClientError) -> [Disclosure]? {
        guard let signed = try? SignedStatement(decoding: statement),
            let claims = try? CertificateClaims(decoding: signed.payload)
        else { return nil }
        for attempt in attempts where attempt.timeMs / 1_000 == claims.issuedAt {
            let timeMs = attempt.timeMs
            let draft = try draft(row, identifier: attempt.identifier, timeMs: timeMs)
            let disclosures = disclosures(of: draft, timeMs: timeMs, secret: secret)
            let digests = Disclosure.digests(of: disclosures, suite: signer.chain.suite)
            if claims.subject == attempt.identifier, claims.fieldDigests == digests {
                return disclosures
            }
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
