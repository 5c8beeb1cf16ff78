import Cryptography
import FoundationEssentials
import NodeCore
import NodeRuntime
import Storage
import Testing

@Suite struct NodeStartTests {
    /// A folder of its own for one test.
    private func home(_ files: [String: String]) throws -> String {
        let folder = URL.temporaryDirectory.appending(path: "lianzheng-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        return folder.path
    }

    private func code(of home: String) -> String? {
        do throws(StartError) {
            _ = try NodeProcess(home: home)
            return nil
        } catch {
            #expect(!error.english.isEmpty && !error.chinese.isEmpty)
            return error.code
        }
    }

    private static let configuration =
        #"{"name": "a", "member": "A", "peerPort": 1, "clientPort": 2, "peers": []}"#

    @Test func `a home without a configuration is refused by the file's name`() throws {
        #expect(code(of: try home([:])) == "node.missingFile")
    }

    @Test func `a configuration with an unknown key is refused`() throws {
        let text = Self.configuration.replacing("\"peers\"", with: "\"peer\"")
        #expect(code(of: try home(["node.json": text])) == "node.configuration")
    }

    @Test func `a genesis that is none is refused`() throws {
        let folder = try home(["node.json": Self.configuration, "genesis.json": "{}"])
        #expect(code(of: folder)?.hasPrefix("genesis.") == true)
    }

    @Test func `a home that another process holds is refused`() throws {
        let folder = try home(["node.json": Self.configuration])
        let lock = try HomeLock(home: folder, fileSystem: PosixFileSystem())
        withExtendedLifetime(lock) {
            #expect(code(of: folder) == "storage.homeInUse")
        }
    }

    @Test func `a folder that is not there is refused`() {
        #expect(code(of: "/nonexistent/home") == "storage.system")
    }
}
