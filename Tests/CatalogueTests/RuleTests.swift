import Catalogue
import JSON
import Testing

@Suite struct RuleTests {
    private static let fields = """
        [{"name":"a","label_zh":"甲","type":"money","required":false},
        {"name":"b","label_zh":"乙","type":"money","required":false},
        {"name":"rate","label_zh":"率","type":"decimal","scale":2,"required":false},
        {"name":"fine","label_zh":"细","type":"decimal","scale":4,"required":false},
        {"name":"grade","label_zh":"级","type":"code","codelist":"GRADE","required":false},
        {"name":"flag","label_zh":"旗","type":"boolean","required":false},
        {"name":"day","label_zh":"日","type":"date","required":false},
        {"name":"month","label_zh":"月","type":"period","granularity":"month","required":false},
        {"name":"x","label_zh":"文","type":"text","max_len":9,"required":false},
        {"name":"y","label_zh":"字","type":"text","max_len":9,"required":false}]
        """

    /// Whether a record keeps the rule; the record is JSON without braces.
    private func keeps(
        _ assertion: String,
        when condition: String? = nil,
        _ record: String
    ) throws -> Bool {
        let guardPart = condition.map { #","when":"\#($0)""# } ?? ""
        let rule =
            #"[{"id":"TAX-001-R1","assert":"\#(assertion)","message_zh":"须成立"\#(guardPart)}]"#
        let schema = try SmallCatalogue.schema(fields: RuleTests.fields, rules: rule)
        let members = try JSONValue(parsing: Array("{\(record)}".utf8)).object ?? []
        let findings = schema.read(members, from: .json).findings
        #expect(findings.allSatisfy { $0.rule == "TAX-001-R1" }, "\(findings)")
        return findings.isEmpty
    }

    @Test(arguments: [
        ("a <= b", #""a":1,"b":1"#, true), ("a <= b", #""a":2,"b":1"#, false),
        ("a < b", #""a":1,"b":1"#, false), ("a == b + 1", #""a":3,"b":2"#, true),
        ("a == b - 1 - 1", #""a":1,"b":3"#, true), ("a == (b - 1) * 2", #""a":4,"b":3"#, true),
        ("a == b - 1 * 2", #""a":1,"b":3"#, true), ("a != b", #""a":1,"b":1"#, false),
        ("rate == 1.5", #""rate":"1.50""#, true), ("rate == 1.505", #""rate":"1.50""#, false),
        ("rate <= fine", #""rate":"1.50","fine":"1.5001""#, true),
        ("a * 100 <= b * rate", #""a":100,"b":200,"rate":"50""#, true),
        ("a * 100 <= b * rate", #""a":100,"b":200,"rate":"49.99""#, false),
        ("grade == 'A'", #""grade":"A""#, true), ("grade != 'A'", #""grade":"A""#, false),
        ("grade in ['A','B']", #""grade":"B""#, true), ("grade in ['A']", #""grade":"B""#, false),
        ("flag == true", #""flag":false"#, false), ("flag != true", #""flag":false"#, true),
        ("month <= day", #""month":"2025-06","day":"2025-06-01""#, true),
        ("month < day", #""month":"2025-06","day":"2025-06-01""#, false),
        ("day < month", #""month":"2025-06","day":"2025-05-31""#, true),
        ("x == y", #""x":"税务","y":"税务""#, true), ("x != y", #""x":"税务","y":"税务""#, false),
        ("x != y", #""x":"税务","y":"税务局""#, true),
        ("a == null", #""b":1"#, true), ("a != null", #""b":1"#, false),
        ("a > 0 and b > 0", #""a":1,"b":0"#, false), ("a > 0 or b > 0", #""a":1,"b":0"#, true),
        ("a > 0 or b > 0 and a > 5", #""a":1,"b":0"#, true),
        ("(a > 0 or b > 0) and a > 5", #""a":1,"b":0"#, false),
    ]) func `expressions mean what they say`(
        assertion: String,
        record: String,
        expected: Bool
    ) throws {
        #expect(try keeps(assertion, record) == expected, "\(assertion) on \(record)")
    }

    @Test(arguments: [
        ("a <= b", #""a":5"#, true), ("grade == 'A'", "", true), ("x == y", #""x":"1""#, true),
        ("a + b == 1", #""a":1"#, true), ("a > 9 and b > 0", #""a":1"#, false),
        ("a > 0 and b > 0", #""a":1"#, true), ("a > 9 or b > 0", #""a":1"#, true),
    ]) func `unknown breaks nothing, but a known half of a conjunction does`(
        assertion: String,
        record: String,
        expected: Bool
    ) throws {
        #expect(try keeps(assertion, record) == expected, "\(assertion) on \(record)")
    }

    @Test func `a rule applies only where its condition is true`() throws {
        #expect(try !keeps("b == 0", when: "a > 5", #""a":6,"b":1"#))
        #expect(try keeps("b == 0", when: "a > 5", #""a":5,"b":1"#))
        #expect(try keeps("b == 0", when: "a > 5", #""b":1"#))
    }

    @Test func `numbers too large to compute with cannot slip through a rule`() throws {
        let big = "9223372036854775807"
        #expect(try keeps("a * b > 0", #""a":\#(big),"b":\#(big)"#))
        #expect(try keeps("a + b > a", #""a":\#(big),"b":\#(big)"#))
        #expect(try !keeps("a * b * a * b > 0", #""a":\#(big),"b":\#(big)"#))
        #expect(try !keeps("b == 1", when: "a * a * a == 0", #""a":\#(big),"b":1"#))
    }

    @Test(arguments: [
        "a", "a +", "a <= ", "a = b", "a <= b)", "(a <= b", "a == 'A'", "grade == 'C'",
        "grade < 'B'", "grade in ['A','C']", "grade in []", "a in ['A']", "nothing == 1",
        "day == 1", "day + 1 == day", "x < y", "flag > false", "a < null", "a == 1.", "a ~ b",
        "x == 1", "and", "a == b b", "grade == 'A", "null == a", "1 + (a == b) == 2",
        "((((((((((((((((((a == b))))))))))))))))))",
        "a == (a+(a+(a+(a+(a+(a+(a+(a+(a+a)))))))))",
    ]) func `what cannot be understood or typed is refused when the catalogue is read`(
        assertion: String
    ) {
        let error = SmallCatalogue.error { () throws(CatalogueError) in
            try SmallCatalogue.load(
                fields: RuleTests.fields,
                rules: #"[{"id":"TAX-001-R1","assert":"\#(assertion)","message_zh":"须成立"}]"#,
                key: "[]"
            )
        }
        #expect(error?.code == "catalogue.rule", "\(String(describing: error))")
    }
}
