internal import Glibc

/// Holds a node's home for this process; another process is refused while it lives.
///
/// The lock is `flock` on `<home>/lock`: the kernel drops it when the process ends, however it
/// ends, so there are no stale locks. The number in the file only serves the error message.
package final class HomeLock: Sendable {
    private let file: any File

    /// Takes the home, or says which process has it.
    ///
    /// No key may sign before this succeeded. A process that was just killed holds its files until
    /// the kernel has taken it apart: `wait` pauses and says whether to look once more.
    package init(
        home: String,
        fileSystem: some FileSystem,
        wait: () -> Bool = { false }
    ) throws(StorageError) {
        file = try fileSystem.open(home + "/lock", .readWriteOrCreate)
        while try !file.tryLock() {
            guard wait() else {
                let text = String(decoding: try file.read(at: 0, byteCount: 16), as: UTF8.self)
                throw .homeInUse(home: home, pid: Int32(text.prefix { $0.isNumber }))
            }
        }
        try file.truncate(to: 0)
        try file.write(Array("\(getpid())\n".utf8), at: 0)
    }
}
