package import CBOR
package import JSON

/// Why a catalogue is refused; a node does not start with one.
package enum CatalogueError: Error, Hashable, Sendable {
    /// A file is not JSON or a member is missing, unknown or of the wrong type.
    case json(file: String, JSONError)
    /// The canonical bytes are not deterministic CBOR.
    case cbor(CBORError)
    /// The canonical bytes hold something that no JSON file could have said.
    case notCanonical
    /// A code, name or rule number occurs twice.
    case duplicate(String)
    /// A code does not have the form of its kind, such as TAX-029.
    case malformedCode(String)
    /// A role, code list or field that nothing defines.
    case undefined(String, in: String)
    /// A bound, length or list that makes no sense for the field.
    case field(String, FieldProblem)
    /// A pattern that is not understood.
    case pattern(String, PatternError)
    /// A rule that is not understood.
    case rule(String, ExpressionError)
    /// A category that breaks a rule about readers.
    case sharing(category: String, SharingRule)
}

/// What is wrong with a field of the catalogue.
package enum FieldProblem: String, Hashable, Sendable {
    case unknownType, tooManyFields, tooManyCodes, noCodes, noLength, badScale, badBound
    case optionalKey
}

extension CatalogueError {
    /// The stable code of this error.
    package var code: String {
        switch self {
        case .json(_, let error): error.code
        case .cbor(let error): error.code
        case .notCanonical: "catalogue.notCanonical"
        case .duplicate: "catalogue.duplicate"
        case .malformedCode: "catalogue.malformedCode"
        case .undefined: "catalogue.undefined"
        case .field(_, let problem): "catalogue.field.\(problem.rawValue)"
        case .pattern: "catalogue.pattern"
        case .rule: "catalogue.rule"
        case .sharing(_, let rule): "catalogue.sharing.\(rule.rawValue)"
        }
    }

    /// The error in English.
    package var english: String {
        switch self {
        case .json(let file, let error): "\(file): \(error.english)"
        case .cbor(let error): "catalogue: \(error.english)"
        case .notCanonical: "catalogue: not in canonical form"
        case .duplicate(let name): "catalogue: \(name) occurs twice"
        case .malformedCode(let code): "catalogue: \(code) is no code of its kind"
        case .undefined(let name, let place):
            "catalogue: \(place) refers to \(name), which is not defined"
        case .field(let field, let problem): "catalogue: field \(field): \(problem.rawValue)"
        case .pattern(let field, let error): "catalogue: pattern of \(field): \(error.english)"
        case .rule(let rule, let error): "catalogue: rule \(rule): \(error.english)"
        case .sharing(let category, let rule):
            "catalogue: \(category) breaks the sharing rule \(rule.rawValue)"
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .json(let file, let error): "\(file):\(error.chinese)"
        case .cbor(let error): "数据目录：\(error.chinese)"
        case .notCanonical: "数据目录：不是规范编码"
        case .duplicate(let name): "数据目录：\(name) 重复"
        case .malformedCode(let code): "数据目录：\(code) 编码格式有误"
        case .undefined(let name, let place): "数据目录：\(place) 引用了未定义的 \(name)"
        case .field(let field, let problem): "数据目录：字段 \(field) 定义有误(\(problem.rawValue))"
        case .pattern(let field, let error): "数据目录：\(field) 的格式式样有误：\(error.chinese)"
        case .rule(let rule, let error): "数据目录：规则 \(rule) 有误：\(error.chinese)"
        case .sharing(let category, let rule):
            "数据目录：\(category) 违反共享规则(\(rule.rawValue))"
        }
    }
}
