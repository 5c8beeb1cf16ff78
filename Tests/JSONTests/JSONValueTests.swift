import JSON
import TestSupport
import Testing

@Suite struct JSONValueTests {
    private func parse(_ text: String) throws(JSONError) -> JSONValue {
        try JSONValue(parsing: Array(text.utf8))
    }

    private func problem(_ bytes: [UInt8]) -> JSONError? {
        do {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch { return error }
    }

    @Test func `every kind of value is read with its members in order`() throws {
        let value = try parse(#" {"b": [1, -2.5e3, true, false, null], "a": "税\u7a0e\n"} "#)
        #expect(value == ["b": [1, .number("-2.5e3"), true, false, .null], "a": "税税\n"])
        #expect(value.object?.map(\.name) == ["b", "a"])
    }

    @Test func `text is written as it was read`() throws {
        let text = #"{"z":"\"\\\u0001","a":[],"m":{"深":[{}]},"n":12345678901234567890}"#
        #expect(JSONText.compact(try parse(text)) == text)
        let pretty = JSONText.pretty(try parse(#"{"a":[1,{"b":2}],"c":[]}"#))
        let expected = """
            {
              "a": [
                1,
                {
                  "b": 2
                }
              ],
              "c": []
            }
            """
        #expect(pretty == expected)
    }

    @Test func `a pair of surrogates is one character and a lone one is refused`() throws {
        #expect(try parse(#""\ud83d\ude00""#) == "😀")
        for lone in [#""\ud83d""#, #""\ude00""#, #""\ud83dx""#, #""\ud83d\u0041""#] {
            #expect(problem(Array(lone.utf8))?.code == "json.invalidText")
        }
    }

    @Test(arguments: [
        ("", "json.unexpectedEnd"), ("{", "json.unexpectedEnd"),
        ("[1,]", "json.unexpectedCharacter"),
        ("{\"a\":1,}", "json.unexpectedCharacter"), ("01", "json.invalidNumber"),
        ("-", "json.invalidNumber"), ("1.", "json.invalidNumber"), ("1e", "json.invalidNumber"),
        ("+1", "json.unexpectedCharacter"), ("nul", "json.unexpectedEnd"),
        ("1 2", "json.trailingBytes"),
        ("{\"a\":1,\"a\":2}", "json.duplicateMember"), ("\"\n\"", "json.invalidText"),
        ("\"\\x\"", "json.invalidText"), ("\u{FEFF}1", "json.unexpectedCharacter"),
        ("'a'", "json.unexpectedCharacter"), ("NaN", "json.unexpectedCharacter"),
    ]) func `malformed text is refused by name`(text: String, code: String) {
        #expect(problem(Array(text.utf8))?.code == code)
    }

    @Test func `errors name line and column in both languages`() {
        let error = problem(Array("{\n  \"a\": tru\n}".utf8))
        #expect(error == .syntax(.unexpectedCharacter, at: JSONPosition(line: 2, column: 11)))
        #expect(error?.english == "line 2, column 11: unexpected character")
        #expect(error?.chinese == "第 2 行第 11 列：出现意外字符")
    }

    @Test func `text that is not UTF-8 is refused`() {
        #expect(problem([0x22, 0xC3, 0x28, 0x22])?.code == "json.invalidText")
        #expect(problem([0x22, 0xED, 0xA0, 0x80, 0x22])?.code == "json.invalidText")
    }

    @Test func `nesting and length are bounded`() {
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
        #expect(problem(deep)?.code == "json.tooDeep")
        var limits = JSONLimits()
        limits.maximumBytes = 3
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: Array("1234".utf8), limits: limits)
        }
    }

    @Test func `mutated text is refused or read as what it says`() {
        let valid = Array(#"{"a":[1,-2.5e3,true,null],"b":"\u7a0e\ud83d\ude00","c":{"d":{}}}"#.utf8)
        withSeeds(0..<10_000) { generator in
            let mutant = generator.mutated(valid)
            guard let value = try? JSONValue(parsing: mutant) else { return true }
            return try JSONValue(parsing: Array(JSONText.compact(value).utf8)) == value
        }
    }
}
