import CBOR
import Testing

@Suite struct CBORErrorTests {
    private static let all: [CBORError] = [
        .truncated(at: 7), .trailingBytes(at: 7), .notShortest(at: 7), .indefiniteLength(at: 7),
        .unsupported(at: 7), .invalidText(at: 7), .keyOrder(at: 7), .tooDeep(at: 7),
        .tooLong(at: 7), .unexpectedType(at: 7), .outOfRange(at: 7),
    ]

    @Test func `every error has a code of its own and says where in both languages`() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count)
        for error in Self.all {
            #expect(error.code.hasPrefix("cbor."))
            #expect(error.english.contains("7") && error.chinese.contains("7"))
        }
    }
}
