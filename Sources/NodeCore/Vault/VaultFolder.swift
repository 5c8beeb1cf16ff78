package import Cryptography
package import Storage
internal import Synchronization

/// What a node asks of its vault on disk; one thread does it, in the order asked.
package enum VaultJob: Hashable, Sendable {
    /// Read the entry of this name.
    case read(Digest)
    /// Write the entry of this name in place of an older one, durably.
    case write(Digest, [UInt8])
}

/// What became of a job.
package enum VaultOutcome: Hashable, Sendable {
    /// The bytes of the entry; nil when there is none.
    case read([UInt8]?)
    /// The entry is durable.
    case written
    /// The vault holds as many entries as it may, and this would be another.
    case full
    /// The disk refused.
    case failed(StorageError)
}

/// The folder of a node's vault: a file for each certificate, off the ledger.
///
/// ```
/// vault/9f…e1.entry      named by the digest of the certificate identifier, readable by the node
///       9f…e1.part       on its way; nobody relies on it, and the next life removes it
/// ```
/// An entry appears whole or not at all: written beside, synced, renamed, and the folder synced,
/// before anybody is told that it is kept. A failed sync of the vault ends nothing: no vote rests
/// on it, and the depositor is told.
package final class VaultFolder: Sendable {
    private static let suffix = ".entry"
    private static let partSuffix = ".part"

    private let path: String
    private let fileSystem: any FileSystem
    private let limit: Int
    /// How many entries there are.
    private let count: Mutex<Int>

    /// Opens or makes the folder of a vault that may hold `limit` entries.
    package init(
        _ path: String,
        on fileSystem: any FileSystem,
        limit: Int
    ) throws(StorageError) {
        self.path = path
        self.fileSystem = fileSystem
        self.limit = limit
        try fileSystem.createFolderDurably(path)
        var found = 0
        for name in try fileSystem.list(path) {
            if name.hasSuffix(Self.partSuffix) { try fileSystem.remove(path + "/" + name) }
            if name.hasSuffix(Self.suffix) { found += 1 }
        }
        count = Mutex(found)
    }

    /// How many entries there are.
    package var entryCount: Int { count.withLock { $0 } }

    /// Does a job, and says what became of it.
    package func perform(_ job: VaultJob) -> VaultOutcome {
        do throws(StorageError) {
            switch job {
            case .read(let name): return .read(try read(name))
            case .write(let name, let bytes): return try write(bytes, name) ? .written : .full
            }
        } catch { return .failed(error) }
    }

    private func file(_ name: Digest) -> String { "\(path)/\(name.hexadecimal)\(Self.suffix)" }

    private func read(_ name: Digest) throws(StorageError) -> [UInt8]? {
        guard let file = try fileSystem.openIfPresent(file(name), .read) else { return nil }
        return try file.read(at: 0, byteCount: VaultEntry.maximumByteCount + 1)
    }

    /// False when there is no room for another entry.
    private func write(_ bytes: [UInt8], _ name: Digest) throws(StorageError) -> Bool {
        let isNew = try fileSystem.openIfPresent(file(name), .read) == nil
        guard !isNew || entryCount < limit else { return false }
        let part = "\(path)/\(name.hexadecimal)\(Self.partSuffix)"
        try fileSystem.remove(part)
        do throws(StorageError) {
            let file = try fileSystem.open(part, .createPrivate)
            try file.write(bytes, at: 0)
            try file.syncData()
            try fileSystem.rename(part, to: self.file(name))
        } catch {
            try? fileSystem.remove(part)
            throw error
        }
        if isNew { count.withLock { $0 += 1 } }
        try fileSystem.syncFolder(path)
        return true
    }
}
