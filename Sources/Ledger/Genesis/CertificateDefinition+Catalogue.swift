package import Catalogue

extension CertificateDefinition {
    /// What a genesis says of a certificate type of the catalogue.
    package init(_ type: CertificateType) {
        self.init(
            code: type.code,
            nameZh: type.name.chinese,
            nameEn: type.name.english,
            issuerRole: type.issuer,
            fields: type.schema.fields.map(Field.init)
        )
    }
}

extension CertificateDefinition.Field {
    /// What a genesis says of a field of a certificate type.
    init(_ field: Field) {
        var values: [CertificateDefinition.CodeLabel] = []
        if case .code(let list) = field.type {
            values = list.entries.map { .init(code: $0.code, labelZh: $0.meaning) }
        }
        self.init(
            name: field.name,
            labelZh: field.label.chinese,
            type: field.type.name,
            values: values
        )
    }
}
