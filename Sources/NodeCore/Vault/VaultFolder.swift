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
    package func perform(_ job: VaultJob) -> VaultOutcome { perform([job])[0] }

    /// Does jobs in their order, and says what became of each.
    ///
    /// Writes that follow each other are made durable together: a disk takes as long for one as for
    /// many.
    package func perform(_ jobs: [VaultJob]) -> [VaultOutcome] {
        var outcomes: [VaultOutcome] = []
        var writes: [Entry] = []
        for job in jobs {
            if case .write(let name, let bytes) = job, !writes.contains(where: { $0.name == name })
            {
                writes.append(Entry(name: name, bytes: bytes))
                continue
            }
            outcomes += write(writes)
            writes = []
            switch job {
            case .read(let name): outcomes.append(read(name))
            case .write(let name, let bytes): writes.append(Entry(name: name, bytes: bytes))
            }
        }
        return outcomes + write(writes)
    }

    private struct Entry {
        let name: Digest
        let bytes: [UInt8]
    }

    private func file(_ name: Digest) -> String { "\(path)/\(name.hexadecimal)\(Self.suffix)" }
    private func part(_ name: Digest) -> String { "\(path)/\(name.hexadecimal)\(Self.partSuffix)" }

    private func read(_ name: Digest) -> VaultOutcome {
        do throws(StorageError) {
            guard let file = try fileSystem.openIfPresent(file(name), .read) else {
                return .read(nil)
            }
            return .read(try file.read(at: 0, byteCount: VaultEntry.maximumByteCount + 1))
        } catch { return .failed(error) }
    }

    // MARK: Writing

    /// Writes entries of different names: all beside their places, then each is synced and takes
    /// its name, then all names are made durable.
    private func write(_ entries: [Entry]) -> [VaultOutcome] {
        var outcomes: [VaultOutcome] = []
        var staged: [(index: Int, name: Digest, file: any File, isNew: Bool)] = []
        for (index, entry) in entries.enumerated() {
            do throws(StorageError) {
                let isNew = try fileSystem.openIfPresent(file(entry.name), .read) == nil
                guard !isNew || entryCount + staged.count(where: \.isNew) < limit else {
                    outcomes.append(.full)
                    continue
                }
                staged.append((index, entry.name, try stage(entry), isNew))
                outcomes.append(.written)
            } catch { outcomes.append(.failed(error)) }
        }
        guard !staged.isEmpty else { return outcomes }
        for (index, name, file, isNew) in staged {
            do throws(StorageError) {
                try settle(name, file)
                if isNew { count.withLock { $0 += 1 } }
            } catch { outcomes[index] = .failed(error) }
        }
        do throws(StorageError) { try fileSystem.syncFolder(path) } catch {
            for (index, _, _, _) in staged { outcomes[index] = .failed(error) }
        }
        return outcomes
    }

    /// Writes an entry beside its place.
    private func stage(_ entry: Entry) throws(StorageError) -> any File {
        try fileSystem.remove(part(entry.name))
        let file = try fileSystem.open(part(entry.name), .createPrivate)
        do throws(StorageError) { try file.write(entry.bytes, at: 0) } catch {
            try? fileSystem.remove(part(entry.name))
            throw error
        }
        file.startWriteback()
        return file
    }

    /// Syncs an entry and gives it its name.
    private func settle(_ name: Digest, _ file: any File) throws(StorageError) {
        do throws(StorageError) {
            try file.syncData()
            try fileSystem.rename(part(name), to: self.file(name))
        } catch {
            try? fileSystem.remove(part(name))
            throw error
        }
    }
}
