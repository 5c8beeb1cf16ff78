package import Catalogue

/// A type of the catalogue, named apart from what the genesis says about it to verifiers.
package typealias CatalogueCertificateType = CertificateType
