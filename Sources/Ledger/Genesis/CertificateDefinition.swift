/// A type of e-certificate (证照) or approval result, with what a verifier needs to show one.
package struct CertificateDefinition: Hashable, Sendable {
    /// One field of the type.
    package struct Field: Hashable, Sendable {
        /// The field's name in disclosures.
        package let name: String
        /// Its label in Chinese.
        package let labelZh: String
        /// How its value is to be shown: "text", "money", "date" … as the catalogue names types.
        package let type: String
        /// What a number counts, such as "天" or "m2"; nil for money, which is shown in yuan.
        package let unit: String?
        /// For codes: each code and its meaning in Chinese.
        package let values: [CodeLabel]

        /// Describes a field.
        package init(
            name: String,
            labelZh: String,
            type: String,
            unit: String? = nil,
            values: [CodeLabel] = []
        ) {
            self.name = name
            self.labelZh = labelZh
            self.type = type
            self.unit = unit
            self.values = values
        }
    }

    /// A code and its meaning in Chinese.
    package struct CodeLabel: Hashable, Sendable {
        /// The code as it is written.
        package let code: String
        /// What it means.
        package let labelZh: String

        /// Pairs a code with its meaning.
        package init(code: String, labelZh: String) {
            self.code = code
            self.labelZh = labelZh
        }
    }

    /// The code of the type, such as "CERT-04".
    package let code: String
    /// Its name in Chinese.
    package let nameZh: String
    /// Its name in English.
    package let nameEn: String
    /// The role of the members that may issue it.
    package let issuerRole: String
    /// Whether an officer drafts it and another key approves (双人审批).
    package let needsTwoPersons: Bool
    /// Its fields in the order in which people read them.
    package let fields: [Field]

    /// Describes a type.
    package init(
        code: String,
        nameZh: String,
        nameEn: String,
        issuerRole: String,
        needsTwoPersons: Bool = false,
        fields: [Field]
    ) {
        self.code = code
        self.nameZh = nameZh
        self.nameEn = nameEn
        self.issuerRole = issuerRole
        self.needsTwoPersons = needsTwoPersons
        self.fields = fields
    }
}
