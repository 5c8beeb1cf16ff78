/// One of the 20 types of e-certificate and approval result.
package struct CertificateType: Sendable, Identifiable {
    /// How long a certificate of the type is valid, where the law says so.
    package struct Term: Hashable, Sendable {
        /// Whole months.
        package let months: Int
        /// Days on top of the months.
        package let days: Int
    }

    /// The fields of the type's own that say who holds the certificate.
    package struct Holder: Hashable, Sendable {
        /// The field with the holder's credit code.
        package var identifierField: String?
        /// The field with the holder's name, where it is not `holder_name`.
        package var nameField: String?
    }

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
    /// The same for machines; nil where each certificate says it by itself.
    package let term: Term?
    /// What the printed number looks like, in Chinese.
    package let numberFormat: String
    /// What the printed number must match.
    package let numberPattern: Pattern
    /// Which fields name the holder.
    package let holder: Holder
    /// Whether an officer drafts it and another approves it (双人审批).
    package let needsTwoPersons: Bool
    /// The unified social credit code of the issuer in the demonstration.
    package let issuerCreditCode: String
    /// The 21 characters that stand for the type in certificate identifiers.
    package let typeCode: String
    /// The 31 characters of the matter's implementing code (实施编码).
    package let matterCode: String
    /// An identifier of this type that checks.
    package let exampleIdentifier: String
    /// Its fields and rules, those that every certificate has among them.
    package let schema: Schema
    /// The fields of a decision that refuses such a certificate (不予许可).
    package let refusalSchema: Schema

    /// The common field with the printed number (证照编号).
    package static let numberField = "cert_no"

    /// The code, for collections that identify their elements.
    package var id: String { code }
}
