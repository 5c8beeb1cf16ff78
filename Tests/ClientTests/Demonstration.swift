import Catalogue
import Client
import Console
import Cryptography
import JSON
import Testing

/// The repository's own data, as the tests read it.
enum Demonstration {
    static let root: String = {
        let here = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return here.dropLast(3).joined(separator: "/")
    }()

    static let data = GenesisData(root + "/Genesis")
    private static let loaded = Result { try data.catalogue() }

    static func catalogue() throws -> Catalogue { try loaded.get() }

    /// The upload files that `lianzheng examples` writes.
    static func examples() throws -> ExampleFiles {
        ExampleFiles(
            catalogue: try catalogue(),
            members: try data.consortium().members,
            valid: try NetworkFolder.document(data.path + "/examples/valid.json"),
            violations: try NetworkFolder.document(data.path + "/examples/violations.json")
        )
    }

    /// A network of four validators and an observer, made from the repository's own data.
    static func network(
        in path: String,
        suite: Cryptography.Suite = .p256
    ) throws -> Network {
        _ = try maker(NetworkFolder(path), suite).make(nowMs: 1_700_000_000_000)
        return try Network(NetworkFolder(path))
    }

    /// What makes it.
    static func maker(
        _ folder: NetworkFolder,
        _ suite: Cryptography.Suite
    ) throws -> NetworkMaker {
        let consortium = try data.consortium()
        let plans = try GenesisData.nodePlans(in: root + "/Nodes")
        let chosen = try #require(NodePlan.choose(from: plans, for: consortium, validators: 4))
        return NetworkMaker(
            catalogue: try catalogue(),
            consortium: consortium,
            validators: chosen.validators,
            observers: chosen.observers,
            suite: suite,
            folder: folder
        )
    }
}
