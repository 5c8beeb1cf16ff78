import JSON

/// Understands a catalogue's document and refuses one that contradicts itself.
struct CatalogueLoader {
    private let document: CatalogueDocument
    private var agencies: [Agency] = []
    private var codeLists: [CodeList] = []
    private var categories: [Category] = []
    private var certificateTypes: [CertificateType] = []

    init(_ document: CatalogueDocument) {
        self.document = document
    }

    /// Reads everything, in the order in which parts refer to one another.
    mutating func catalogue() throws(CatalogueError) -> Catalogue {
        let canonicalBytes = try document.canonicalBytes()
        agencies = try located("agencies.json") { () throws(JSONError) in
            try CatalogueLoader.agencies(document.agencies)
        }
        codeLists = try located("codelists.json") { () throws(JSONError) in
            try CatalogueLoader.codeLists(document.codeLists)
        }
        for (index, value) in document.categories.enumerated() {
            let category = try category(value, "categories[\(index)]")
            if categories.contains(where: { $0.code == category.code }) {
                throw .duplicate(category.code)
            }
            categories.append(category)
        }
        try loadCertificates()
        return Catalogue(
            agencies: agencies,
            codeLists: codeLists,
            categories: categories,
            certificateTypes: certificateTypes,
            canonicalBytes: canonicalBytes
        )
    }

    private func located<Value>(
        _ file: String,
        _ body: () throws(JSONError) -> Value
    ) throws(CatalogueError) -> Value {
        do throws(JSONError) { return try body() } catch { throw .json(file: file, error) }
    }

    // MARK: Roles and code lists

    private static func agencies(_ value: JSONValue) throws(JSONError) -> [Agency] {
        var all = try JSONFields(value)
        var agencies: [Agency] = []
        for code in all.names {
            var fields = try all.object(code)
            let name = Label(chinese: try fields.string("zh"), english: try fields.string("en"))
            agencies.append(Agency(code: code, name: name, note: try fields.string("note_zh")))
            try fields.finish()
        }
        return agencies
    }

    private static func codeLists(_ value: JSONValue) throws(JSONError) -> [CodeList] {
        var all = try JSONFields(value)
        var lists: [CodeList] = []
        for name in all.names {
            var fields = try all.object(name)
            _ = try fields.string("label_zh")
            lists.append(
                CodeList(name: name, entries: try CodeList.entries(try fields.object("values")))
            )
            try fields.finish()
        }
        return lists
    }

    // MARK: Categories

    private func category(
        _ value: JSONValue,
        _ path: String
    ) throws(CatalogueError) -> Category {
        let (code, keyNames, schemaSource) = try located(path) { () throws(JSONError) in
            var fields = try JSONFields(value, at: path)
            let source = SchemaSource(
                fields: try fields.objects("fields"),
                rules: try fields.objects("rules")
            )
            return (try fields.string("code"), try fields.strings("key"), source)
        }
        guard CatalogueLoader.isCode(code, of: ["TAX", "LOAN", "STAT"]) else {
            throw .malformedCode(code)
        }
        let schema = try SchemaLoader(owner: code, codeLists: codeLists)
            .schema(schemaSource, key: keyNames)
        let category = try located(path) { () throws(JSONError) in
            try CatalogueLoader.category(JSONFields(value, at: path), schema)
        }
        let roles = [category.source] + category.defaultReaders + category.consentReaders
        if let role = roles.first(where: { role in !agencies.contains { $0.code == role } }) {
            throw .undefined(role, in: code)
        }
        for rule in SharingRule.allCases where !rule.holds(for: category) {
            throw .sharing(category: code, rule)
        }
        return category
    }

    private static func category(
        _ fields: JSONFields,
        _ schema: Schema
    ) throws(JSONError) -> Category {
        var fields = fields
        for name in ["fields", "rules", "key"] { _ = fields.optional(name) }
        let category = Category(
            code: try fields.string("code"),
            name: try label(&fields, "name"),
            record: try label(&fields, "record"),
            source: try fields.string("source"),
            subject: try fields.choice("subject"),
            sensitivity: try fields.choice("sensitivity"),
            ledgerForm: try fields.choice("ledger_form"),
            defaultReaders: try fields.strings("default_readers"),
            consentReaders: try fields.strings("consent_readers"),
            consentMode: try fields.choice("consent_mode"),
            frequency: try fields.string("frequency"),
            basis: try fields.string("basis_zh"),
            schema: schema,
            predicates: try predicates(&fields, schema)
        )
        try fields.finish()
        return category
    }

    static func label(
        _ fields: inout JSONFields,
        _ name: String
    ) throws(JSONError) -> Label {
        Label(
            chinese: try fields.string("\(name)_zh"),
            english: try fields.string("\(name)_en")
        )
    }

    private static func predicates(
        _ fields: inout JSONFields,
        _ schema: Schema
    ) throws(JSONError) -> [Predicate] {
        var predicates: [Predicate] = []
        for var predicate in try fields.objects("predicates") {
            let names = try predicate.strings("fields")
            let positions = names.compactMap(schema.position(of:))
            guard positions.count == names.count else {
                throw .notAllowed(
                    path: predicate.path(of: "fields"),
                    value: names.joined(separator: ", ")
                )
            }
            predicates.append(
                Predicate(
                    operation: try predicate.string("op"),
                    fields: positions,
                    window: try predicate.string("window"),
                    text: try predicate.string("text_zh")
                )
            )
            try predicate.finish()
        }
        return predicates
    }

    /// Whether a code is one of the prefixes, a hyphen and three digits (two for certificates).
    static func isCode(_ code: String, of prefixes: [String]) -> Bool {
        prefixes.contains { prefix in
            let digits = code.dropFirst(prefix.count + 1)
            return code.hasPrefix(prefix + "-") && digits.utf8.count == (prefix == "CERT" ? 2 : 3)
                && digits.utf8.allSatisfy { 0x30...0x39 ~= $0 }
        }
    }

    // MARK: Certificates

    private mutating func loadCertificates() throws(CatalogueError) {
        certificateTypes = try CertificateTypeLoader(codeLists: codeLists)
            .types(document.certificates)
        for type in certificateTypes where !agencies.contains(where: { $0.code == type.issuer }) {
            throw .undefined(type.issuer, in: type.code)
        }
    }
}

extension Catalogue {
    /// Understands a document, checking every reference, bound, pattern, rule and sharing rule.
    package init(_ document: CatalogueDocument) throws(CatalogueError) {
        var loader = CatalogueLoader(document)
        self = try loader.catalogue()
    }
}
