/// The dependencies that Package.swift declares, read from its text.
enum Manifest {
    /// Target name to the names it depends on directly.
    static let dependencies: [String: Set<String>] = {
        var found: [String: Set<String>] = [:]
        let text = SourceTree.text(of: "Package.swift")
        let libraries = text.split(separator: "let tests:").first ?? ""
        for piece in libraries.split(separator: "arget(").dropFirst() {
            let declaration = piece.prefix(while: { $0 != ")" })
            let names = quoted(in: declaration)
            guard let target = names.first else { continue }
            found[target] = Set(names.dropFirst())
        }
        return found
    }()

    /// Everything that a target reaches, through others too.
    static func reach(of target: String) -> Set<String> {
        var reached: Set<String> = []
        var open = dependencies[target] ?? []
        while let next = open.popFirst() {
            guard reached.insert(next).inserted else { continue }
            open.formUnion(dependencies[next] ?? [])
        }
        return reached
    }

    private static func quoted(in text: Substring) -> [String] {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
    }
}
