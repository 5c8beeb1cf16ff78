/// The two mirrored folders of a journal, and the names in them.
struct JournalFolders: Sendable {
    let folder: String
    let fileSystem: any FileSystem

    /// `votes-a` and `votes-b`: ideally links to two disks.
    var copies: [String] { [folder + "/votes-a", folder + "/votes-b"] }

    /// The name of a segment: the sequence number of its first batch.
    static func fileName(_ firstBatch: UInt64) -> String {
        digits(firstBatch) + ".log"
    }

    static func path(_ copy: String, _ firstBatch: UInt64) -> String {
        copy + "/" + fileName(firstBatch)
    }

    /// Creates the folders durably.
    func create() throws(StorageError) {
        try fileSystem.createFolderDurably(folder)
        for copy in copies { try fileSystem.createFolder(copy) }
        try fileSystem.syncFolder(folder)
    }

    /// The segments that exist in either copy, oldest first.
    func segments() throws(StorageError) -> [UInt64] {
        var found: Set<UInt64> = []
        for copy in copies {
            for name in try fileSystem.list(copy) where name.hasSuffix(".log") {
                guard let firstBatch = UInt64(name.dropLast(4)), firstBatch < .max,
                    name == Self.fileName(firstBatch)
                else { throw .unexpectedFile(path: copy + "/" + name) }
                found.insert(firstBatch)
            }
        }
        return found.sorted()
    }

    /// Creates a segment full of zeros in both copies, durably, or leaves nothing behind.
    ///
    /// Syscalls, for each copy: openat(O_CREAT) pwrite(zeros)… fdatasync, then fsync(folder)
    func createSegment(
        _ firstBatch: UInt64,
        byteCount: Int
    ) throws(StorageError) -> [any File] {
        var files: [any File] = []
        do throws(StorageError) {
            for copy in copies {
                let path = Self.path(copy, firstBatch)
                let file = try fileSystem.open(path, .readWriteOrCreate)
                try file.preallocate(byteCount: UInt64(byteCount))
                try file.syncData()
                files.append(file)
            }
            for copy in copies { try fileSystem.syncFolder(copy) }
        } catch {
            if error.isNoSpace { try remove(firstBatch) }
            throw error
        }
        return files
    }

    /// Removes a segment from both copies.
    func remove(_ firstBatch: UInt64) throws(StorageError) {
        for copy in copies { try fileSystem.remove(Self.path(copy, firstBatch)) }
    }
}
