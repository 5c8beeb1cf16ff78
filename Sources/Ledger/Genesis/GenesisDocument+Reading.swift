import CBOR
import Cryptography
package import JSON

extension GenesisDocument {
    /// Reads the bytes of genesis.json; members that nobody knows are errors.
    package init(decoding bytes: [UInt8]) throws(JSONError) {
        var limits = JSONLimits.standard
        limits.maximumBytes = 4 << 20
        limits.maximumDepth = 16
        var root = try JSONFields(JSONValue(parsing: bytes, limits: limits))
        let format = try root.integer("format")
        guard format == Self.format else {
            throw .notAllowed(path: root.path(of: "format"), value: String(format))
        }
        self.init(
            suite: try root.choice("suite"),
            name: try root.string("name"),
            createdMs: try root.unsigned("createdMs"),
            catalogueDigest: try root.hexadecimal("catalogueDigest", Digest.init),
            members: try root.objects("members", Member.init),
            nodes: try root.objects("nodes", NodeEntry.init),
            grants: try root.objects("grants", KeyGrant.init),
            certificateTypes: try root.objects("certificateTypes", CertificateDefinition.init),
            governance: try Governance(from: root.object("governance")),
            limits: try Limits(from: root.object("limits"))
        )
        try root.finish()
    }
}

// MARK: - The parts

extension Member {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        self.init(
            code: try json.string("code"),
            role: try json.string("role"),
            nameZh: try json.string("nameZh"),
            nameEn: try json.string("nameEn"),
            uscc: try json.string("uscc")
        )
        try json.finish()
    }
}

extension NodeEntry {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        let name = try json.string("name")
        let member = try json.string("member")
        let isValidator = try json.boolean("validator")
        let voteKey = isValidator ? try json.hexadecimal("voteKey", PublicKey.init) : nil
        let transportKey = try json.hexadecimal("transportKey", PublicKey.init)
        try json.finish()
        self.init(name: name, member: member, voteKey: voteKey, transportKey: transportKey)
    }
}

extension KeyGrant {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        self.init(
            member: try json.string("member"),
            key: try json.hexadecimal("key", PublicKey.init),
            scope: try Scope(from: json.object("scope")),
            notAfterMs: try json.optionalUnsigned("notAfterMs")
        )
        try json.finish()
    }
}

extension Scope {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        self.init(
            categories: try Reach(named: "categories", in: &json),
            certificates: try Reach(named: "certificates", in: &json),
            administration: try json.boolean("administration")
        )
        try json.finish()
    }
}

extension Scope.Reach {
    fileprivate init(named name: String, in json: inout JSONFields) throws(JSONError) {
        if let text = try json.value(name).string {
            guard text == Self.wildcard else {
                throw .notAllowed(path: json.path(of: name), value: text)
            }
            self = .all
        } else {
            self = .only(try json.strings(name))
        }
    }
}

extension CertificateDefinition {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        self.init(
            code: try json.string("code"),
            nameZh: try json.string("nameZh"),
            nameEn: try json.string("nameEn"),
            issuerRole: try json.string("issuerRole"),
            needsTwoPersons: try json.optionalBoolean("twoPersons") ?? false,
            fields: try json.objects("fields", Field.init)
        )
        try json.finish()
    }
}

extension CertificateDefinition.Field {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        let name = try json.string("name")
        let labelZh = try json.string("labelZh")
        let type = try json.string("type")
        let unit = try json.optionalString("unit")
        var values: [CertificateDefinition.CodeLabel] = []
        if json.names.contains("values") {
            var labels = try json.object("values")
            for code in labels.names {
                values.append(.init(code: code, labelZh: try labels.string(code)))
            }
        }
        try json.finish()
        self.init(name: name, labelZh: labelZh, type: type, unit: unit, values: values)
    }
}

extension Governance {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        var voices = Voices.validators
        if let text = try json.value("voices").string {
            guard text == Voices.validatorsName else {
                throw .notAllowed(path: json.path(of: "voices"), value: text)
            }
        } else {
            voices = .members(try json.strings("voices"))
        }
        self.init(
            voices: voices,
            numerator: try json.unsigned("numerator"),
            denominator: try json.unsigned("denominator")
        )
        guard isSound else {
            throw .notAllowed(path: json.path(of: "numerator"), value: String(numerator))
        }
        try json.finish()
    }
}

extension Governance.Voices {
    /// What stands for the members that run validators.
    static let validatorsName = "validators"
}

extension Limits {
    fileprivate init(from json: JSONFields) throws(JSONError) {
        var json = json
        self.init()
        for entry in Self.table {
            let value = try json.unsigned(entry.name)
            guard entry.allowed.contains(value) else {
                throw .notAllowed(path: json.path(of: entry.name), value: String(value))
            }
            self[keyPath: entry.path] = value
        }
        try json.finish()
    }
}

// MARK: - The values

extension JSONFields {
    fileprivate mutating func unsigned(_ name: String) throws(JSONError) -> UInt64 {
        let value = try integer(name)
        guard let unsigned = UInt64(exactly: value) else {
            throw .notAllowed(path: path(of: name), value: String(value))
        }
        return unsigned
    }

    fileprivate mutating func optionalUnsigned(_ name: String) throws(JSONError) -> UInt64? {
        optional(name) == nil ? nil : try unsigned(name)
    }

    fileprivate mutating func hexadecimal<Value>(
        _ name: String,
        _ make: ([UInt8]) -> Value?
    ) throws(JSONError) -> Value {
        let text = try string(name)
        guard let bytes = [UInt8](hexadecimal: text), bytes.hexadecimal == text,
            let value = make(bytes)
        else { throw .notAllowed(path: path(of: name), value: text) }
        return value
    }

    fileprivate mutating func objects<Value>(
        _ name: String,
        _ make: (JSONFields) throws(JSONError) -> Value
    ) throws(JSONError) -> [Value] {
        var values: [Value] = []
        for fields in try objects(name) { values.append(try make(fields)) }
        return values
    }
}
