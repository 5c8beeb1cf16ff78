package import Catalogue
package import Console

/// A type of the catalogue, named apart from what the genesis says about it to verifiers.
package typealias CatalogueCertificateType = CertificateType

extension CatalogueCertificateType {
    /// What people call a certificate of this type, or the decision to refuse one.
    package func title(isRefusal: Bool) -> Phrase {
        isRefusal
            ? Phrase("Refusal: \(name.english)", "\(name.chinese)（不予许可决定书）")
            : Phrase(name.english, name.chinese)
    }
}
