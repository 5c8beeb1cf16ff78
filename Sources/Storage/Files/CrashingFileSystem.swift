internal import Glibc
internal import Synchronization

/// A disk in memory that crashes as disks do, on request and repeatably.
///
/// What was synced survives a crash. Of the rest survives, sector by sector, what
/// ``DiskFaults/survival`` says, and the random numbers of the seed decide; names that were
/// created, renamed or removed count as not synced until their folder is. After a failed
/// sync the bytes can still be read and may never reach the disk, as on Linux. A process that is
/// killed leaves its unsynced writes to the machine: the next one reads them, and the power may yet
/// go.
///
/// After a crash or kill every call fails until ``restart(faults:)``; files opened before it are
/// dead.
package final class CrashingFileSystem: FileSystem {
    let disk: Mutex<CrashingDisk>

    /// An empty disk with one durable folder.
    package init(seed: UInt64, faults: DiskFaults = DiskFaults(), root: String = "/home") {
        disk = Mutex(CrashingDisk(seed: seed, faults: faults, root: root))
    }

    /// How many operations were made since the last restart.
    package var operationCount: Int { disk.withLock { $0.operationCount } }

    /// True between a crash, or a kill, and the restart.
    package var isCrashed: Bool { disk.withLock { $0.isCrashed } }

    /// Turns the power off now, whether a process runs or was killed.
    package func crash(_ survival: CrashSurvival) {
        disk.withLock { disk in
            disk.faults.survival = survival
            disk.crash()
        }
    }

    /// Ends the process and leaves the machine on.
    ///
    /// Its files are closed, and what it wrote can still be read, without being more durable than
    /// before. A later ``crash(_:)`` may lose it.
    package func kill() {
        disk.withLock { $0.kill() }
    }

    /// Starts the next process, after a crash if none ended the last one; the count of operations
    /// begins at 0.
    package func restart(faults: DiskFaults = DiskFaults()) {
        disk.withLock { disk in
            if !disk.isCrashed { disk.crash() }
            disk.isCrashed = false
            disk.life += 1
            disk.operationCount = 0
            disk.faults = faults
        }
    }

    /// The faults that are shown from now on; the count of operations goes on.
    package var faults: DiskFaults {
        get { disk.withLock { $0.faults } }
        set { disk.withLock { $0.faults = newValue } }
    }

    /// The names of all files, sorted.
    package var paths: [String] { disk.withLock { $0.names.keys.sorted() } }

    /// Whether a crash that keeps nothing else would leave these bytes in some file below a folder.
    package func holdsDurably(_ bytes: [UInt8], below folder: String) -> Bool {
        disk.withLock { disk in
            let prefix = folder + "/"
            return disk.durableNames.contains { path, file in
                path.hasPrefix(prefix) && disk.contents[file].durable.holds(bytes)
            }
        }
    }

    /// Changes one byte of a file, durably and silently; false when there is no such byte.
    @discardableResult
    package func damage(_ path: String, at offset: Int, mask: UInt8 = 1) -> Bool {
        disk.withLock { disk in
            guard let file = disk.names[path], offset < disk.contents[file].now.count else {
                return false
            }
            disk.contents[file].now[offset] ^= mask
            if offset < disk.contents[file].durable.count {
                disk.contents[file].durable[offset] ^= mask
            }
            return true
        }
    }

    /// Removes a file, durably and silently.
    package func lose(_ path: String) {
        disk.withLock { disk in
            disk.names[path] = nil
            disk.durableNames[path] = nil
        }
    }

    /// Opens or creates a file.
    package func open(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
        try disk.withLock { disk throws(StorageError) in
            try disk.refuseWhenCrashed(.open, path)
            if let file = disk.names[path] {
                if access.demandsNew { throw .failed(.create, path, errno: EEXIST) }
                return CrashingFile(self, file, path, life: disk.life)
            }
            guard access.demandsNew || access == .readWriteOrCreate,
                disk.folders.contains(CrashingDisk.folder(of: path))
            else { throw .failed(.open, path, errno: ENOENT) }
            try disk.begin(.create, path, needsRoom: true)
            let file = disk.contents.count
            disk.contents.append(CrashingDisk.Content())
            disk.change(CrashingDisk.folder(of: path), .link(path: path, file: file))
            try disk.end(.create, path)
            return CrashingFile(self, file, path, life: disk.life)
        }
    }

    /// The names in a folder, sorted.
    package func list(_ folder: String) throws(StorageError) -> [String] {
        try disk.withLock { disk throws(StorageError) in
            try disk.refuseWhenCrashed(.list, folder)
            let prefix = folder + "/"
            return disk.names.keys.filter { $0.hasPrefix(prefix) }
                .map { String($0.dropFirst(prefix.count)) }
                .filter { !$0.contains("/") }
                .sorted()
        }
    }

    /// Creates a folder unless it exists, durable at once: it is names of files that get lost.
    package func createFolder(_ path: String) throws(StorageError) {
        try disk.withLock { disk throws(StorageError) in
            if disk.folders.contains(path) { return }
            try disk.begin(.createFolder, path, needsRoom: true)
            disk.folders.insert(path)
            try disk.end(.createFolder, path)
        }
    }

    /// Gives a file another name.
    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        try disk.withLock { disk throws(StorageError) in
            try disk.begin(.rename, path, needsRoom: true)
            guard disk.names[path] != nil else {
                throw .failed(.rename, path, errno: ENOENT)
            }
            let change = CrashingDisk.NameChange.rename(path: path, newPath: newPath)
            disk.change(CrashingDisk.folder(of: path), change)
            try disk.end(.rename, path)
        }
    }

    /// Removes a file if it exists.
    package func remove(_ path: String) throws(StorageError) {
        try disk.withLock { disk throws(StorageError) in
            guard disk.names[path] != nil else { return }
            try disk.begin(.remove, path)
            disk.change(CrashingDisk.folder(of: path), .unlink(path: path))
            try disk.end(.remove, path)
        }
    }

    /// Makes the names in a folder durable.
    package func syncFolder(_ folder: String) throws(StorageError) {
        try disk.withLock { disk throws(StorageError) in
            try disk.begin(.syncFolder, folder)
            if disk.failsSync { throw .syncFailed(errno: EIO, path: folder) }
            // A crash during the sync leaves the changes to chance.
            try disk.end(.syncFolder, folder)
            if !disk.faults.ignoresFolderSyncs { disk.syncNames(folder) }
        }
    }

    /// How many bytes may still be written.
    package func freeByteCount(_ folder: String) throws(StorageError) -> UInt64 {
        disk.withLock { disk in
            let capacity = disk.faults.capacity ?? 1 << 40
            return capacity - min(capacity, disk.usedByteCount)
        }
    }
}

extension [UInt8] {
    /// Whether other bytes stand somewhere in these.
    ///
    /// It looks for the last of them, which is part of a checksum or signature in what is asked
    /// for here, and so more telling than the first.
    fileprivate func holds(_ other: [UInt8]) -> Bool {
        guard let last = other.last else { return true }
        // Safe: both buffers are alive; what is searched and compared lies between `first` and the
        // end of this one.
        return unsafe withUnsafeBytes { here in
            unsafe other.withUnsafeBytes { wanted in
                var first = 0
                while first + wanted.count <= here.count, let start = here.baseAddress,
                    let sought = wanted.baseAddress,
                    let found = unsafe memchr(
                        start + first + wanted.count - 1,
                        Int32(last),
                        here.count - first - wanted.count + 1
                    )
                {
                    first = unsafe UnsafeRawPointer(found) - start + 1 - wanted.count
                    if unsafe memcmp(start + first, sought, wanted.count) == 0 { return true }
                    first += 1
                }
                return false
            }
        }
    }
}

extension CrashingDisk {
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// True when the current operation is a sync that is to fail.
    var failsSync: Bool {
        faults.failsSyncs || faults.failSyncAt == operationCount - 1
    }

    func refuseWhenCrashed(
        _ operation: StorageError.Operation,
        _ path: String
    ) throws(StorageError) {
        if isCrashed { throw .system(errno: ENODEV, operation: operation, path: path) }
    }

    /// Counts an operation; a full disk refuses it before it changed anything.
    mutating func begin(
        _ operation: StorageError.Operation,
        _ path: String,
        needsRoom: Bool = false,
        byteCount: UInt64 = 0
    ) throws(StorageError) {
        try refuseWhenCrashed(operation, path)
        operationCount += 1
        let isFull = faults.capacity.map { usedByteCount + byteCount > $0 } ?? false
        if needsRoom, isFull || faults.noSpaceAt == operationCount - 1 {
            throw .noSpace(operation: operation, path: path)
        }
    }

    /// Ends an operation; the power may have gone while it was under way.
    mutating func end(
        _ operation: StorageError.Operation,
        _ path: String
    ) throws(StorageError) {
        guard faults.crashAt == operationCount - 1 else { return }
        if faults.isKill { kill() } else { crash() }
        try refuseWhenCrashed(operation, path)
    }
}
