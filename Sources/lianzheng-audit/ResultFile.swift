import Glibc
import Storage

/// Writes results as new files; nothing that exists is touched unless it is said so.
final class ResultFile {
    private let file: any File
    private var length: UInt64 = 0

    /// Creates a file.
    init(_ path: String, replacing: Bool = false) throws {
        let fileSystem = PosixFileSystem()
        if replacing {
            file = try fileSystem.open(path, .readWriteOrCreate)
            try file.truncate(to: 0)
        } else {
            do throws(StorageError) {
                file = try fileSystem.open(path, .create)
            } catch .system(errno: EEXIST, operation: _, path: _) {
                throw OutputError.exists(path: path)
            }
        }
    }

    /// Appends bytes.
    func append(_ bytes: [UInt8]) throws {
        try file.write(bytes, at: length)
        length += UInt64(bytes.count)
    }

    /// Creates a file of these bytes.
    static func write(_ bytes: [UInt8], to path: String, replacing: Bool = false) throws {
        try ResultFile(path, replacing: replacing).append(bytes)
    }
}
