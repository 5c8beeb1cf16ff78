import FoundationEssentials

/// The files of this package, as the tidy tests see them.
enum SourceTree {
    /// The package's root folder.
    static let root: String = {
        let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return here.dropLast(3).joined(separator: "/")
    }()

    /// Every Swift file under `Sources` and `Tests`, in path order.
    static let swift: [SourceFile] =
        paths(under: "Sources").filter(isSwift).map(SourceFile.init)
        + paths(under: "Tests").filter(isSwift).map(SourceFile.init)

    /// Every Swift file under `Sources`.
    static let sources: [SourceFile] = swift.filter { $0.path.hasPrefix("Sources/") }

    /// The paths of all files under a folder, relative to the root, in order.
    static func paths(under folder: String) -> [String] {
        let found = try? FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder)
        return (found ?? []).sorted().map { folder + "/" + $0 }.filter { !isFolder($0) }
    }

    /// The text of a file; empty when it cannot be read.
    static func text(of path: String) -> String {
        let data = FileManager.default.contents(atPath: root + "/" + path) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// The size of a file in bytes.
    static func byteCount(of path: String) -> Int {
        FileManager.default.contents(atPath: root + "/" + path)?.count ?? 0
    }

    private static func isSwift(_ path: String) -> Bool { path.hasSuffix(".swift") }

    private static func isFolder(_ path: String) -> Bool {
        var folder = false
        return FileManager.default.fileExists(atPath: root + "/" + path, isDirectory: &folder)
            && folder
    }
}

/// One Swift file, read once.
struct SourceFile: Sendable {
    /// The path from the root, such as `Sources/CBOR/CBORReader.swift`.
    let path: String
    /// The target that the file belongs to.
    let target: String
    /// The file's name without its extension.
    let name: String
    /// The lines, as written.
    let lines: [String]

    init(path: String) {
        self.path = path
        let parts = path.split(separator: "/")
        target = parts.count > 1 ? String(parts[1]) : ""
        name = parts.last.map { String($0.dropLast(".swift".count)) } ?? ""
        lines = SourceTree.text(of: path)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The lines without comments, numbered from 1; documentation never breaks a code rule.
    var code: [(number: Int, line: String)] {
        lines.enumerated().compactMap { index, line in
            let trimmed = line.drop { $0 == " " }
            guard !trimmed.hasPrefix("//") else { return nil }
            return (index + 1, line)
        }
    }

    /// The modules that the file imports, with their line numbers.
    var imports: [(number: Int, module: String)] {
        code.compactMap { number, line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
                words[..<keyword].allSatisfy({
                    $0 == "package" || $0 == "public" || $0 == "unsafe" || $0.hasPrefix("@")
                })
            else { return nil }
            return (number, String(words[keyword + 1]))
        }
    }
}
