import Console
import Cryptography
package import JSON
package import Ledger

/// Reads changes from JSON, each an object with one member that names the kind.
///
/// ```json
/// [ { "limit": { "name": "heartbeatMs", "value": 10000 } }, { "remove_validator": "amr" } ]
/// ```
package struct ChangeFile {
    private let path: String

    /// A reader that names this file in its errors.
    package init(_ path: String) { self.path = path }

    /// The changes of a list.
    package func changes(_ json: JSONValue) throws(ClientError) -> [CharterChange] {
        guard let list = json.array else { throw malformed("a list of changes", "变更列表") }
        var changes: [CharterChange] = []
        for item in list { changes.append(try change(item)) }
        return changes
    }

    /// One change.
    package func change(_ json: JSONValue) throws(ClientError) -> CharterChange {
        guard let member = json.object?.first, json.object?.count == 1 else {
            throw malformed("one kind of change an object", "每个对象一项变更")
        }
        let value = member.value
        switch member.name {
        case "admit_member": return try admission(value)
        case "remove_member": return .removeMember(code: try text(value))
        case "add_validator": return .addValidator(try SeatFile.seat(value, path: path))
        case "rekey_validator": return .rekeyValidator(try SeatFile.seat(value, path: path))
        case "remove_validator": return .removeValidator(name: try text(value))
        case "replace_validator":
            return .replaceValidator(
                name: try text(value["node"]),
                try SeatFile.seat(value["seat"] ?? .null, path: path)
            )
        case "category": return .category(try row(value))
        case "certificate_type": return .certificateType(try row(value))
        case "limit":
            return .limit(name: try text(value["name"]), value: try number(value, "value"))
        case "rules":
            return .rules(
                version: try number(value, "version"),
                height: try number(value, "height")
            )
        default: throw malformed("no change “\(member.name)”", "没有“\(member.name)”这种变更")
        }
    }

    /// A member to admit, with the public key that it will begin with.
    package func admission(_ json: JSONValue) throws(ClientError) -> CharterChange {
        guard let key = PublicKey(hexadecimal: try text(json["key"])) else {
            throw malformed("key in hexadecimal digits", "十六进制公钥 key")
        }
        return .admitMember(
            Member(
                code: try text(json["code"]),
                role: try text(json["role"]),
                nameZh: try text(json["name_zh"]),
                nameEn: try text(json["name_en"]),
                uscc: try text(json["uscc"])
            ),
            key: key
        )
    }

    private func row(_ json: JSONValue) throws(ClientError) -> CatalogueRow {
        guard let row = json["row"] else { throw malformed("row", "row") }
        return CatalogueRow(
            code: try text(row["code"]),
            version: try number(json, "version"),
            json: JSONText.compact(row)
        )
    }

    private func text(_ json: JSONValue?) throws(ClientError) -> String {
        guard let text = json?.string else { throw malformed("a text", "文本") }
        return text
    }

    private func number(_ json: JSONValue, _ name: String) throws(ClientError) -> UInt64 {
        guard let number = json.unsigned(name) else { throw malformed(name, name) }
        return number
    }

    private func malformed(_ english: String, _ chinese: String) -> ClientError {
        .malformed(path: path, reason: Phrase("expected \(english)", "应为：\(chinese)"))
    }
}
