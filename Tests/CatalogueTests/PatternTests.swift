import Catalogue
import Testing

@Suite struct PatternTests {
    @Test(arguments: [
        ("^[0-9]{6}$", ["440399"], ["", "44039", "4403990", "44039x", "440399\n"]),
        ("^[A-T]?[0-9]{2,4}$", ["C39", "3911", "T1234"], ["U39", "C3", "C12345", "3"]),
        (
            "^(TAX|LOAN|STAT)-[0-9]{3}(,(TAX|LOAN|STAT)-[0-9]{3})*$",
            ["TAX-029", "TAX-029,LOAN-017,STAT-004"],
            ["TAX-29", "TAX-029,", ",TAX-029", "TAX-029;LOAN-017", "TAXI-029"]
        ),
        ("^[0-9A-Z()()号第-]{2,4}$", ["第1号", "A-(2", "1)"], ["第", "第壹号", "a1"]),
        ("^.{2,3}$", ["ab", "税务局", "😀😀"], ["a", "四个汉字", "税"]),
        ("^a+b*$", ["a", "aab", "abb"], ["b", "", "aba"]),
        ("^(a|ab)(c|bcd)$", ["ac", "abc", "abcd", "abbcd"], ["abd", "a", "ab"]),
    ]) func `texts match as a whole or not at all`(
        pattern: String,
        matching: [String],
        failing: [String]
    ) throws {
        let pattern = try Pattern(pattern)
        for text in matching { #expect(pattern.matches(text), "\(text)") }
        for text in failing { #expect(!pattern.matches(text), "\(text)") }
    }

    @Test(arguments: [
        ("", PatternError.notAnchored), ("abc", .notAnchored), ("^abc", .notAnchored),
        ("^(a$", .unexpectedEnd), ("^[$", .unexpectedEnd), ("^a**$", .unexpectedCharacter(at: 3)),
        ("^a{2,1}$", .badRepetition(at: 3)), ("^a{x}$", .badRepetition(at: 3)),
        ("^[z-a]$", .badRange(at: 3)), ("^a\\d$", .unexpectedCharacter(at: 2)),
        ("^a$b$", .unexpectedCharacter(at: 3)), ("^(.{1000}){1000}$", .tooLarge),
        ("^a)$", .unexpectedCharacter(at: 2)),
    ]) func `what is not understood is refused by name`(text: String, error: PatternError) {
        #expect(throws: error) { try Pattern(text) }
    }

    @Test func `a pattern that ruins other engines takes linear time here`() throws {
        let pattern = try Pattern("^(a*)*b$")
        #expect(!pattern.matches(String(repeating: "a", count: 100_000)))
    }
}
