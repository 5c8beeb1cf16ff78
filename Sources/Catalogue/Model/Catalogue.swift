package import Cryptography

/// The district's catalogue: roles, code lists, 152 categories and 20 certificate types.
///
/// A catalogue is immutable and the same for everybody on a chain: the genesis pins its digest.
package struct Catalogue: Sendable {
    /// The roles, in the order of the files.
    package let agencies: [Agency]
    /// The shared code lists.
    package let codeLists: [CodeList]
    /// The categories, in the order of their codes within TAX, LOAN and STAT.
    package let categories: [Category]
    /// The types of certificates.
    package let certificateTypes: [CertificateType]
    /// The deterministic CBOR that the digest covers and from which a catalogue can be read again.
    package let canonicalBytes: [UInt8]

    private let categoryPositions: [String: Int]

    init(
        agencies: [Agency],
        codeLists: [CodeList],
        categories: [Category],
        certificateTypes: [CertificateType],
        canonicalBytes: [UInt8]
    ) {
        self.agencies = agencies
        self.codeLists = codeLists
        self.categories = categories
        self.certificateTypes = certificateTypes
        self.canonicalBytes = canonicalBytes
        let numbered = categories.enumerated().map { ($1.code, $0) }
        categoryPositions = Dictionary(numbered) { first, _ in first }
    }

    /// What the genesis pins: the digest of the canonical bytes.
    package func digest(_ suite: Suite) -> Digest { suite.digest(canonicalBytes) }

    /// The category of this code.
    package func category(_ code: String) -> Category? {
        categoryPositions[code].map { categories[$0] }
    }

    /// The certificate type of this code.
    package func certificateType(_ code: String) -> CertificateType? {
        certificateTypes.first { $0.code == code }
    }

    /// The role of this code.
    package func agency(_ code: String) -> Agency? {
        agencies.first { $0.code == code }
    }
}
