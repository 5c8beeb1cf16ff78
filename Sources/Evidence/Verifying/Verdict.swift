/// What came out of verifying one file.
public struct Verdict: Hashable, Sendable {
    /// Valid, invalid or cannot tell.
    public let conclusion: Conclusion
    /// The first reason for the conclusion; nil when the file is valid.
    public let reason: Reason?
    /// What was looked at, in order; a check that needs a failed one is not made.
    public let checks: [Check]
    /// The moment of the ledger for which the verdict holds; nil when it was not reached.
    public let asOf: LedgerMoment?
    /// The certificate; nil until everything that its issuer signed has proven genuine.
    public let certificate: CertificateSummary?
    /// What gave the status its value; nil when nothing did or the file does not say.
    public let statusEvent: StatusEventSummary?

    /// The verdict when the genesis, the file or its document cannot be had: nothing was looked
    /// at.
    public init(unread reason: Reason) {
        conclusion = reason.conclusion
        self.reason = reason
        checks = []
        asOf = nil
        certificate = nil
        statusEvent = nil
    }

    init(_ report: Report) {
        let failures = report.checks.compactMap(\.reason)
        reason = failures.first { $0.conclusion == .invalid } ?? failures.first
        conclusion = reason?.conclusion ?? .valid
        checks = report.checks
        asOf = report.asOf
        certificate = report.certificate
        statusEvent = report.statusEvent
    }
}

/// A block of the ledger, as far as a verdict depends on it.
public struct LedgerMoment: Hashable, Sendable {
    /// The block's height.
    public let height: UInt64
    /// The block's time, in milliseconds since 1970.
    public let timeMs: UInt64
    /// How long that was before the verification, in milliseconds.
    public let ageMs: UInt64
}

/// A certificate as its issuer signed it and its holder shows it.
public struct CertificateSummary: Hashable, Sendable {
    /// One field that the holder shows.
    public struct Field: Hashable, Sendable {
        /// The field's name in the certificate.
        public let name: String
        /// What people call it; the name where the genesis has no label.
        public let labelZh: String
        /// The value, as people read it.
        public let value: String
        /// How it is to be shown, as the catalogue names types; "text" where nothing says so.
        package let type: String
    }

    /// The digest of a document that goes with the certificate.
    public struct Document: Hashable, Sendable {
        /// "SHA-256" or "SM3".
        public let algorithm: String
        /// The digest in hexadecimal.
        public let digest: String
        /// The media type, such as "application/pdf".
        public let mediaType: String
    }

    /// The certificate's identifier (GB/T 36904).
    public let identifier: String
    /// The code of its type.
    public let typeCode: String
    /// The type's Chinese name.
    public let typeNameZh: String
    /// The type's English name.
    public let typeNameEn: String
    /// Whether it is the decision to refuse such a certificate (不予许可), which grants nothing.
    public let isRefusal: Bool
    /// The issuer's Chinese name.
    public let issuerNameZh: String
    /// The issuer's English name.
    public let issuerNameEn: String
    /// The issuer's unified social credit code.
    public let issuerUSCC: String
    /// When it was signed, in milliseconds since 1970.
    public let issuedMs: UInt64
    /// From when on it holds, in milliseconds since 1970; nil for at once.
    public let notBeforeMs: UInt64?
    /// When it expires, in milliseconds since 1970; nil for never.
    public let expiryMs: UInt64?
    /// Its place on the ledger.
    public let leafIndex: UInt64
    /// The height of the block that recorded it.
    public let recordedHeight: UInt64
    /// The time of that block, in milliseconds since 1970.
    public let recordedMs: UInt64
    /// The fields that the holder shows, in the order of the type.
    public let fields: [Field]
    /// How many fields the holder does not show.
    public let hiddenFieldCount: Int
    /// The digests of its documents.
    public let documents: [Document]
}

/// The statement that gave a certificate's status its value.
public struct StatusEventSummary: Hashable, Sendable {
    /// Why, in the words of whoever decided it; empty when a newer certificate says it by itself.
    public let reason: String
    /// Since when it is so, in milliseconds since 1970.
    public let effectiveMs: UInt64
    /// When it was signed, in milliseconds since 1970.
    public let signedMs: UInt64
    /// The identifier of the newer certificate, when one superseded this one.
    public let successor: String?
}
