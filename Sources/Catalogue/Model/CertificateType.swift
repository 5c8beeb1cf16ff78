/// One of the 20 types of e-certificate and approval result.
package struct CertificateType: Sendable, Identifiable {
    /// The stable code, such as CERT-01.
    package let code: String
    /// The type's name.
    package let name: Label
    /// The role that issues it.
    package let issuer: String
    /// The type of matter in GB/T 39046-2020, such as "01" for a licence (行政许可).
    package let matterType: String
    /// How long it is valid, in Chinese.
    package let validity: String
    /// What the printed number looks like, in Chinese.
    package let numberFormat: String
    /// What the printed number must match.
    package let numberPattern: Pattern
    /// The unified social credit code of the issuer in the demonstration.
    package let issuerCreditCode: String
    /// The 21 characters that stand for the type in certificate identifiers.
    package let typeCode: String
    /// The 31 characters of the matter's implementing code (实施编码).
    package let matterCode: String
    /// An identifier of this type that checks.
    package let exampleIdentifier: String
    /// Its fields and rules, beyond those that every certificate has.
    package let schema: Schema

    /// The code, for collections that identify their elements.
    package var id: String { code }
}
