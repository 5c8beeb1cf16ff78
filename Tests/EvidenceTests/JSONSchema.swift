import FoundationEssentials
import JSON

/// The part of JSON Schema (2020-12) that verdict.schema.json uses, and no more.
///
/// A keyword that it does not know is a violation, so that nothing in the schema goes unchecked.
struct JSONSchema {
    let root: JSONValue

    /// The schema that is shipped with the documentation of `Evidence`.
    static func ofVerdicts() throws -> JSONSchema {
        let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        let package = here.dropLast(3).joined(separator: "/")
        let path = package + "/Sources/Evidence/Evidence.docc/verdict.schema.json"
        let text = try Data(contentsOf: URL(filePath: path))
        return JSONSchema(root: try JSONValue(parsing: Array(text)))
    }

    /// Where a value differs from the schema, and how.
    func violations(in value: JSONValue) -> [String] {
        violations(of: root, in: value, at: "$")
    }

    private func violations(of schema: JSONValue, in value: JSONValue, at path: String) -> [String]
    {
        var found: [String] = []
        for keyword in schema.object ?? [] {
            switch keyword.name {
            case "$schema", "$id", "$defs", "title", "description": break
            case "$ref":
                let name = String(keyword.value.string?.split(separator: "/").last ?? "")
                let target = root["$defs"]?[name] ?? .null
                found += violations(of: target, in: value, at: path)
            case "type" where !isOfType(value, keyword.value): found.append("\(path): type")
            case "const" where value != keyword.value: found.append("\(path): const")
            case "enum" where keyword.value.array?.contains(value) != true:
                found.append("\(path): \(value) is not in the enum")
            case "minimum" where (value.integer ?? .max) < (keyword.value.integer ?? 0):
                found.append("\(path): minimum")
            case "required":
                let missing = (keyword.value.array ?? []).compactMap(\.string)
                    .filter { value[$0] == nil && value != .null }
                found += missing.map { "\(path): \($0) is missing" }
            case "properties":
                for property in keyword.value.object ?? [] {
                    guard let member = value[property.name] else { continue }
                    let place = "\(path).\(property.name)"
                    found += violations(of: property.value, in: member, at: place)
                }
            case "additionalProperties":
                let known = (schema["properties"]?.object ?? []).map(\.name)
                let unknown = (value.object ?? []).map(\.name).filter { !known.contains($0) }
                found += unknown.map { "\(path): \($0) is not in the schema" }
            case "items":
                for (index, item) in (value.array ?? []).enumerated() {
                    found += violations(of: keyword.value, in: item, at: "\(path)[\(index)]")
                }
            case "type", "const", "enum", "minimum": break
            default: found.append("\(path): the schema has the unknown keyword \(keyword.name)")
            }
        }
        return found
    }

    private func isOfType(_ value: JSONValue, _ type: JSONValue) -> Bool {
        let names = type.array?.compactMap(\.string) ?? [type.string ?? ""]
        return names.contains { name in
            switch (name, value) {
            case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array),
                ("object", .object):
                true
            case ("integer", .number(let literal)): literal.allSatisfy(\.isNumber)
            default: false
            }
        }
    }
}
