package import Storage

/// A ledger folder whose older segments were moved to archive folders or other media, read as one.
///
/// A segment is looked for in the ledger folder first, then in the archives in their order; its
/// name tells its heights, so it does not matter which archive holds it. Nothing is ever written.
package struct ArchiveFolders: FileSystem {
    private let base: any FileSystem
    private let folder: String
    private let archives: [String]

    /// Joins archive folders to a ledger folder.
    package init(_ base: some FileSystem, folder: String, archives: [String]) {
        self.base = base
        self.folder = folder
        self.archives = archives
    }

    /// Refuses an archive without a segment, for a mistyped name would make the ledger look
    /// damaged, and a ledger folder when there is none in all of them.
    package func check() throws(AuditError) {
        for place in archives.isEmpty ? [folder] : archives {
            guard try hasSegment(place) else { throw .noLedger(folder: place) }
        }
    }

    private func hasSegment(_ folder: String) throws(AuditError) -> Bool {
        do { return try base.list(folder).contains { SegmentName($0) != nil } } catch {
            throw .storage(error)
        }
    }

    /// Opens a file where it lies; only for reading.
    package func open(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
        precondition(access == .read, "archives are only read")
        guard path.hasPrefix(folder + "/") else { return try base.open(path, access) }
        let name = path.dropFirst(folder.count + 1)
        for candidate in [folder] + archives {
            do throws(StorageError) {
                return try base.open(candidate + "/" + name, .read)
            } catch .system(errno: StorageError.noSuchFile, operation: _, path: _) {
                continue
            }
        }
        return try base.open(path, access)
    }

    /// The names in all folders together, sorted, each once.
    package func list(_ folder: String) throws(StorageError) -> [String] {
        guard folder == self.folder else { return try base.list(folder) }
        var names: Set<String> = []
        for candidate in [folder] + archives { names.formUnion(try base.list(candidate)) }
        return names.sorted()
    }

    /// Never called: an audit writes nothing.
    package func createFolder(_ path: String) throws(StorageError) {
        preconditionFailure("archives are only read")
    }

    /// Never called: an audit writes nothing.
    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        preconditionFailure("archives are only read")
    }

    /// Never called: an audit writes nothing.
    package func remove(_ path: String) throws(StorageError) {
        preconditionFailure("archives are only read")
    }

    /// Never called: an audit writes nothing.
    package func syncFolder(_ folder: String) throws(StorageError) {
        preconditionFailure("archives are only read")
    }

    /// The room in a folder.
    package func freeByteCount(_ folder: String) throws(StorageError) -> UInt64 {
        try base.freeByteCount(folder)
    }
}
