import Client
import NodeCore
import Testing

/// A node's process, found again by whoever names its network.
@Suite struct NodeProcessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func `a running node is found however its folder is named, and no other is`() throws {
        let binary = folder.path + "/node"
        let script = "#!/bin/sh\nwhile :; do sleep 1; done\n"
        try OutputFile.write(Array(script.utf8), to: binary, permissions: 0o700)
        let network = NetworkFolder(folder.path)
        for name in ["tax", "ta"] { try Folder.create(network.home(name).path) }
        let node = NodeProcess("tax", in: network)
        try node.start(binary: binary)
        defer { node.end() }
        let number = try #require(node.identifier)
        let name = try #require(folder.path.split(separator: "/").last)
        let detour = NetworkFolder("\(folder.path)/../\(name)")
        #expect(NodeProcess("tax", in: detour).identifier == number)
        // Another node's file, with a number that is now that of this one.
        try OutputFile.write("\(number)\n", to: network.processFile("ta"))
        #expect(NodeProcess("ta", in: network).identifier == nil)
    }
}
