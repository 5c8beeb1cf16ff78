import Testing

@Suite struct LayerTests {
    /// The layers from the ground up; a target reaches only layers below its own.
    static let layers: [Set<String>] = [
        ["COpenSSL", "CLinux", "JSON", "HTML"],
        ["Console", "TraceChecking"],
        ["CBOR"],
        ["Cryptography"],
        ["COSE", "Merkle", "Catalogue", "Storage", "Transport"],
        ["Ledger"],
        ["Evidence", "Consensus", "Audit"],
        ["NodeCore"],
        ["NodeRuntime", "Client", "Simulation"],
        [
            "lianzheng", "lianzheng-audit", "lianzheng-bench", "lianzheng-node", "lianzheng-sim",
            "lianzheng-verify",
        ],
    ]

    /// Modules that come with the toolchain, and who may use them.
    static let platform: [String: Set<String>] = [
        "Glibc": [
            "Console", "Cryptography", "Storage", "Transport", "NodeRuntime", "Client",
            "lianzheng", "lianzheng-audit", "lianzheng-bench", "lianzheng-node", "lianzheng-sim",
            "lianzheng-verify",
        ],
        "Synchronization": [
            "Cryptography", "Evidence", "Transport", "NodeCore", "NodeRuntime", "Client",
            "Simulation", "lianzheng-bench",
        ],
        "Dispatch": ["Evidence"],
        "FoundationEssentials": [
            "Catalogue", "Ledger", "NodeRuntime", "Client", "lianzheng-bench",
        ],
    ]

    @Test func `every target has a layer`() {
        let placed = Set(Self.layers.joined())
        #expect(Set(Manifest.dependencies.keys).subtracting(placed).isEmpty)
    }

    @Test func `dependencies point down`() {
        for (height, layer) in Self.layers.enumerated() {
            let below = Set(Self.layers[..<height].joined())
            for target in layer {
                let upward = (Manifest.dependencies[target] ?? []).subtracting(below)
                #expect(upward.isEmpty, "\(target) depends on \(upward.sorted()), not below it")
            }
        }
    }

    @Test func `the verifier reaches neither consensus nor transport nor storage`() {
        let forbidden: Set = ["Consensus", "Transport", "Storage", "NodeCore", "NodeRuntime"]
        for target in ["Evidence", "lianzheng-verify"] {
            let reached = Manifest.reach(of: target).intersection(forbidden)
            #expect(reached.isEmpty, "\(target) reaches \(reached.sorted())")
        }
    }

    @Test func `only cryptography and transport touch OpenSSL`() {
        let users = Manifest.dependencies.filter { $0.value.contains("COpenSSL") }.keys
        #expect(Set(users) == ["Cryptography", "Transport"])
    }

    @Test func `imports are declared dependencies or allowed parts of the platform`() {
        for file in SourceTree.sources {
            let declared = Manifest.dependencies[file.target] ?? []
            for (number, module) in file.imports where !declared.contains(module) {
                let allowed = Self.platform[module]?.contains(file.target) ?? false
                #expect(allowed, "\(file.path):\(number) may not import \(module)")
            }
        }
    }

    @Test func `the root package depends on no other package`() {
        #expect(!SourceTree.text(of: "Package.swift").contains(".package("))
    }
}
