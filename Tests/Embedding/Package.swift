// swift-tools-version: 6.2

import PackageDescription

/// A program of somebody else, who links the verifier; its code is what Evidence.docc shows.
let package = Package(
    name: "Embedding",
    dependencies: [.package(name: "Lianzheng", path: "../..")],
    targets: [
        .executableTarget(
            name: "embedding",
            dependencies: [.product(name: "Evidence", package: "Lianzheng")]
        )
    ]
)
