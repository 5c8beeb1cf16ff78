package import COSE
import Catalogue
package import Cryptography
package import Evidence
package import Ledger

/// How an officer's draft becomes the certificate that another person approves.
package struct ApprovalPlan: CertificatePlan {
    /// The type of the certificate.
    package let type: CatalogueCertificateType
    /// The member that issues.
    package let issuer: Member
    /// Who approves.
    package let signer: Signer
    /// What the officer signed.
    package let draft: DraftFile

    /// Describes an approval.
    package init(
        of draft: DraftFile,
        type: CatalogueCertificateType,
        issuer: Member,
        approver: Signer
    ) {
        self.draft = draft
        self.type = type
        self.issuer = issuer
        signer = approver
    }

    /// What the journal of the approval begins with.
    package var title: [String] {
        [signer.chain.id.hexadecimal, issuer.code, type.code + "-approval"]
    }

    /// What is approved: the draft with its fields, and for whom the fields are sealed.
    package func row(from path: String, holderKey: PublicKey?) -> CertificateRow {
        CertificateRow(
            place: LinePlace(file: path, line: 1),
            members: [],
            documents: [],
            holderKey: holderKey,
            digest: signer.chain.suite.digest(draft.encoded + (holderKey?.bytes ?? []))
        )
    }

    /// The identifier that the officer gave.
    package func identifier(
        of row: CertificateRow,
        reserved: String?,
        timeMs: UInt64
    ) -> String {
        draft.statement.header.subject
    }

    /// The fields as the officer salted them.
    package func disclosures(
        _ row: CertificateRow,
        _ attempt: BatchJournal.Reservation,
        secret: [UInt8]
    ) -> [Disclosure] {
        draft.disclosures
    }

    /// The officer's statement with the approver's signature of an attempt.
    package func statement(
        _ row: CertificateRow,
        _ attempt: BatchJournal.Reservation,
        secret: [UInt8]
    ) -> SignedStatement {
        signer.approve(draft.statement, at: attempt.timeMs / 1_000)
    }
}
