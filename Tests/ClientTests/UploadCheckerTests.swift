import Catalogue
import Client
import Console
import Testing

@Suite struct UploadCheckerTests {
    @Test func `the examples of every source are accepted and refused as they are meant`() throws {
        let uploads = try Demonstration.examples().uploads
        var recorded: Set<String> = []
        for upload in uploads {
            let checker = try check(upload)
            // The line of another agency's category is for the ledger to refuse.
            #expect(checker.checked.count == upload.good + 1, "\(upload.member)")
            #expect(checker.refused.count == upload.bad - 1, "\(upload.member)")
            recorded.formUnion(checker.checked.map(\.category))
        }
        #expect(recorded.count == 152)
    }

    @Test func `a violating line is refused by a rule of its category`() throws {
        for upload in try Demonstration.examples().uploads {
            for line in try check(upload).refused {
                #expect(!line.rule.isEmpty && !line.reason.chinese.isEmpty)
            }
        }
    }

    @Test func `the same line again is refused with the place of the first`() throws {
        let upload = try #require(Demonstration.examples().uploads.first)
        let text = try #require(upload.files.first?.text.split(separator: "\n").first)
        let checker = try check(text: "\(text)\n\(text)\n")
        #expect(checker.checked.map(\.place.line) == [1])
        #expect(checker.refused.map(\.rule) == ["upload.repeatedLine"])
        #expect(checker.refused.first?.reason.english.contains("a.jsonl:1") == true)
    }

    @Test func `an unknown category is refused`() throws {
        let checker = try check(text: "{\"category\":\"TAX-999\",\"record\":{}}")
        #expect(checker.refused.map(\.rule) == ["upload.unknownCategory"])
    }

    private func check(_ upload: ExampleFiles.Upload) throws -> UploadChecker {
        var checker = UploadChecker(catalogue: try Demonstration.catalogue(), nowMs: 1)
        for file in upload.files {
            checker.check(
                Upload(
                    path: file.name,
                    bytes: [UInt8](file.text.utf8),
                    category: nil,
                    catalogue: try Demonstration.catalogue()
                )
            )
        }
        return checker
    }

    private func check(text: String) throws -> UploadChecker {
        var checker = UploadChecker(catalogue: try Demonstration.catalogue(), nowMs: 1)
        checker.check(
            Upload(
                path: "a.jsonl",
                bytes: [UInt8](text.utf8),
                category: nil,
                catalogue: try Demonstration.catalogue()
            )
        )
        return checker
    }
}
