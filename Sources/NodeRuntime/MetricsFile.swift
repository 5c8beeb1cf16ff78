import Glibc
import Storage

/// The metrics as a file for node_exporter's textfile collector, never half written.
enum MetricsFile {
    static func write(_ text: String, to path: String) throws(StorageError) {
        let fileSystem = PosixFileSystem()
        let next = path + ".new"
        let file = try fileSystem.open(next, .readWriteOrCreate)
        let bytes = Array(text.utf8)
        try file.truncate(to: 0)
        try file.write(bytes, at: 0)
        try fileSystem.rename(next, to: path)
    }
}
