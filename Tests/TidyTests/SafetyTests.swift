import Testing

@Suite struct SafetyTests {
    /// The targets that talk to C or to raw memory.
    static let mayBeUnsafe: Set = [
        "CBOR", "Cryptography", "Storage", "Transport", "Console", "NodeRuntime", "Client",
        "lianzheng", "lianzheng-audit", "lianzheng-bench", "lianzheng-node", "lianzheng-sim",
        "lianzheng-verify",
    ]

    @Test func `unsafe code stands only at the edges`() {
        for file in SourceTree.sources where !Self.mayBeUnsafe.contains(file.target) {
            for (number, line) in file.code where isUnsafe(line) {
                Issue.record("\(file.path):\(number) is unsafe")
            }
        }
    }

    @Test func `unsafe code says why it is safe`() {
        for file in SourceTree.sources {
            for (number, line) in file.code where isUnsafe(line) {
                let near = file.lines[max(0, number - 25)..<number]
                let reasoned = near.contains { $0.contains("Safe:") }
                #expect(reasoned, "\(file.path):\(number) has no `// Safe:` above it")
            }
        }
    }

    private func isUnsafe(_ line: String) -> Bool {
        line.contains("unsafe ") && !line.contains("\"")
    }
}
