/// One JSON value, with the members of objects in the order in which they were written.
///
/// Numbers keep their literal: this ledger knows no floating point, so a number is either asked for
/// as an integer or carried as the text that was written.
package indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])
}

/// One named member of a JSON object.
package struct JSONMember: Hashable, Sendable {
    /// The member's name, unique in its object.
    package let name: String
    /// The member's value.
    package let value: JSONValue

    /// Pairs a name with a value.
    package init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue {
    /// A number from an integer.
    package static func integer(_ value: some BinaryInteger) -> JSONValue {
        .number(String(value))
    }

    /// The value of the member with this name; nil when this is no object or has no such member.
    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string value.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of a number written as an integer that fits 64 bits.
    package var integer: Int64? {
        if case .number(let literal) = self { Int64(literal) } else { nil }
    }

    /// The truth value of a boolean.
    package var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The elements of an array.
    package var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object.
    package var object: [JSONMember]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// Which of the six kinds of JSON value this is.
    package var type: JSONType {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    package init(stringLiteral value: String) { self = .string(value) }
    /// A number.
    package init(integerLiteral value: Int64) { self = .integer(value) }
    /// A truth value.
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// An array.
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object with its members in the order in which they are written.
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(elements.map { JSONMember($0, $1) })
    }
}
