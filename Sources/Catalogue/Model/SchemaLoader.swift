import JSON

/// The fields and rules of one category or certificate type, opened but not yet understood.
struct SchemaSource {
    let fields: [JSONFields]
    let rules: [JSONFields]
}

/// Understands fields and rules.
struct SchemaLoader {
    /// The code of the category or certificate type, for errors.
    let owner: String
    let codeLists: [CodeList]

    /// The schema; `key` names the fields that identify a record.
    func schema(_ source: SchemaSource, key names: [String]) throws(CatalogueError) -> Schema {
        guard source.fields.count <= Schema.maximumFields else {
            throw .field(owner, .tooManyFields)
        }
        var fields: [Field] = []
        for var members in source.fields {
            let field = try field(&members)
            if fields.contains(where: { $0.name == field.name }) {
                throw .duplicate("\(owner).\(field.name)")
            }
            fields.append(field)
        }
        var key: [Int] = []
        for name in names {
            guard let position = fields.firstIndex(where: { $0.name == name }) else {
                throw .undefined(name, in: owner)
            }
            guard fields[position].isRequired else { throw .field(name, .optionalKey) }
            key.append(position)
        }
        return Schema(fields: fields, rules: try rules(source.rules, fields), key: key)
    }

    // MARK: Rules

    private func rules(
        _ sources: [JSONFields],
        _ fields: [Field]
    ) throws(CatalogueError) -> [Rule] {
        var rules: [Rule] = []
        for var members in sources {
            let (id, condition, assertion, message) = try located { () throws(JSONError) in
                let parts = (
                    try members.string("id"), try members.optionalString("when"),
                    try members.string("assert"), try members.string("message_zh")
                )
                try members.finish()
                return parts
            }
            guard id.hasPrefix(owner + "-R") else { throw .malformedCode(id) }
            if rules.contains(where: { $0.id == id }) { throw .duplicate(id) }
            do throws(ExpressionError) {
                rules.append(
                    try Rule(
                        id: id,
                        condition: condition,
                        assertion: assertion,
                        chinese: message,
                        fields: fields
                    )
                )
            } catch {
                throw .rule(id, error)
            }
        }
        return rules
    }

    // MARK: Fields

    private func field(_ members: inout JSONFields) throws(CatalogueError) -> Field {
        var copy = members
        let name = try located { () throws(JSONError) in try copy.string("name") }
        let type = try type(&copy, name)
        let pattern = try pattern(&copy, name)
        return try located { () throws(JSONError) in
            let scale = if case .decimal(let scale) = type { scale } else { 0 }
            let english = name.split(separator: "_").joined(separator: " ")
            let field = Field(
                name: name,
                label: Label(chinese: try copy.string("label_zh"), english: english),
                type: type,
                isRequired: try copy.boolean("required"),
                unit: try copy.optionalString("unit"),
                reportUnit: try copy.optionalString("report_unit"),
                minimum: try bound(&copy, "min", scale),
                maximum: try bound(&copy, "max", scale),
                multiple: try multiple(&copy),
                pattern: pattern
            )
            try copy.finish()
            return field
        }
    }

    private func type(
        _ members: inout JSONFields,
        _ name: String
    ) throws(CatalogueError) -> FieldType {
        let place = "\(owner).\(name)"
        switch try located({ () throws(JSONError) in try members.string("type") }) {
        case "money": return .money
        case "integer": return .integer
        case "boolean": return .boolean
        case "date": return .date
        case "uscc": return .uscc
        case "digest": return .digest
        case "decimal":
            let scale = try located { () throws(JSONError) in try members.integer("scale") }
            guard 0...6 ~= scale else { throw .field(place, .badScale) }
            return .decimal(scale: Int(scale))
        case "period":
            return .period(
                try located { () throws(JSONError) in try members.choice("granularity") }
            )
        case "text":
            let length = try located { () throws(JSONError) in try members.integer("max_len") }
            guard 1...100_000 ~= length else { throw .field(place, .noLength) }
            return .text(maximumLength: Int(length))
        case "code": return .code(try codeList(&members, place))
        default: throw .field(place, .unknownType)
        }
    }

    private func codeList(
        _ members: inout JSONFields,
        _ place: String
    ) throws(CatalogueError) -> CodeList {
        let shared = try located { () throws(JSONError) in try members.optionalString("codelist") }
        let list: CodeList
        if let shared {
            guard let known = codeLists.first(where: { $0.name == shared }) else {
                throw .undefined(shared, in: place)
            }
            list = known
        } else {
            list = try located { () throws(JSONError) in
                let entries = try CodeList.entries(try members.object("enum"))
                return CodeList(name: nil, entries: entries)
            }
        }
        guard !list.entries.isEmpty else { throw .field(place, .noCodes) }
        guard list.entries.count <= CodeList.maximumEntries else {
            throw .field(place, .tooManyCodes)
        }
        return list
    }

    private func pattern(
        _ members: inout JSONFields,
        _ name: String
    ) throws(CatalogueError) -> Pattern? {
        let source = try located { () throws(JSONError) in try members.optionalString("pattern") }
        guard let source else { return nil }
        do throws(PatternError) { return try Pattern(source) } catch {
            throw .pattern("\(owner).\(name)", error)
        }
    }

    /// A bound: an integer, or a text for decimals, scaled to the field's decimals.
    private func bound(
        _ members: inout JSONFields,
        _ name: String,
        _ scale: Int
    ) throws(JSONError) -> Int64? {
        guard let value = members.optional(name) else { return nil }
        if let integer = value.integer, scale == 0 { return integer }
        let text = value.string ?? ""
        let bytes = Array(text.utf8)
        guard let decimal = DecimalText.parse(bytes.span, 0..<bytes.count), decimal.scale <= scale
        else { throw .notAllowed(path: members.path(of: name), value: text) }
        let factor = DecimalText.power(scale - decimal.scale)
        let (bound, overflow) = decimal.mantissa.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .notAllowed(path: members.path(of: name), value: text) }
        return bound
    }

    private func multiple(_ members: inout JSONFields) throws(JSONError) -> Int64? {
        guard let multiple = try members.optionalInteger("multiple_of") else { return nil }
        guard multiple > 0 else {
            throw .notAllowed(path: members.path(of: "multiple_of"), value: "\(multiple)")
        }
        return multiple
    }

    private func located<Value>(
        _ body: () throws(JSONError) -> Value
    ) throws(CatalogueError) -> Value {
        do throws(JSONError) { return try body() } catch { throw .json(file: owner, error) }
    }
}
