import COSE
import JSON
import Ledger

// What later members and certificate types rest on: proposals that governance adopted.

extension RecordedStatement {
    /// The grant that the statement gives; nil for other statements.
    var grant: KeyGrant? {
        guard statement.header.kind == .grant else { return nil }
        return try? KeyGrant(decoding: statement.payload)
    }

    /// The changes that the statement proposes; none for other statements.
    var changes: [CharterChange] {
        guard statement.header.kind == .proposal else { return [] }
        return (try? Proposal(decoding: statement.payload))?.changes ?? []
    }
}

extension [RecordedStatement] {
    /// The member that one of the proposals admits under a code.
    func admitted(_ code: String) -> Member? {
        for statement in self {
            for case .admitMember(let member, _) in statement.changes where member.code == code {
                return member
            }
        }
        return nil
    }
}

extension CertificateDefinition {
    /// What a verifier needs of a certificate type that a proposal adopted; nil when the row is not
    /// one of the catalogue.
    init?(_ row: CatalogueRow) {
        guard let json = try? JSONValue(parsing: Array(row.json.utf8)),
            let nameZh = json["name_zh"]?.string, let nameEn = json["name_en"]?.string,
            let issuer = json["issuer"]?.string, let fields = json["fields"]?.array
        else { return nil }
        self.init(
            code: row.code,
            nameZh: nameZh,
            nameEn: nameEn,
            issuerRole: issuer,
            needsTwoPersons: json["two_persons"]?.boolean ?? false,
            fields: fields.compactMap(Field.init)
        )
    }
}

extension CertificateDefinition.Field {
    fileprivate init?(_ json: JSONValue) {
        guard let name = json["name"]?.string, let type = json["type"]?.string else { return nil }
        let values = (json["enum"]?.object ?? []).map { member in
            CertificateDefinition.CodeLabel(
                code: member.name,
                labelZh: member.value.string ?? member.name
            )
        }
        let label = json["label_zh"]?.string ?? name
        let unit = type == "money" ? nil : json["unit"]?.string
        self.init(name: name, labelZh: label, type: type, unit: unit, values: values)
    }
}
