package import Catalogue
import Console
package import JSON
package import Ledger

/// Upload files made from the catalogue's example records: one valid record a category, and lines
/// that a ledger must refuse.
package struct ExampleFiles: Sendable {
    /// One member's files.
    package struct Upload: Hashable, Sendable {
        /// The member that uploads.
        package let member: String
        /// The file names, each with its text.
        package let files: [NamedText]
        /// How many lines must be recorded, and how many refused.
        package let good: Int
        /// How many lines must be refused.
        package let bad: Int
    }

    /// A file's name and text.
    package struct NamedText: Hashable, Sendable {
        /// The name.
        package let name: String
        /// The text.
        package let text: String
    }

    private let catalogue: Catalogue
    private let members: [Member]
    private let valid: [String: JSONValue]
    private let violating: [String: [JSONValue]]

    /// Reads the two example documents: a valid record a category, a violating one a rule.
    package init(
        catalogue: Catalogue,
        members: [Member],
        valid: JSONValue,
        violations: JSONValue
    ) {
        self.catalogue = catalogue
        self.members = members
        var records: [String: JSONValue] = [:]
        for member in valid.object ?? [] { records[member.name] = member.value }
        self.valid = records
        var broken: [String: [JSONValue]] = [:]
        for member in violations.object ?? [] {
            guard let rule = member.name.lastIndex(of: "-"), let record = member.value["record"]
            else { continue }
            broken[String(member.name[..<rule]), default: []].append(record)
        }
        violating = broken
    }

    /// The files of every member that is a source, in the order of the members.
    package var uploads: [Upload] {
        var seen: Set<String> = []
        return members.compactMap { member in
            let categories = catalogue.categories.filter { $0.source == member.role }
            guard !categories.isEmpty, seen.insert(member.role).inserted else { return nil }
            return upload(of: member.code, categories)
        }
    }

    /// New versions of a member's first records, to be sent later.
    package func corrections(of role: String, count: Int) -> String {
        let lines = catalogue.categories.filter { $0.source == role }.prefix(count).compactMap {
            category in valid[category.code].map { line(category.code, $0, operation: "correct") }
        }
        return lines.joined()
    }

    private func upload(of member: String, _ categories: [Category]) -> Upload {
        var text = ""
        var good = 0
        var bad = 0
        let tabular = categories.count > 1 ? categories.last : nil
        for category in categories where category.code != tabular?.code {
            guard let record = valid[category.code] else { continue }
            let broken = violating[category.code] ?? []
            text += line(category.code, record)
            text += broken.map { line(category.code, $0) }.joined()
            good += 1
            bad += broken.count
        }
        let mistakes = self.mistakes(for: categories)
        text += mistakes.joined()
        var files = [NamedText(name: "\(member).jsonl", text: text)]
        if let tabular, let record = valid[tabular.code] {
            let rows = [record] + (violating[tabular.code] ?? [])
            files.append(NamedText(name: "\(tabular.code).csv", text: csv(tabular, rows)))
            good += 1
            bad += rows.count - 1
        }
        return Upload(member: member, files: files, good: good, bad: bad + mistakes.count)
    }

    /// A line twice, a value of a wrong type, an unknown code, a day that does not exist, and a
    /// record of somebody else's category.
    private func mistakes(for categories: [Category]) -> [String] {
        guard let first = categories.first, let record = valid[first.code] else { return [] }
        var mistakes = [line(first.code, record)]
        let wrong: [(JSONValue, (FieldType) -> Bool)] = [
            (.number("12.5"), { $0 == .money || $0 == .integer }),
            (.string("NO-SUCH-CODE"), { if case .code = $0 { true } else { false } }),
            (.string("2026-02-30"), { $0 == .date }),
        ]
        for (value, applies) in wrong {
            for category in categories {
                guard let field = category.schema.fields.first(where: { applies($0.type) }),
                    let record = valid[category.code]
                else { continue }
                mistakes.append(line(category.code, record.setting(field.name, to: value)))
                break
            }
        }
        if let other = catalogue.categories.first(where: { $0.source != first.source }),
            let record = valid[other.code]
        {
            mistakes.append(line(other.code, record))
        }
        return mistakes
    }

    private func line(
        _ category: String,
        _ record: JSONValue,
        operation: String? = nil
    ) -> String {
        var members = [JSONMember("category", .string(category))]
        if let operation { members.append(JSONMember("op", .string(operation))) }
        members.append(JSONMember("record", record))
        return JSONText.compact(.object(members)) + "\n"
    }

    private func csv(_ category: Category, _ records: [JSONValue]) -> String {
        let names = category.schema.fields.map(\.name)
        let rows = records.map { record in names.map { cell(record[$0]) } }
        return ([names] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }

    private func cell(_ value: JSONValue?) -> String {
        switch value {
        case .string(let text):
            text.contains { ",\"\n".contains($0) }
                ? "\""
                    + text.split(separator: "\"", omittingEmptySubsequences: false)
                    .joined(separator: "\"\"") + "\""
                : text
        case .number(let literal): literal
        case .boolean(let flag): flag ? "true" : "false"
        default: ""
        }
    }
}

extension JSONValue {
    /// The same object with one member set.
    fileprivate func setting(_ name: String, to value: JSONValue) -> JSONValue {
        guard let members = object else { return self }
        let others = members.filter { $0.name != name }
        return .object(others + [JSONMember(name, value)])
    }
}
