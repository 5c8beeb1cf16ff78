import Cryptography
import Testing

@Suite struct CryptographyErrorTests {
    private static let all: [CryptographyError] = [
        .pointNotOnCurve, .unsupportedKey, .malformedPEM, .wrongPassphrase, .notAuthentic,
        .wrongLength(expected: 1, found: 2), .notTheRecipient(expected: .zero, found: .zero),
        .keyMismatch, .file(path: "/k", errno: 2), .exposedFile(path: "/k"),
        .notAKeyFile(path: "/k"),
    ]

    @Test func `every error has a code of its own and a sentence in both languages`() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count)
        for error in Self.all {
            #expect(error.code.hasPrefix("cryptography."))
            #expect(error.english.last == "." || error.english.contains("chmod"))
            #expect(error.chinese.last == "。" || error.chinese.contains("chmod"))
        }
    }
}
