package import Catalogue

extension CertificateDefinition {
    /// What a genesis says of a certificate type of the catalogue: the fields of a certificate,
    /// then those that only a refusal has.
    package init(_ type: CertificateType) {
        let names = Set(type.schema.fields.map(\.name))
        let refusal = type.refusalSchema.fields.filter { !names.contains($0.name) }
        self.init(
            code: type.code,
            nameZh: type.name.chinese,
            nameEn: type.name.english,
            issuerRole: type.issuer,
            needsTwoPersons: type.needsTwoPersons,
            fields: (type.schema.fields + refusal).map(Field.init)
        )
    }
}

extension CertificateDefinition.Field {
    /// What a genesis says of a field of a certificate type.
    package init(_ field: Field) {
        var values: [CertificateDefinition.CodeLabel] = []
        if case .code(let list) = field.type {
            values = list.entries.map { .init(code: $0.code, labelZh: $0.meaning) }
        }
        self.init(
            name: field.name,
            labelZh: field.label.chinese,
            type: field.type.name,
            unit: field.type.name == "money" ? nil : field.unit,
            values: values
        )
    }
}
