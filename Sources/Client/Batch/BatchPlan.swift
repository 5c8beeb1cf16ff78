import CBOR
package import COSE
package import Catalogue
import Console
import Cryptography
package import Evidence
package import Ledger

/// How the certificates of a batch are made: the same each time for a row and a moment.
package struct BatchPlan: CertificatePlan {
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
    /// How strictly the values are to be read.
    package let source: TextSource
    /// The identifier that an officer gave to the one certificate; nil for new ones.
    package let givenIdentifier: String?

    /// Describes the certificates of a batch.
    package init(
        type: CatalogueCertificateType,
        typeVersion: UInt64 = 1,
        issuer: Member,
        signer: Signer,
        approver: Signer? = nil,
        isRefusal: Bool = false,
        source: TextSource = .spreadsheet,
        identifier: String? = nil
    ) {
        self.type = type
        self.typeVersion = typeVersion
        self.issuer = issuer
        self.signer = signer
        self.approver = approver
        self.isRefusal = isRefusal
        self.source = source
        givenIdentifier = identifier
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
            identifier: identifier ?? givenIdentifier,
            source: source,
            nowMs: timeMs,
            name: source == .json ? row.place.file : row.place.text
        )
        draft.typeVersion = typeVersion
        draft.attach(row.documents)
        return draft
    }

    /// The identifier that was reserved, or else the given one or a new one.
    package func identifier(
        of row: CertificateRow,
        reserved: String?,
        timeMs: UInt64
    ) throws(ClientError) -> String {
        try draft(row, identifier: reserved, timeMs: timeMs).identifier.text
    }

    /// The fields of an attempt, with salts that follow from the batch's secret.
    package func disclosures(
        _ row: CertificateRow,
        _ attempt: BatchJournal.Reservation,
        secret: [UInt8]
    ) throws(ClientError) -> [Disclosure] {
        let draft = try draft(row, identifier: attempt.identifier, timeMs: attempt.timeMs)
        return disclosures(of: draft, timeMs: attempt.timeMs, secret: secret)
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
}
