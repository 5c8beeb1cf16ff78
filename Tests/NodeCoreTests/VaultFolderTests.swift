import Cryptography
import NodeCore
import Storage
import Testing

/// The vault's files, on a disk that crashes.
@Suite struct VaultFolderTests {
    private let disk = CrashingFileSystem(seed: 3)
    private let first = Suite.p256.digest([1])
    private let second = Suite.p256.digest([2])

    private func folder(limit: Int = 10) throws -> VaultFolder {
        try VaultFolder("/home/vault", on: disk, limit: limit)
    }

    @Test func `what is written is read, and replaced as a whole`() throws {
        let folder = try folder()
        #expect(folder.perform(.read(first)) == .read(nil))
        #expect(folder.perform(.write(first, [1, 2, 3])) == .written)
        #expect(folder.perform(.read(first)) == .read([1, 2, 3]))
        #expect(folder.perform(.write(first, [4])) == .written)
        #expect(folder.perform(.read(first)) == .read([4]))
        #expect(folder.perform(.read(second)) == .read(nil))
    }

    @Test(arguments: 0...8, CrashSurvival.allCases)
    func `wherever the power goes, an entry is the old one or the new one`(
        point: Int,
        survival: CrashSurvival
    ) throws {
        try #require(folder().perform(.write(first, [1])) == .written)
        let folder = try folder()
        var faults = DiskFaults()
        faults.crashAt = disk.operationCount + point
        faults.survival = survival
        disk.faults = faults
        let outcome = folder.perform(.write(first, [2, 2]))
        disk.restart()
        let found = try self.folder().perform(.read(first))
        #expect(found == .read([1]) || found == .read([2, 2]))
        if outcome == .written { #expect(found == .read([2, 2])) }
        #expect(disk.paths.allSatisfy { !$0.hasSuffix(".part") }, "half files are removed")
    }

    @Test(arguments: 0...14, CrashSurvival.allCases)
    func `of entries written together, each is the old one or the new one`(
        point: Int,
        survival: CrashSurvival
    ) throws {
        try #require(folder().perform(.write(first, [1])) == .written)
        let folder = try folder()
        var faults = DiskFaults()
        faults.crashAt = disk.operationCount + point
        faults.survival = survival
        disk.faults = faults
        let outcomes = folder.perform([.write(first, [2]), .write(second, [3])])
        disk.restart()
        let again = try self.folder()
        let found = again.perform([.read(first), .read(second)])
        #expect(found[0] == .read([1]) || found[0] == .read([2]))
        #expect(found[1] == .read(nil) || found[1] == .read([3]))
        if outcomes == [.written, .written] { #expect(found == [.read([2]), .read([3])]) }
        #expect(again.entryCount == (found[1] == .read(nil) ? 1 : 2))
    }

    @Test func `jobs are done in their order, and each has its own outcome`() throws {
        let third = Suite.p256.digest([3])
        let folder = try folder(limit: 2)
        let outcomes = folder.perform([
            .write(first, [1]), .read(first), .write(first, [2]), .write(first, [3]),
            .write(second, [4]), .write(third, [5]), .read(first), .read(third),
        ])
        #expect(
            outcomes == [
                .written, .read([1]), .written, .written, .written, .full, .read([3]), .read(nil),
            ]
        )
        #expect(folder.entryCount == 2)
        #expect(folder.perform([]) == [])
    }

    @Test func `a vault that is full takes no further certificate`() throws {
        let folder = try folder(limit: 1)
        #expect(folder.perform(.write(first, [1])) == .written)
        #expect(folder.perform(.write(second, [2])) == .full)
        #expect(folder.perform(.write(first, [3])) == .written)
        let again = try self.folder(limit: 1)
        #expect(again.entryCount == 1)
        #expect(again.perform(.write(second, [2])) == .full)
    }

    @Test func `a sync that fails is told, and the old entry stays`() throws {
        let folder = try folder()
        #expect(folder.perform(.write(first, [1])) == .written)
        var faults = DiskFaults()
        faults.failsSyncs = true
        disk.faults = faults
        guard case .failed = folder.perform(.write(first, [2])) else {
            Issue.record("a failed sync was not told")
            return
        }
        disk.faults = DiskFaults()
        #expect(folder.perform(.read(first)) == .read([1]))
        #expect(folder.entryCount == 1)
    }
}
