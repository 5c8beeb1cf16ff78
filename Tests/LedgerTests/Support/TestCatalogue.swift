import Catalogue
import FoundationEssentials
import JSON

/// The catalogue of this package's Genesis folder, and its example records.
enum TestCatalogue {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Genesis")

    private static let loaded = Result { () throws in
        var files: [String: [UInt8]] = [:]
        for name in CatalogueDocument.fileNames {
            files[name] = Array(try Data(contentsOf: folder.appending(path: name)))
        }
        return try Catalogue(CatalogueDocument { files[$0] ?? [] })
    }

    private static let examples = Result { () throws in
        let file = folder.appending(path: "examples/valid.json")
        return try JSONValue(parsing: Array(try Data(contentsOf: file)))
    }

    static func get() throws -> Catalogue { try loaded.get() }

    static func category(_ code: String) throws -> Category {
        must(try get().category(code), code)
    }

    /// The example record of a category, with the encoded fields.
    static func fields(of category: String, with changes: [String: String] = [:]) throws -> [UInt8]
    {
        struct NoExample: Error {
            let category: String
            let findings: [Finding]
        }
        guard let schema = try get().category(category)?.schema,
            let members = try examples.get()[category]?.object
        else { throw NoExample(category: category, findings: []) }
        let changed = members.map { member in
            JSONMember(member.name, changes[member.name].map(JSONValue.string) ?? member.value)
        }
        let reading = schema.read(changed, from: .json)
        guard let fields = reading.fields else {
            throw NoExample(category: category, findings: reading.findings)
        }
        return fields.encoded()
    }
}
