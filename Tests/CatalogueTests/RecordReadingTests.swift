import Catalogue
import JSON
import Testing

@Suite struct RecordReadingTests {
    private let schema: Schema

    init() throws {
        schema = try SmallCatalogue.schema(
            fields: """
                [{"name":"uscc","label_zh":"信用代码","type":"uscc","required":true},
                {"name":"amount","label_zh":"金额","type":"money","required":true,"unit":"fen",
                 "min":0,"max":9000000,"multiple_of":100},
                {"name":"count","label_zh":"人数","type":"integer","required":false,"min":1},
                {"name":"rate","label_zh":"利率","type":"decimal","scale":2,"required":false,
                 "min":"0","max":"1.5"},
                {"name":"grade","label_zh":"级别","type":"code","codelist":"GRADE","required":false},
                {"name":"day","label_zh":"日期","type":"date","required":false},
                {"name":"month","label_zh":"月份","type":"period","granularity":"month",
                 "required":false},
                {"name":"quarter","label_zh":"季度","type":"period","granularity":"quarter",
                 "required":false},
                {"name":"year","label_zh":"年度","type":"period","granularity":"year",
                 "required":false},
                {"name":"note","label_zh":"备注","type":"text","max_len":4,"required":false},
                {"name":"office","label_zh":"机关","type":"text","max_len":11,"required":false,
                 "pattern":"^1[0-9]{10}$"},
                {"name":"flag","label_zh":"标志","type":"boolean","required":false},
                {"name":"file","label_zh":"摘要","type":"digest","required":false}]
                """
        )
    }

    private func codes(
        _ changes: JSONMember...,
        without absent: String? = nil,
        from source: TextSource = .json
    ) -> [String] {
        let usual = [JSONMember("uscc", "91440399000000019Q"), JSONMember("amount", "")]
            .map { $0.name == "amount" ? JSONMember("amount", amount(for: source)) : $0 }
        let changed = Set(changes.map(\.name))
        let members = usual.filter { !changed.contains($0.name) && $0.name != absent } + changes
        return schema.read(members, from: source).findings.map { "\($0.field ?? "-") \($0.code)" }
    }

    private func amount(for source: TextSource) -> JSONValue {
        source == .json ? 100 : "100"
    }

    @Test func `a good record has no findings`() {
        #expect(codes() == [])
        #expect(codes(from: .spreadsheet) == [])
    }

    @Test(arguments: [
        ("amount", #""100""#, "amount record.wrongType"),
        ("amount", "123.45", "amount record.fractionOfFen"),
        ("amount", "1e3", "amount record.notANumber"),
        ("amount", "99999999999999999999", "amount record.outOfRange"),
        ("amount", "-100", "amount record.tooSmall"),
        ("amount", "9000100", "amount record.tooLarge"),
        ("amount", "150", "amount record.notAMultiple"),
        ("amount", "null", "amount record.missing"),
        ("count", "0", "count record.tooSmall"), ("count", "1.5", "count record.notANumber"),
        ("count", "true", "count record.wrongType"),
        ("rate", "1.25", "rate record.wrongType"),
        ("rate", #""1.255""#, "rate record.fractionDigits"),
        ("rate", #""1.51""#, "rate record.tooLarge"), ("rate", #""-0.01""#, "rate record.tooSmall"),
        ("rate", #""-0""#, "rate record.notANumber"), ("rate", #""01""#, "rate record.notANumber"),
        ("rate", #""1.""#, "rate record.notANumber"), ("rate", #"".5""#, "rate record.notANumber"),
        ("rate", #""9999999999999999999""#, "rate record.notANumber"),
        ("rate", #""999999999999999999""#, "rate record.outOfRange"),
        ("grade", #""C""#, "grade record.unknownCode"),
        ("grade", #""a""#, "grade record.unknownCode"),
        ("day", #""2025-02-29""#, "day record.noSuchDay"),
        ("day", #""2025-6-30""#, "day record.noSuchDay"),
        ("day", #""0000-01-01""#, "day record.noSuchDay"),
        ("day", #""2025-13-01""#, "day record.noSuchDay"),
        ("day", "20250630", "day record.wrongType"),
        ("month", #""2025-13""#, "month record.noSuchPeriod"),
        ("month", #""2025-00""#, "month record.noSuchPeriod"),
        ("month", #""2025""#, "month record.noSuchPeriod"),
        ("quarter", #""2025Q5""#, "quarter record.noSuchPeriod"),
        ("quarter", #""2025-1""#, "quarter record.noSuchPeriod"),
        ("year", #""25""#, "year record.noSuchPeriod"),
        ("year", #""202X""#, "year record.noSuchPeriod"),
        ("note", #""五个汉字长""#, "note record.tooLong"), ("note", #""""#, "note record.empty"),
        ("note", #""a\nb""#, "note record.controlCharacter"),
        ("note", #""a\u0085""#, "note record.controlCharacter"),
        ("note", #""e\u0301""#, "note record.notNormal"),
        ("office", #""24403990000""#, "office record.pattern"),
        ("flag", #""true""#, "flag record.wrongType"), ("flag", "1", "flag record.wrongType"),
        ("file", #""ab""#, "file record.notADigest"), ("file", "5", "file record.wrongType"),
        ("uscc", #""91440399MI0000T79M""#, "uscc record.creditCodeForm"),
        ("uscc", #""91440399000000019R""#, "uscc record.creditCodeCheck"),
        ("colour", #""red""#, "- record.unknownField"),
    ]) func `bad input is named by field and code`(
        field: String,
        json: String,
        finding: String
    ) throws {
        let value = try JSONValue(parsing: Array(json.utf8))
        #expect(codes(JSONMember(field, value)) == [finding])
    }

    @Test func `everything that is wrong is said at once, in both languages`() throws {
        let reading = schema.read(
            [JSONMember("amount", "12.5"), JSONMember("day", "2025/2/30")],
            from: .spreadsheet
        )
        #expect(reading.fields == nil)
        #expect(
            reading.findings.map(\.english) == [
                "amount: amounts are whole fen, without a decimal point",
                "day: not a day of the calendar, YYYY-MM-DD", "uscc: missing",
            ]
        )
        #expect(
            reading.findings.map(\.chinese) == [
                "金额：金额以分为单位，不能带小数", "日期：日期不存在，格式为 YYYY-MM-DD",
                "信用代码：缺少必填项",
            ]
        )
    }

    @Test func `a field given twice, by name and by label, is refused`() {
        #expect(
            codes(JSONMember("count", 1), JSONMember("人数", 2)) == ["count record.repeatedField"]
        )
    }

    @Test func `a wrong check character is a warning and the record stands`() throws {
        let reading = schema.read(
            [JSONMember("uscc", "91440399000000019R"), JSONMember("amount", 100)],
            from: .json
        )
        #expect(reading.findings.map(\.isWarning) == [true])
        #expect(reading.fields != nil)
    }

    @Test func `spreadsheets may write as people write`() throws {
        let reading = schema.read(
            [
                JSONMember("信用代码", " 9144 0399 0000 0001 9q "), JSONMember("金额", "500"),
                JSONMember("级别", "乙"), JSONMember("日期", "2025/6/3"), JSONMember("标志", "是"),
                JSONMember("备注", "\u{3000}甲 乙 "), JSONMember("人数", "  "),
            ],
            from: .spreadsheet
        )
        #expect(reading.findings == [])
        let entries = try #require(reading.fields).entries(of: schema)
        #expect(entries.map(\.field.name) == ["uscc", "amount", "grade", "day", "note", "flag"])
        #expect(
            entries.map(\.value) == [
                .text("91440399000000019Q"), .integer(500), .text("B"), .text("2025-06-03"),
                .text("甲 乙"), .boolean(true),
            ]
        )
        #expect(
            entries.map { $0.field.shown($0.value).chinese } == [
                "91440399000000019Q", "5.00 元", "乙", "2025-06-03", "甲 乙", "是",
            ]
        )
        #expect(schema.fields[1].shown(.integer(-123_456_789)).english == "CNY -1,234,567.89")
    }
}
