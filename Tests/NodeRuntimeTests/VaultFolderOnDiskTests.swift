import Cryptography
import FoundationEssentials
import NodeCore
import NodeRuntime
import Storage
import Testing

/// The vault's folder on a real disk.
@Suite final class VaultFolderOnDiskTests {
    private let home: NodeHome
    private let name = Suite.p256.digest([1])

    init() throws {
        home = NodeHome(URL.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)").path)
        try FileManager.default.createDirectory(
            atPath: home.path,
            withIntermediateDirectories: true
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: home.path) }

    private func folder() throws -> VaultFolder {
        try VaultFolder(home.vault, on: PosixFileSystem(), limit: 2)
    }

    private var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: home.vault).sorted()) ?? []
    }

    @Test func `an entry is one file that only the node's user reads`() throws {
        let folder = try folder()
        #expect(folder.perform(.write(name, [1, 2])) == .written)
        #expect(folder.perform(.write(name, [3])) == .written)
        #expect(names == [name.hexadecimal + ".entry"])
        let path = "\(home.vault)/\(names[0])"
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(rights as? Int == 0o600)
        #expect(folder.perform(.read(name)) == .read([3]))
    }

    @Test func `what an earlier life left half written is removed, the rest is counted`() throws {
        #expect(try folder().perform(.write(name, [1])) == .written)
        let half = "\(home.vault)/\(name.hexadecimal).part"
        try Data([9]).write(to: URL(filePath: half))
        let again = try folder()
        #expect(names == [name.hexadecimal + ".entry"])
        #expect(again.entryCount == 1)
        #expect(again.perform(.read(name)) == .read([1]))
    }

    @Test func `a file longer than any entry is no entry`() throws {
        let folder = try folder()
        #expect(folder.perform(.write(name, [1])) == .written)
        let long = [UInt8](repeating: 0, count: VaultEntry.maximumByteCount * 4)
        try Data(long).write(to: URL(filePath: "\(home.vault)/\(name.hexadecimal).entry"))
        guard case .read(let bytes?) = folder.perform(.read(name)) else {
            Issue.record("no bytes")
            return
        }
        #expect(bytes.count == VaultEntry.maximumByteCount + 1)
        #expect((try? VaultEntry(decoding: bytes)) == nil)
    }
}
