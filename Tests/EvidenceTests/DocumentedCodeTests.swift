import FoundationEssentials
import Testing

/// Code that the documentation prints is code that runs.
@Suite struct DocumentedCodeTests {
    private static let root = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        .dropLast(3).joined(separator: "/")

    private func text(_ path: String) throws -> String {
        let data = try Data(contentsOf: URL(filePath: Self.root + "/" + path))
        return String(decoding: data, as: UTF8.self)
    }

    @Test(
        arguments: [
            ("Evidence.md", "swift", "Tests/Embedding/Sources/embedding/main.swift"),
            ("CheckingWithoutUs.md", "python", "scripts/interop.d/check.py"),
        ]
    )
    func `a page prints the program that the scripts run`(
        page: String,
        language: String,
        program: String
    ) throws {
        let shown = try text("Sources/Evidence/Evidence.docc/" + page)
        #expect(shown.contains("```\(language)\n" + (try text(program)) + "```\n"))
    }

    @Test func `the pinned versions are those that the page names`() throws {
        let page = try text("Sources/Evidence/Evidence.docc/CheckingWithoutUs.md")
        let pins = try text("scripts/interop.d/requirements.txt").split(separator: "\n")
        for name in ["cbor2", "pycose", "scitt-cose"] {
            let pin = try #require(pins.first { $0.hasPrefix(name + "==") })
            #expect(page.contains("| \(name) | \(pin.dropFirst(name.count + 2))"))
        }
    }
}
