// swift-tools-version: 6.2

import PackageDescription

/// Every target is held to the same rules; CONTRIBUTING.md says why each one is on.
let houseRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The rules that a canary switches off exist in debug builds, and in release builds made with
/// `LIANZHENG_CANARIES=1` for the simulator; never in what is shipped.
let canaries: [SwiftSetting] = [
    Context.environment["LIANZHENG_CANARIES"] == "1"
        ? .define("CANARIES") : .define("CANARIES", .when(configuration: .debug))
]

// MARK: - Layers. A target may depend only on the lines above it.

let libraries: [Target] = [
    .systemLibrary(name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CLinux"),
    .target(name: "JSON"),
    .target(name: "HTML"),
    .target(name: "Console", dependencies: ["JSON"]),
    .target(name: "TraceChecking", dependencies: ["JSON"]),
    .target(name: "CBOR"),
    .target(name: "Cryptography", dependencies: ["CBOR", "COpenSSL"]),
    .target(name: "COSE", dependencies: ["CBOR", "Cryptography"]),
    .target(name: "Merkle", dependencies: ["CBOR", "Cryptography"]),
    .target(name: "Catalogue", dependencies: ["JSON", "CBOR", "Cryptography"]),
    .target(
        name: "Ledger",
        dependencies: ["JSON", "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue"]
    ),
    .target(
        name: "Evidence",
        dependencies: ["JSON", "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue", "Ledger"]
    ),
    .target(name: "Consensus", dependencies: ["CBOR", "Cryptography", "COSE", "Ledger"]),
    .target(name: "Storage", dependencies: ["CBOR", "Cryptography", "CLinux"]),
    .target(
        name: "Audit",
        dependencies: [
            "JSON", "HTML", "Console", "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue",
            "Ledger", "Storage",
        ]
    ),
    .target(name: "Transport", dependencies: ["Cryptography", "COpenSSL", "CLinux"]),
    .target(
        name: "NodeCore",
        dependencies: [
            "JSON", "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue", "Ledger", "Consensus",
            "Storage",
        ]
    ),
    .target(
        name: "NodeRuntime",
        dependencies: [
            "JSON", "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue", "Ledger", "Consensus",
            "Storage", "NodeCore", "Transport", "CLinux",
        ]
    ),
    .target(
        name: "Client",
        dependencies: [
            "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue", "Ledger", "Evidence",
            "NodeCore", "Transport", "Console", "JSON", "HTML",
        ]
    ),
    .target(
        name: "Simulation",
        dependencies: [
            "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue", "Ledger", "Consensus", "Storage",
            "Evidence", "NodeCore", "TraceChecking",
        ]
    ),
]

let tools: [Target] = [
    .executableTarget(
        name: "lianzheng-node",
        dependencies: ["JSON", "NodeCore", "NodeRuntime", "Console"]
    ),
    .executableTarget(
        name: "lianzheng",
        dependencies: [
            "JSON", "CBOR", "Cryptography", "COSE", "Catalogue", "Ledger", "Evidence",
            "NodeCore", "Client", "Console",
        ]
    ),
    .executableTarget(
        name: "lianzheng-audit",
        dependencies: [
            "JSON", "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue", "Ledger", "Storage",
            "Audit", "Console",
        ]
    ),
    .executableTarget(
        name: "lianzheng-verify",
        dependencies: ["Evidence", "Console"]
    ),
    .executableTarget(
        name: "lianzheng-sim",
        dependencies: [
            "Consensus", "NodeCore", "Simulation", "TraceChecking", "JSON", "Console",
        ]
    ),
    .executableTarget(
        name: "lianzheng-bench",
        dependencies: [
            "JSON", "CBOR", "Cryptography", "COSE", "Merkle", "Catalogue", "Ledger", "Evidence",
            "Storage", "NodeCore", "Transport", "Client", "Console",
        ]
    ),
]

/// The libraries whose tests are built: all, or the ones named in `LIANZHENG_TESTS=Ledger,Consensus`,
/// for a short wait while one works on them.
let tested = Context.environment["LIANZHENG_TESTS"]?.split(separator: ",").map(String.init)

let tests: [Target] =
    [
        .target(
            name: "TestSupport",
            dependencies: ["CBOR", "Cryptography"],
            path: "Tests/TestSupport"
        )
    ]
    + libraries.filter { $0.type != .system && tested?.contains($0.name) != false }
    .map { library in
        .testTarget(
            name: library.name + "Tests",
            dependencies: library.dependencies + [
                .target(name: library.name), "TestSupport",
            ] + (library.name == "NodeCore" ? ["TraceChecking"] : [])
        )
    }
    + [.testTarget(name: "TidyTests")]

let package = Package(
    name: "Lianzheng",
    products: [.library(name: "Evidence", targets: ["Evidence"])],
    targets: libraries + tools + tests
)

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + houseRules + canaries
}

// The thread sanitizer cannot see the locks of Synchronization, whose library is built without it,
// and would take everything that they guard for a race. With LIANZHENG_SANITIZE=thread each import
// means a twin whose locks are the system's.
if Context.environment["LIANZHENG_SANITIZE"] == "thread" {
    let locks = Target.target(
        name: "VisibleLocks",
        path: "Tests/VisibleLocks",
        swiftSettings: houseRules
    )
    for target in package.targets where target.type != .system {
        target.dependencies.append(.target(name: locks.name))
        target.swiftSettings?.append(
            .unsafeFlags(["-module-alias", "Synchronization=\(locks.name)"])
        )
    }
    package.targets.append(locks)
}
