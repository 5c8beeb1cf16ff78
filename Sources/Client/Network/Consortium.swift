package import Cryptography
package import JSON
package import Ledger

/// Who takes part in a network that is about to be made, as `consortium.json` says it.
package struct Consortium: Hashable, Sendable {
    /// The name in Chinese and English.
    package let name: String
    /// The suite that is used unless another is asked for.
    package let suite: Suite
    /// The members whose nodes vote, in this order.
    package let validators: [String]
    /// The members whose nodes follow without a vote.
    package let observers: [String]
    /// Everybody, in the order of the genesis.
    package let members: [Member]
    /// Who decides on changes, and with which majority; the standard unless the file says more.
    package let governance: Governance
    /// The limits of the chain.
    package let limits: Limits

    /// Reads the file's value.
    package init(_ value: JSONValue) throws(JSONError) {
        var fields = try JSONFields(value)
        name = try fields.string("name_zh") + " " + fields.string("name_en")
        suite = try fields.choice("suite")
        validators = try fields.strings("validators")
        observers = try fields.strings("observers")
        governance = try Governance(&fields)
        var parameters = try fields.object("parameters")
        limits = try Limits(&parameters)
        try parameters.finish()
        var members: [Member] = []
        for var member in try fields.objects("members") {
            members.append(
                Member(
                    code: try member.string("code"),
                    role: try member.string("role"),
                    nameZh: try member.string("name_zh"),
                    nameEn: try member.string("name_en"),
                    uscc: try member.string("uscc")
                )
            )
            try member.finish()
        }
        self.members = members
        try fields.finish()
    }
}

extension Governance {
    fileprivate init(_ consortium: inout JSONFields) throws(JSONError) {
        self = .standard
        guard consortium.names.contains("governance") else { return }
        var fields = try consortium.object("governance")
        if try fields.value("voices").string != "validators" {
            voices = .members(try fields.strings("voices"))
        }
        let share = try fields.string("majority").split(separator: "/").map { UInt64($0) }
        guard share.count == 2, let numerator = share[0], let denominator = share[1],
            1...denominator ~= numerator
        else { throw .notAllowed(path: fields.path(of: "majority"), value: "\(share)") }
        self.numerator = numerator
        self.denominator = denominator
        try fields.finish()
    }
}

extension Limits {
    fileprivate init(_ fields: inout JSONFields) throws(JSONError) {
        self.init()
        let named: [(String, WritableKeyPath<Limits, UInt64>, UInt64)] = [
            ("replayWindowSeconds", \.replayWindowMs, 1_000),
            ("heartbeatSeconds", \.heartbeatMs, 1_000),
            ("maximumBlockBytes", \.blockBytes, 1),
            ("maximumBlockRecords", \.blockRecords, 1),
            ("maximumBatchRecords", \.batchRecords, 1),
        ]
        for (name, path, unit) in named {
            guard let value = try fields.optionalInteger(name) else { continue }
            guard let positive = UInt64(exactly: value), positive > 0 else {
                throw .notAllowed(path: fields.path(of: name), value: "\(value)")
            }
            self[keyPath: path] = positive * unit
        }
    }
}
