/// Reads the members of one object, each once, and tells which were never asked for.
///
/// ```swift
/// var fields = try JSONFields(value, at: "node")
/// let name = try fields.string("name")
/// let port = try fields.optionalInteger("peerPort") ?? 7101
/// try fields.finish()  // a misspelt member is an error
/// ```
package struct JSONFields: Sendable {
    /// Where the object stands, like "members[3]"; empty for the whole document.
    package let path: String
    private let members: [JSONMember]
    private var isRead: [Bool]

    /// Opens an object; throws `wrongType` for any other value.
    package init(_ value: JSONValue, at path: String = "") throws(JSONError) {
        guard case .object(let members) = value else {
            throw .wrongType(path: path.isEmpty ? "$" : path, expected: .object)
        }
        self.path = path
        self.members = members
        isRead = Array(repeating: false, count: members.count)
    }

    /// The names of all members, in their order.
    package var names: [String] { members.map(\.name) }

    /// The path of a member, for errors.
    package func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// Refuses members that were never read.
    package func finish() throws(JSONError) {
        if let index = isRead.firstIndex(of: false) {
            throw .unknown(path: path(of: members[index].name))
        }
    }

    // MARK: Members that may be absent; null counts as absent

    /// A member of any type.
    package mutating func optional(_ name: String) -> JSONValue? {
        guard let index = members.firstIndex(where: { $0.name == name }) else { return nil }
        isRead[index] = true
        return members[index].value == .null ? nil : members[index].value
    }

    /// A text.
    package mutating func optionalString(_ name: String) throws(JSONError) -> String? {
        guard let value = optional(name) else { return nil }
        return try expect(value.string, .string, name)
    }

    /// An integer of 64 bits.
    package mutating func optionalInteger(_ name: String) throws(JSONError) -> Int64? {
        guard let value = optional(name) else { return nil }
        return try expect(value.integer, .integer, name)
    }

    /// A truth value.
    package mutating func optionalBoolean(_ name: String) throws(JSONError) -> Bool? {
        guard let value = optional(name) else { return nil }
        return try expect(value.boolean, .boolean, name)
    }

    /// A list.
    package mutating func optionalArray(_ name: String) throws(JSONError) -> [JSONValue]? {
        guard let value = optional(name) else { return nil }
        return try expect(value.array, .array, name)
    }

    // MARK: Members that must be there

    /// A member of any type but null.
    package mutating func value(_ name: String) throws(JSONError) -> JSONValue {
        try present(optional(name), name)
    }

    /// A text.
    package mutating func string(_ name: String) throws(JSONError) -> String {
        try present(try optionalString(name), name)
    }

    /// An integer of 64 bits.
    package mutating func integer(_ name: String) throws(JSONError) -> Int64 {
        try present(try optionalInteger(name), name)
    }

    /// A truth value.
    package mutating func boolean(_ name: String) throws(JSONError) -> Bool {
        try present(try optionalBoolean(name), name)
    }

    /// A list.
    package mutating func array(_ name: String) throws(JSONError) -> [JSONValue] {
        try present(try optionalArray(name), name)
    }

    /// A list of texts.
    package mutating func strings(_ name: String) throws(JSONError) -> [String] {
        var texts: [String] = []
        for (index, element) in try array(name).enumerated() {
            texts.append(try expect(element.string, .string, "\(name)[\(index)]"))
        }
        return texts
    }

    /// An object, opened.
    package mutating func object(_ name: String) throws(JSONError) -> JSONFields {
        try JSONFields(try value(name), at: path(of: name))
    }

    /// A list of objects, opened.
    package mutating func objects(_ name: String) throws(JSONError) -> [JSONFields] {
        var objects: [JSONFields] = []
        for (index, element) in try array(name).enumerated() {
            objects.append(try JSONFields(element, at: "\(path(of: name))[\(index)]"))
        }
        return objects
    }

    /// A text that names a case of an enumeration.
    package mutating func choice<Choice: RawRepresentable<String>>(
        _ name: String,
        _ type: Choice.Type = Choice.self
    ) throws(JSONError) -> Choice {
        let text = try string(name)
        guard let choice = Choice(rawValue: text) else {
            throw .notAllowed(path: path(of: name), value: text)
        }
        return choice
    }

    // MARK: Errors

    private func expect<Value>(
        _ value: Value?,
        _ type: JSONType,
        _ name: String
    ) throws(JSONError) -> Value {
        guard let value else { throw .wrongType(path: path(of: name), expected: type) }
        return value
    }

    private func present<Value>(_ value: Value?, _ name: String) throws(JSONError) -> Value {
        guard let value else { throw .missing(path: path(of: name)) }
        return value
    }
}
