import Testing

@Suite struct ShapeTests {
    @Test func `the tree is found`() {
        #expect(SourceTree.sources.count > 20)
        #expect(Manifest.dependencies.count > 15)
    }

    @Test func `lines fit in 100 columns`() {
        for file in SourceTree.swift {
            for (index, line) in file.lines.enumerated() where line.count > 100 {
                Issue.record("\(file.path):\(index + 1) has \(line.count) columns")
            }
        }
    }

    @Test func `files fit in 500 lines`() {
        for file in SourceTree.swift {
            #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
        }
    }

    @Test func `functions fit in 70 lines`() {
        for file in SourceTree.swift {
            for (number, length) in functionLengths(in: file) where length > 70 {
                Issue.record("\(file.path):\(number) is a function of \(length) lines")
            }
        }
    }

    @Test func `file names say what is in them`() {
        let meaningless: Set = ["Utils", "Util", "Helpers", "Helper", "Common", "Manager", "Misc"]
        for file in SourceTree.swift {
            let words = file.name.split(separator: "+").map(String.init)
            #expect(meaningless.isDisjoint(with: words), "\(file.path)")
            #expect(file.name.allSatisfy { $0.isLetter || $0.isNumber || "+-".contains($0) })
            #expect(file.name != "Placeholder" || file.lines.count < 4, "\(file.path)")
        }
    }

    @Test func `blobs stay under 64 kB outside Genesis`() {
        for folder in ["Sources", "Tests", "Nodes", "scripts"] {
            for path in SourceTree.paths(under: folder) {
                #expect(SourceTree.byteCount(of: path) <= 64 << 10, "\(path)")
            }
        }
    }

    /// First line and length of each function; formatting puts its closing brace at its own
    /// indentation.
    private func functionLengths(in file: SourceFile) -> [(number: Int, length: Int)] {
        let openers = ["func ", "init(", "init<", "init?(", "subscript("]
        return file.code.compactMap { number, line in
            let indent = line.prefix { $0 == " " }
            let body = line.dropFirst(indent.count)
            guard openers.contains(where: { body.hasPrefix($0) || body.contains(" " + $0) })
            else { return nil }
            let rest = file.lines[(number - 1)...]
            guard let end = rest.firstIndex(where: { $0 == indent + "}" }) else { return nil }
            return (number, end - number + 2)
        }
    }
}
