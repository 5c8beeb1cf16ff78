import Catalogue
import JSON
import Testing

@Suite struct ExampleRecordTests {
    private let catalogue: Catalogue
    private let valid: [JSONMember]
    private let violations: [JSONMember]

    init() throws {
        catalogue = try GenesisFiles.catalogue.get()
        valid = try #require(try GenesisFiles.json("examples/valid.json").object)
        violations = try #require(try GenesisFiles.json("examples/violations.json").object)
    }

    @Test func `all valid examples pass in both entries and survive the round trip`() throws {
        #expect(valid.count == 152)
        for example in valid {
            let category = try #require(catalogue.category(example.name))
            let members = try #require(example.value.object)
            let reading = category.schema.read(members, from: .json)
            #expect(reading.findings == [], "\(example.name)")
            let fields = try #require(reading.fields)
            var validator = RecordValidator(category.schema)
            let record = try validator.validate(fields.encoded()[...])
            let again = try RecordFields(decoding: record.encoded, category.schema)
            #expect(again == fields)
            #expect(again.entries(of: category.schema).count == members.count)
            #expect(record.key.count > 1)
            let subject = category.schema.subjectField.flatMap { fields[$0] }
            #expect(subject == .text(String(decoding: record.subject, as: UTF8.self)))
        }
    }

    @Test func `every violation breaks exactly the rules it names`() throws {
        #expect(violations.count == 298)
        var rules: Set<String> = []
        for example in violations {
            let code = String(example.name.prefix { $0 != "R" }.dropLast())
            let category = try #require(catalogue.category(code), "\(example.name)")
            let members = try #require(example.value["record"]?.object)
            let others = example.value["also_fails"]?.array?.compactMap(\.string) ?? []
            let reading = category.schema.read(members, from: .json)
            #expect(reading.fields == nil)
            #expect(
                reading.findings.compactMap(\.rule).sorted() == ([example.name] + others).sorted(),
                "\(example.name): \(reading.findings.map(\.english))"
            )
            #expect(reading.findings.allSatisfy { $0.code == "record.rule" })
            rules.insert(example.name)
        }
        #expect(rules == Set(catalogue.categories.flatMap { $0.schema.rules.map(\.id) }))
    }

    @Test func `a spreadsheet says the same as JSON`() throws {
        for example in valid {
            let category = try #require(catalogue.category(example.name))
            let members = try #require(example.value.object)
            let cells = members.map { member in
                let position = category.schema.position(of: member.name) ?? 0
                let label = category.schema.fields[position].label.chinese
                let isAlone = category.schema.fields.count { $0.label.chinese == label } == 1
                return JSONMember(isAlone ? label : member.name, cell(member.value))
            }
            let reading = category.schema.read(cells, from: .spreadsheet)
            #expect(reading.findings == [], "\(example.name)")
            #expect(reading.fields == category.schema.read(members, from: .json).fields)
        }
    }

    private func cell(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let literal): .string(" \(literal)")
        case .boolean(let flag): .string(flag ? "是" : "FALSE")
        default: value
        }
    }
}
