import Catalogue
import FoundationEssentials
import JSON

/// The files of the Genesis folder of this package.
enum GenesisFiles {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Genesis")

    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    static func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: try bytes(name))
    }

    /// The catalogue of the Genesis folder, read once.
    static let catalogue = Result { () throws in
        var files: [String: [UInt8]] = [:]
        for name in CatalogueDocument.fileNames { files[name] = try bytes(name) }
        return try Catalogue(CatalogueDocument { files[$0] ?? [] })
    }
}

/// A catalogue of one category, for tests of single rules.
enum SmallCatalogue {
    /// A category TAX-001 with these members, in JSON, in place of the usual ones.
    static func load(
        fields: String = #"[{"name":"uscc","label_zh":"代码","type":"uscc","required":true}]"#,
        rules: String = "[]",
        key: String = #"["uscc"]"#,
        changes: [String: String] = [:]
    ) throws(CatalogueError) -> Catalogue {
        var members = [
            ("code", #""TAX-001""#), ("name_zh", #""名""#), ("name_en", #""name""#),
            ("record_zh", #""一条""#), ("record_en", #""one""#), ("source", #""TAX""#),
            ("subject", #""enterprise""#), ("sensitivity", #""shared-conditional""#),
            ("ledger_form", #""sealed""#), ("default_readers", #"["FIN"]"#),
            ("consent_readers", #"["BANK"]"#), ("consent_mode", #""release""#),
            ("frequency", #""event""#), ("key", key), ("basis_zh", #""依据""#),
            ("fields", fields), ("rules", rules), ("predicates", "[]"),
        ]
        for (index, member) in members.enumerated() {
            if let change = changes[member.0] { members[index].1 = change }
        }
        let category = members.map { "\"\($0)\":\($1)" }.joined(separator: ",")
        let agencies = ["TAX", "FIN", "BANK", "GUAR", "CRED", "AUDIT", "COURT", "PUB"]
            .map { "\"\($0)\":{\"zh\":\"\($0)\",\"en\":\"\($0)\",\"note_zh\":\"\"}" }
        let files = [
            "agencies.json": "{\(agencies.joined(separator: ","))}",
            "codelists.json": #"{"GRADE":{"label_zh":"级别","values":{"A":"甲","B":"乙"}}}"#,
            "categories/TAX.json": "[{\(category)}]",
            "certificates.json": #"{"matter_types":{"01":"许可"},"types":[]}"#,
        ]
        return try Catalogue(CatalogueDocument { Array((files[$0] ?? "[]").utf8) })
    }

    /// The schema of the only category.
    static func schema(
        fields: String,
        rules: String = "[]",
        key: String = "[]"
    ) throws -> Schema {
        let catalogue = try load(fields: fields, rules: rules, key: key)
        return catalogue.categories[0].schema
    }

    static func error(_ body: () throws(CatalogueError) -> Catalogue) -> CatalogueError? {
        do throws(CatalogueError) {
            _ = try body()
            return nil
        } catch { return error }
    }
}
