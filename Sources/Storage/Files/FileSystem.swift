/// How a file is opened.
package enum FileAccess: Hashable, Sendable {
    /// An existing file, for reading.
    case read
    /// An existing file, for reading and writing.
    case readWrite
    /// A file that must not exist yet, for reading and writing.
    case create
    /// The same, and no other user of the machine may read it.
    case createPrivate
    /// For reading and writing, created when absent.
    case readWriteOrCreate

    /// Whether the file must not exist yet.
    var demandsNew: Bool { self == .create || self == .createPrivate }
}

/// What Storage needs from a disk: the real one, or one that crashes on request.
///
/// Two rules of disks shape this protocol. Written bytes are durable only after
/// ``File/syncData()`` returned; a created, renamed or removed name only after
/// ``syncFolder(_:)`` of its folder returned.
package protocol FileSystem: Sendable {
    /// Opens or creates a file. A created name needs ``syncFolder(_:)`` to last.
    func open(_ path: String, _ access: FileAccess) throws(StorageError) -> any File
    /// The names in a folder, sorted; empty when the folder does not exist.
    func list(_ folder: String) throws(StorageError) -> [String]
    /// Creates a folder unless it exists; the parent must exist.
    func createFolder(_ path: String) throws(StorageError)
    /// Gives a file another name, replacing what had it, all or nothing.
    func rename(_ path: String, to newPath: String) throws(StorageError)
    /// Removes a file; no error when it does not exist.
    func remove(_ path: String) throws(StorageError)
    /// Makes the names in a folder durable. A failure is ``StorageError/syncFailed(errno:path:)``.
    func syncFolder(_ folder: String) throws(StorageError)
    /// How many bytes may still be written under a folder.
    func freeByteCount(_ folder: String) throws(StorageError) -> UInt64
}

/// An open file; closed when the last reference goes.
///
/// All positions are explicit, so one file may be read by one thread while another appends to it.
package protocol File: AnyObject, Sendable {
    /// The name it was opened under, for messages.
    var path: String { get }
    /// Up to `byteCount` bytes from `offset`; fewer only where the file ends.
    func read(at offset: UInt64, byteCount: Int) throws(StorageError) -> [UInt8]
    /// Writes all the bytes; they are readable at once and durable after ``syncData()``.
    func write(_ bytes: ArraySlice<UInt8>, at offset: UInt64) throws(StorageError)
    /// The number of bytes in the file.
    func byteCount() throws(StorageError) -> UInt64
    /// Cuts the file, or extends it with zeros.
    func truncate(to byteCount: UInt64) throws(StorageError)
    /// Fills a new file with zeros, so that later writes inside it cannot meet a full disk.
    func preallocate(byteCount: UInt64) throws(StorageError)
    /// Lets the disk start on written bytes without waiting; a hint.
    func startWriteback()
    /// Waits until everything written is durable. A failure is
    /// ``StorageError/syncFailed(errno:path:)``, after which nothing may be assumed.
    func syncData() throws(StorageError)
    /// Takes the exclusive lock of the file; false when another process has it.
    func tryLock() throws(StorageError) -> Bool
}

extension File {
    /// Writes one buffer.
    package func write(_ bytes: [UInt8], at offset: UInt64) throws(StorageError) {
        try write(bytes[...], at: offset)
    }
}

extension FileSystem {
    /// Creates a folder unless it exists, and makes its name durable.
    package func createFolderDurably(_ path: String) throws(StorageError) {
        try createFolder(path)
        let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        try syncFolder(parent.isEmpty ? "/" : parent)
    }

    /// The whole content of a file, nil when it does not exist.
    package func contents(_ path: String) throws(StorageError) -> [UInt8]? {
        guard let file = try openIfPresent(path, .read) else { return nil }
        return try file.read(at: 0, byteCount: Int(clamping: try file.byteCount()))
    }

    /// Opens a file, nil when it does not exist.
    package func openIfPresent(
        _ path: String,
        _ access: FileAccess
    ) throws(StorageError) -> (any File)? {
        do throws(StorageError) {
            return try open(path, access)
        } catch .system(errno: StorageError.noSuchFile, operation: _, path: _) {
            return nil
        }
    }
}
