internal import CLinux
internal import Glibc

/// The disk of this machine.
package struct PosixFileSystem: FileSystem {
    /// Gives access to the whole tree; every path is taken as it is.
    package init() {}

    /// Opens or creates a file.
    package func open(_ path: String, _ access: FileAccess) throws(StorageError) -> any File {
        try PosixFile(path, access)
    }

    /// The names in a folder, sorted.
    package func list(_ folder: String) throws(StorageError) -> [String] {
        // Safe: the path ends in zero; the stream is closed on every way out.
        guard let stream = unsafe opendir(folder) else {
            if errno == ENOENT { return [] }
            throw .failed(.list, folder, errno: errno)
        }
        // Safe: closed once.
        defer { unsafe _ = closedir(stream) }
        var names: [String] = []
        errno = 0
        // Safe: an entry is valid until the next call, and its name is copied before.
        while let entry = unsafe readdir(stream) {
            // Safe: `d_name` is an array that ends in zero, inside the entry just read.
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        if errno != 0 { throw .failed(.list, folder, errno: errno) }
        return names.sorted()
    }

    /// Creates a folder unless it exists.
    package func createFolder(_ path: String) throws(StorageError) {
        // Safe: the path ends in zero and is only read.
        guard unsafe mkdir(path, 0o750) == 0 || errno == EEXIST else {
            throw .failed(.createFolder, path, errno: errno)
        }
    }

    /// Gives a file another name.
    package func rename(_ path: String, to newPath: String) throws(StorageError) {
        // Safe: both paths end in zero and are only read.
        guard unsafe Glibc.rename(path, newPath) == 0 else {
            throw .failed(.rename, path, errno: errno)
        }
    }

    /// Removes a file if it exists.
    package func remove(_ path: String) throws(StorageError) {
        // Safe: the path ends in zero and is only read.
        guard unsafe unlink(path) == 0 || errno == ENOENT else {
            throw .failed(.remove, path, errno: errno)
        }
    }

    /// Makes the names in a folder durable.
    package func syncFolder(_ folder: String) throws(StorageError) {
        let descriptor = retryingOnInterrupt {
            // Safe: the path ends in zero and is only read.
            unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw .failed(.syncFolder, folder, errno: errno) }
        defer { _ = close(descriptor) }
        guard retryingOnInterrupt({ fsync(descriptor) }) == 0 else {
            throw .syncFailed(errno: errno, path: folder)
        }
    }

    /// How many bytes may still be written.
    package func freeByteCount(_ folder: String) throws(StorageError) -> UInt64 {
        var space = statvfs()
        // Safe: the path ends in zero, and the structure outlives the call.
        guard unsafe statvfs(folder, &space) == 0 else {
            throw .failed(.freeSpace, folder, errno: errno)
        }
        return UInt64(space.f_bavail) * UInt64(space.f_frsize)
    }
}

/// Makes a system call again for as long as a signal cuts it short: the one place that does.
func retryingOnInterrupt<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
