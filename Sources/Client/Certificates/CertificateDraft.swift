import CBOR
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
    /// The fields, checked against the schema.
    package let fields: RecordFields
    /// The certificate identifier (GB/T 36904).
    package let identifier: CertificateIdentifier
    /// When it expires, in seconds since 1970; nil for never.
    package var expiry: UInt64?
    /// The digests of its documents, each by both suites.
    package var documents: [DocumentDigest] = []

    /// Checks fields against the type, and makes an identifier where none is given.
    ///
    /// `name` is the file of the fields, for errors.
    package init(
        type: CatalogueCertificateType,
        members: [JSONMember],
        issuer: Member,
        identifier: String? = nil,
        nowMs: UInt64,
        name: String
    ) throws(ClientError) {
        self.type = type
        let reading = type.schema.read(members, from: .json)
        guard let fields = reading.fields else {
            let findings = reading.findings.filter { !$0.isWarning }
            throw .malformed(
                path: name,
                reason: Phrase(
                    findings.map(\.english).joined(separator: "; "),
                    findings.map(\.chinese).joined(separator: ";")
                )
            )
        }
        self.fields = fields
        let chosen =
            if let identifier { CertificateIdentifier(identifier) } else {
                CertificateIdentifier(
                    type: type.typeCode,
                    issuer: issuer.uscc,
                    serial: CalendarTime(ms: nowMs).serial,
                    version: "001"
                )
            }
        guard let chosen else {
            throw .unknown(kind: Phrase("certificate identifier", "电子证照标识"), name: identifier ?? "")
        }
        self.identifier = chosen
    }

    /// Adds a document, such as the printed page as PDF or OFD.
    package mutating func attach(_ document: [UInt8], mediaType: String) {
        documents += Suite.allCases.map { suite in
            DocumentDigest(algorithm: suite, digest: suite.digest(document), mediaType: mediaType)
        }
    }

    /// Signs the certificate; the disclosures are for the holder and never go to the ledger.
    package func sign(
        by signer: Signer,
        at issuedAt: UInt64
    ) -> (statement: SignedStatement, disclosures: [Disclosure]) {
        let named = fields.entries(of: type.schema).map { field, value in
            (name: field.name, value: CBORValue(value))
        }
        let salts = named.map { _ in SecureRandom.bytes(Disclosure.saltByteCount) }
        let disclosures = Disclosure.make(fields: named, salts: salts)
        let claims = CertificateClaims(
            issuer: signer.issuer,
            subject: identifier.text,
            expiry: expiry,
            issuedAt: issuedAt,
            documents: documents,
            type: type.code,
            fieldDigests: Disclosure.digests(of: disclosures, suite: signer.chain.suite)
        )
        let statement = signer.sign(
            .certificate,
            about: identifier.text,
            payload: claims.encoded,
            at: issuedAt
        )
        return (statement, disclosures)
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
