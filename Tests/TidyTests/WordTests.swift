import Testing

@Suite struct WordTests {
    /// Words that may not stand in code, with what to do instead.
    static let everywhere = [
        ("import Foundation\n", "FoundationEssentials is enough, and links in milliseconds less"),
        ("try" + "!", "an error is handled or thrown"),
        ("FIX" + "ME", "finish it, or file an issue"),
        ("TO" + "DO", "finish it, or file an issue"),
        ("XX" + "X", "finish it, or file an issue"),
    ]

    /// Targets whose results may depend on their arguments alone.
    static let pure: Set = [
        "CBOR", "COSE", "Merkle", "Catalogue", "Ledger", "Evidence", "Consensus", "NodeCore",
    ]

    /// Words that would let time, threads or the outside into pure code.
    static let impure = [
        "Date()", "Task {", "ContinuousClock", "clock_gettime", "SecureRandom.", ".random(in",
    ]

    @Test func `banned words stay out of the code`() {
        for file in SourceTree.sources {
            for (number, line) in file.code {
                for (word, instead) in Self.everywhere where (line + "\n").contains(word) {
                    Issue.record("\(file.path):\(number) \(word): \(instead)")
                }
            }
        }
    }

    @Test func `pure targets know neither clock nor tasks nor randomness`() {
        for file in SourceTree.sources where Self.pure.contains(file.target) {
            for (number, line) in file.code {
                for word in Self.impure where line.contains(word) {
                    Issue.record("\(file.path):\(number) \(word) in a pure target")
                }
            }
        }
    }

    @Test func `only tools and the console print`() {
        for file in SourceTree.sources
        where file.target != "Console" && !file.target.hasPrefix("lianzheng") {
            for (number, line) in file.code where line.contains("print(") {
                guard !line.contains(".print(") && !line.contains("func print(") else { continue }
                Issue.record("\(file.path):\(number) prints")
            }
        }
    }
}
