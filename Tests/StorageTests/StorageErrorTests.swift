import Storage
import Testing

@Suite struct StorageErrorTests {
    static let all: [StorageError] = [
        .system(errno: 5, operation: .read, path: "/p"),
        .noSpace(operation: .write, path: "/p"),
        .syncFailed(errno: 5, path: "/p"),
        .homeInUse(home: "/p", pid: 7),
        .damagedSegment(path: "/p", offset: 512),
        .wrongSegmentSize(path: "/p", expected: 1, found: 2),
        .missingSegment(folder: "/p", firstHeight: 9),
        .unexpectedFile(path: "/p"),
        .tooLarge(byteCount: 2, limit: 1),
        .journalLostRecords,
        .writerStopped,
    ]

    @Test func `every error has a code of its own and a sentence in both languages`() {
        #expect(Set(Self.all.map(\.code)).count == Self.all.count)
        for error in Self.all {
            #expect(error.code.hasPrefix("storage."))
            #expect(error.english.hasSuffix("."))
            #expect(error.chinese.hasSuffix("。"))
        }
    }
}
