package import FoundationEssentials

/// Test vectors written by others, kept outside the repository in `shared/vectors`.
///
/// Tests that need them carry `.enabled(if: Vectors.areAvailable)` and are skipped visibly
/// elsewhere.
package enum Vectors {
    /// Whether the folder was found beside the package or beside one of the folders above it.
    package static var areAvailable: Bool { folder != nil }

    /// The bytes of one file, by its path within the folder.
    package static func data(_ path: String) throws -> Data {
        try Data(contentsOf: (folder ?? URL(filePath: "/")).appending(path: path))
    }

    /// One JSON file, decoded.
    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from path: String
    ) throws -> Value {
        try JSONDecoder().decode(type, from: data(path))
    }

    /// The paths of all files under a folder whose names end so, in order.
    package static func paths(under path: String, suffix: String) throws -> [String] {
        let root = (folder ?? URL(filePath: "/")).appending(path: path)
        return try FileManager.default.subpathsOfDirectory(atPath: root.path)
            .filter { $0.hasSuffix(suffix) }
            .sorted()
            .map { path + "/" + $0 }
    }

    private static let folder: URL? = {
        var ancestor = URL(filePath: #filePath)
        while ancestor.pathComponents.count > 1 {
            ancestor.deleteLastPathComponent()
            let candidate = ancestor.appending(path: "shared/vectors")
            if FileManager.default.fileExists(atPath: candidate.path) { return candidate }
        }
        return nil
    }()
}
