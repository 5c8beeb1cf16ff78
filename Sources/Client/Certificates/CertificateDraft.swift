package import CBOR
package import COSE
package import Catalogue
import Console
import Cryptography
package import Evidence
package import JSON
package import Ledger

/// A certificate that is about to be issued: its fields, checked, and what goes beside them.
package struct CertificateDraft: Sendable {
    /// The type, with the schema of its fields.
    package let type: CatalogueCertificateType
    /// Whether it is the decision to refuse such a certificate.
    package let isRefusal: Bool
    /// The fields, checked against the schema, each with its name.
    package let fields: [(name: String, value: CBORValue)]
    /// What is doubtful in the fields, and no reason to refuse them.
    package let warnings: [Finding]
    /// The certificate identifier (GB/T 36904).
    package let identifier: CertificateIdentifier
    /// From when on it holds, in seconds since 1970; nil for at once.
    package let notBefore: UInt64?
    /// When it expires, in seconds since 1970; nil for never.
    package let expiry: UInt64?
    /// The leaf index of the certificate that it replaces.
    package var supersedes: UInt64?
    /// The version of its type; 1 unless governance adopted a later one.
    package var typeVersion: UInt64 = 1
    /// The digests of its documents, each by both suites.
    package private(set) var documents: [DocumentDigest] = []

    /// Completes and checks a form, and makes an identifier where none is given.
    ///
    /// `name` is the file of the fields, for errors.
    package init(
        type: CatalogueCertificateType,
        members: [JSONMember],
        issuer: Member,
        isRefusal: Bool = false,
        identifier: String? = nil,
        source: TextSource = .json,
        nowMs: UInt64,
        name: String
    ) throws(ClientError) {
        self.type = type
        self.isRefusal = isRefusal
        let form = CertificateForm(type, members: members, isRefusal: isRefusal, nowMs: nowMs)
        let reading = form.read(from: source)
        guard let fields = reading.fields else {
            throw .fields(path: name, reading.findings.filter { !$0.isWarning })
        }
        warnings = reading.findings
        let schema = isRefusal ? type.refusalSchema : type.schema
        let entries = fields.entries(of: schema)
        self.fields = entries.map { ($0.name, CBORValue($1)) }
        let day = { (name: String) -> CalendarDay? in
            guard case .text(let text) = entries.first(where: { $0.field.name == name })?.value
            else { return nil }
            return CalendarDay(text)
        }
        let today = CalendarDay(ms: nowMs)
        notBefore = day("valid_from").flatMap { $0 == today ? nil : $0.firstSecond }
        expiry = day("valid_to")?.lastSecond
        self.identifier = try Self.identifier(identifier, for: form, issuer: issuer, nowMs: nowMs)
    }

    /// Adds documents, such as the printed page as PDF or OFD, by their digests.
    package mutating func attach(_ digests: [DocumentDigest]) {
        documents += digests
    }

    /// The disclosures of the fields, with fresh salts; they are for the holder and never go to
    /// the ledger.
    package func disclosures() -> [Disclosure] {
        Disclosure.make(
            fields: fields,
            salts: fields.map { _ in SecureRandom.bytes(Disclosure.saltByteCount) }
        )
    }

    /// What the issuer signs; `issuedAt` counts seconds since 1970.
    package func claims(
        for disclosures: [Disclosure],
        by signer: Signer,
        at issuedAt: UInt64
    ) -> CertificateClaims {
        CertificateClaims(
            issuer: signer.issuer,
            subject: identifier.text,
            expiry: expiry,
            notBefore: notBefore,
            issuedAt: issuedAt,
            documents: documents,
            type: type.code,
            supersedes: supersedes,
            isRefusal: isRefusal,
            typeVersion: typeVersion,
            fieldDigests: Disclosure.digests(of: disclosures, suite: signer.chain.suite)
        )
    }

    /// Signs the certificate, and gives the disclosures beside it; an officer's is approved by
    /// another signer at once, where one is given.
    package func sign(
        by signer: Signer,
        approvedBy approver: Signer? = nil,
        at issuedAt: UInt64
    ) -> (statement: SignedStatement, disclosures: [Disclosure]) {
        let disclosures = disclosures()
        let claims = claims(for: disclosures, by: signer, at: issuedAt)
        return (signer.sign(claims, approvedBy: approver), disclosures)
    }

    /// What an officer signs for another person to approve.
    package func file(draftedBy officer: Signer, at issuedAt: UInt64) -> DraftFile {
        let disclosures = disclosures()
        let claims = claims(for: disclosures, by: officer, at: issuedAt)
        return DraftFile(statement: officer.draft(claims), disclosures: disclosures)
    }
}

extension Signer {
    /// Signs a certificate's claims, alone or with somebody who approves them at once.
    package func sign(
        _ claims: CertificateClaims,
        approvedBy approver: Signer? = nil
    ) -> SignedStatement {
        guard let approver else {
            return sign(
                .certificate,
                about: claims.subject,
                payload: claims.encoded,
                at: claims.issuedAt
            )
        }
        return approver.approve(draft(claims), at: claims.issuedAt)
    }

    /// Signs a certificate's claims for another person to approve.
    fileprivate func draft(_ claims: CertificateClaims) -> SignedStatement {
        sign(.draft, about: claims.subject, payload: claims.encoded, at: claims.issuedAt)
    }
}

// MARK: - Identifiers

extension CertificateDraft {
    /// The identifier that an officer gave, or else one whose serial is that of the case, the
    /// certificate's number, or the moment: the ledger takes each once, so a case is issued once.
    private static func identifier(
        _ given: String?,
        for form: CertificateForm,
        issuer: Member,
        nowMs: UInt64
    ) throws(ClientError) -> CertificateIdentifier {
        let identifier =
            if let given { CertificateIdentifier(given) } else {
                CertificateIdentifier(
                    type: form.type.typeCode,
                    issuer: issuer.uscc,
                    serial: serial(for: form, nowMs: nowMs),
                    version: "001"
                )
            }
        guard let identifier, identifier.type == form.type.typeCode else {
            let kind = Phrase("certificate identifier of this type", "该类型的电子证照标识")
            throw .unknown(kind: kind, name: given ?? "")
        }
        return identifier
    }

    private static func serial(for form: CertificateForm, nowMs: UInt64) -> String {
        // A case number begins with the issuer's credit code, which the identifier has already.
        if let number = form.text("case_no"), number.utf8.count == 43 {
            return String(number.dropFirst(18))
        }
        let number = form.text(CatalogueCertificateType.numberField) ?? ""
        let isSerial =
            1...40 ~= number.utf8.count
            && number.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 }
        return isSerial ? number : CalendarTime(ms: nowMs).serial
    }
}

extension CBORValue {
    fileprivate init(_ value: FieldValue) {
        switch value {
        case .integer(let number): self.init(number)
        case .boolean(let flag): self = .boolean(flag)
        case .text(let text): self = .text(text)
        case .digest(let bytes): self = .bytes(bytes)
        }
    }
}
