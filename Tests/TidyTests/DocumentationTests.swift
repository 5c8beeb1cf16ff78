import Testing

@Suite struct DocumentationTests {
    @Test func `what other targets see is documented`() {
        for file in SourceTree.sources {
            for (number, line) in file.code where isShared(line) {
                let documented = isDocumented(at: number, in: file)
                #expect(documented, "\(file.path):\(number) \(line)")
            }
        }
    }

    private func isShared(_ line: String) -> Bool {
        let body = line.drop { $0 == " " }
        guard body.hasPrefix("package ") || body.hasPrefix("public ") else { return false }
        return !body.contains("import ") && !body.contains("extension ")
    }

    /// Looks past attributes to the line above the declaration.
    private func isDocumented(at number: Int, in file: SourceFile) -> Bool {
        var above = number - 2
        while above >= 0, file.lines[above].drop(while: { $0 == " " }).hasPrefix("@") {
            above -= 1
        }
        return above >= 0 && file.lines[above].drop(while: { $0 == " " }).hasPrefix("///")
    }
}
