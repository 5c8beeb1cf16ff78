import JSON

/// Understands the types of certificates and what all of them have in common.
///
/// A type's schema is the head of the common fields, its own fields, the tail; a common field that
/// the type has itself is the type's. The rules of the common fields come after its own.
struct CertificateTypeLoader {
    let codeLists: [CodeList]

    private static let file = "certificates.json"

    /// The fields and rules that every certificate has, and those of a refusal.
    private struct Common {
        var head: [JSONValue] = []
        var tail: [JSONValue] = []
        var rules: [JSONValue] = []
        var refusal: [JSONValue] = []
        /// The names of the common fields that a refusal has too.
        var shared: [String] = []
    }

    /// All types of the document, in its order.
    func types(_ document: JSONValue) throws(CatalogueError) -> [CertificateType] {
        let (matterTypes, common, sources) = try located { () throws(JSONError) in
            var fields = try JSONFields(document)
            let matterTypes = try fields.object("matter_types").names
            let common = try Self.common(&fields)
            let sources = try fields.objects("types")
            try fields.finish()
            return (matterTypes, common, sources)
        }
        var types: [CertificateType] = []
        for source in sources {
            let type = try type(source, common)
            if types.contains(where: { $0.code == type.code }) { throw .duplicate(type.code) }
            guard matterTypes.contains(type.matterType) else {
                throw .undefined(type.matterType, in: type.code)
            }
            types.append(type)
        }
        return types
    }

    private static func common(_ document: inout JSONFields) throws(JSONError) -> Common {
        var common = Common()
        if document.names.contains("common") {
            var fields = try document.object("common")
            common.head = try fields.array("head")
            common.tail = try fields.array("tail")
            common.rules = try fields.array("rules")
            try fields.finish()
        }
        if document.names.contains("refusal") {
            var fields = try document.object("refusal")
            common.refusal = try fields.array("fields")
            common.shared = try fields.strings("common")
            try fields.finish()
        }
        return common
    }

    // MARK: Schemas

    private func type(
        _ source: JSONFields,
        _ common: Common
    ) throws(CatalogueError) -> CertificateType {
        var fields = source
        let (code, number) = try located { () throws(JSONError) in
            (try fields.string("code"), try fields.string("number_pattern"))
        }
        guard CatalogueLoader.isCode(code, of: ["CERT"]) else { throw .malformedCode(code) }
        let pattern: Pattern
        do throws(PatternError) { pattern = try Pattern(number) } catch {
            throw .pattern(code, error)
        }
        let own = try located { () throws(JSONError) in
            (try fields.array("fields"), try fields.objects("rules"))
        }
        let schema = try schema(code, own.0, own.1, number: number, common)
        let refusal = try refusalSchema(code, common)
        return try located { () throws(JSONError) in
            try Self.type(&fields, code, schema, refusal, pattern)
        }
    }

    private func schema(
        _ code: String,
        _ own: [JSONValue],
        _ ownRules: [JSONFields],
        number: String,
        _ common: Common
    ) throws(CatalogueError) -> Schema {
        let names = own.compactMap { $0["name"]?.string }
        let isCommon = { (field: JSONValue) in
            field["name"]?.string.map(names.contains) == false
        }
        let head = common.head.filter(isCommon).map { Self.numbered($0, number) }
        let fields = head + own + common.tail.filter(isCommon)
        let source = try located { () throws(JSONError) in
            var rules = ownRules
            for rule in common.rules { rules.append(try Self.rule(rule, of: code)) }
            return SchemaSource(fields: try Self.opened(fields), rules: rules)
        }
        return try SchemaLoader(owner: code, codeLists: codeLists).schema(source, key: [])
    }

    private func refusalSchema(
        _ code: String,
        _ common: Common
    ) throws(CatalogueError) -> Schema {
        let shared = (common.head + common.tail).filter { field in
            field["name"]?.string.map(common.shared.contains) == true
        }
        let source = try located { () throws(JSONError) in
            SchemaSource(fields: try Self.opened(common.refusal + shared), rules: [])
        }
        return try SchemaLoader(owner: code, codeLists: codeLists).schema(source, key: [])
    }

    private static func opened(_ fields: [JSONValue]) throws(JSONError) -> [JSONFields] {
        var opened: [JSONFields] = []
        for field in fields { opened.append(try JSONFields(field, at: "fields")) }
        return opened
    }

    /// The printed number looks differently for each type.
    private static func numbered(_ field: JSONValue, _ pattern: String) -> JSONValue {
        guard field["name"]?.string == CertificateType.numberField, let members = field.object
        else { return field }
        return .object(members + [JSONMember("pattern", .string(pattern))])
    }

    /// A common rule under the code of the type, such as CERT-04-RC1.
    private static func rule(_ value: JSONValue, of code: String) throws(JSONError) -> JSONFields {
        let members = (value.object ?? []).map { member in
            member.name == "id"
                ? JSONMember("id", .string("\(code)-\(member.value.string ?? "")")) : member
        }
        return try JSONFields(.object(members), at: "common.rules")
    }

    // MARK: The type

    private static func type(
        _ fields: inout JSONFields,
        _ code: String,
        _ schema: Schema,
        _ refusalSchema: Schema,
        _ numberPattern: Pattern
    ) throws(JSONError) -> CertificateType {
        let type = CertificateType(
            code: code,
            name: try CatalogueLoader.label(&fields, "name"),
            issuer: try fields.string("issuer"),
            matterType: try fields.string("matter_type"),
            validity: try fields.string("validity_zh"),
            term: try term(&fields),
            numberFormat: try fields.string("number_format_zh"),
            numberPattern: numberPattern,
            holder: try holder(&fields, schema),
            needsTwoPersons: try fields.optionalBoolean("two_persons") ?? false,
            issuerCreditCode: try fields.string("issuer_uscc"),
            typeCode: try fields.string("type_code"),
            matterCode: try fields.string("matter_code"),
            exampleIdentifier: try fields.string("example_id"),
            schema: schema,
            refusalSchema: refusalSchema
        )
        try fields.finish()
        return type
    }

    private static func term(
        _ fields: inout JSONFields
    ) throws(JSONError) -> CertificateType.Term? {
        guard fields.names.contains("validity") else { return nil }
        var term = try fields.object("validity")
        let months = try term.optionalInteger("months")
        let days = try term.optionalInteger("days")
        try term.finish()
        for count in [months, days].compactMap(\.self) where !(1...1_200 ~= count) {
            throw .notAllowed(path: term.path, value: "\(count)")
        }
        return CertificateType.Term(months: Int(months ?? 0), days: Int(days ?? 0))
    }

    private static func holder(
        _ fields: inout JSONFields,
        _ schema: Schema
    ) throws(JSONError) -> CertificateType.Holder {
        guard fields.names.contains("holder") else { return CertificateType.Holder() }
        var holder = try fields.object("holder")
        let named = CertificateType.Holder(
            identifierField: try holder.optionalString("id"),
            nameField: try holder.optionalString("name")
        )
        try holder.finish()
        for name in [named.identifierField, named.nameField].compactMap(\.self)
        where schema.position(of: name) == nil {
            throw .notAllowed(path: holder.path, value: name)
        }
        return named
    }

    private func located<Value>(
        _ body: () throws(JSONError) -> Value
    ) throws(CatalogueError) -> Value {
        do throws(JSONError) { return try body() } catch { throw .json(file: Self.file, error) }
    }
}
