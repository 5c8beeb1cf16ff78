import CBOR
import Cryptography
import JSON

extension GenesisDocument {
    /// The bytes of genesis.json: the same document always gives the same bytes.
    package var encoded: [UInt8] {
        let root = JSONValue.object([
            JSONMember("format", .integer(Self.format)),
            JSONMember("suite", .string(suite.rawValue)),
            JSONMember("name", .string(name)),
            JSONMember("createdMs", .integer(createdMs)),
            JSONMember("catalogueDigest", .string(catalogueDigest.hexadecimal)),
            JSONMember("members", .array(members.map(\.json))),
            JSONMember("nodes", .array(nodes.map(\.json))),
            JSONMember("grants", .array(grants.map(\.json))),
            JSONMember("certificateTypes", .array(certificateTypes.map(\.json))),
            JSONMember("governance", governance.json),
            JSONMember("limits", limits.json),
        ])
        return Array(JSONText.pretty(root).utf8) + [UInt8(ascii: "\n")]
    }
}

extension Member {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("code", .string(code)),
            JSONMember("role", .string(role)),
            JSONMember("nameZh", .string(nameZh)),
            JSONMember("nameEn", .string(nameEn)),
            JSONMember("uscc", .string(uscc)),
        ])
    }
}

extension NodeEntry {
    fileprivate var json: JSONValue {
        var members = [
            JSONMember("name", .string(name)),
            JSONMember("member", .string(member)),
            JSONMember("validator", .boolean(isValidator)),
        ]
        if let voteKey {
            members.append(JSONMember("voteKey", .string(voteKey.bytes.hexadecimal)))
        }
        members.append(JSONMember("transportKey", .string(transportKey.bytes.hexadecimal)))
        return .object(members)
    }
}

extension KeyGrant {
    fileprivate var json: JSONValue {
        var members = [
            JSONMember("member", .string(member)),
            JSONMember("key", .string(key.bytes.hexadecimal)),
            JSONMember("scope", scope.json),
        ]
        if let notAfterMs { members.append(JSONMember("notAfterMs", .integer(notAfterMs))) }
        return .object(members)
    }
}

extension Scope {
    fileprivate var json: JSONValue {
        .object([
            JSONMember("categories", categories.json),
            JSONMember("certificates", certificates.json),
            JSONMember("administration", .boolean(administration)),
        ])
    }
}

extension Scope.Reach {
    fileprivate var json: JSONValue {
        switch self {
        case .all: .string(Self.wildcard)
        case .only(let codes): .array(codes.map(JSONValue.string))
        }
    }
}

extension CertificateDefinition {
    fileprivate var json: JSONValue {
        var members = [
            JSONMember("code", .string(code)),
            JSONMember("nameZh", .string(nameZh)),
            JSONMember("nameEn", .string(nameEn)),
            JSONMember("issuerRole", .string(issuerRole)),
        ]
        if needsTwoPersons { members.append(JSONMember("twoPersons", .boolean(true))) }
        members.append(JSONMember("fields", .array(fields.map(\.json))))
        return .object(members)
    }
}

extension CertificateDefinition.Field {
    fileprivate var json: JSONValue {
        var members = [
            JSONMember("name", .string(name)),
            JSONMember("labelZh", .string(labelZh)),
            JSONMember("type", .string(type)),
        ]
        if let unit { members.append(JSONMember("unit", .string(unit))) }
        if !values.isEmpty {
            let labels = values.map { JSONMember($0.code, .string($0.labelZh)) }
            members.append(JSONMember("values", .object(labels)))
        }
        return .object(members)
    }
}

extension Governance {
    fileprivate var json: JSONValue {
        let voices: JSONValue =
            switch voices {
            case .validators: .string(Voices.validatorsName)
            case .members(let codes): .array(codes.map(JSONValue.string))
            }
        return .object([
            JSONMember("voices", voices),
            JSONMember("numerator", .integer(numerator)),
            JSONMember("denominator", .integer(denominator)),
        ])
    }
}

extension Limits {
    fileprivate var json: JSONValue {
        .object(Self.table.map { JSONMember($0.name, .integer(self[keyPath: $0.path])) })
    }
}
