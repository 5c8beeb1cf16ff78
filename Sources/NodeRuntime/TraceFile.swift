package import NodeCore
package import Storage

/// The file that a node's trace is appended to; its predecessor keeps what no longer fits.
///
/// What a turn says is written before the turn's effects are carried out, so the trace of a killed
/// process names every vote that left it. A line may be torn where a life ends.
package final class TraceFile {
    /// A file longer than this becomes `FILE.old`, in place of the one before it.
    package static let maximumByteCount: UInt64 = 256 << 20

    private let path: String
    private let limit: UInt64
    private let fileSystem = PosixFileSystem()
    private var file: any File
    private var length: UInt64
    private var lines: [UInt8] = []

    /// Opens or creates the file, to go on at its end.
    package init(_ path: String, limit: UInt64 = maximumByteCount) throws(StorageError) {
        self.path = path
        self.limit = limit
        file = try fileSystem.open(path, .readWriteOrCreate)
        length = try file.byteCount()
        guard length > 0, try file.read(at: length - 1, byteCount: 1) != [0x0A] else { return }
        lines = [0x0A]
    }

    /// Takes a line, to be written by ``flush()``.
    package func add(_ line: TraceLine) {
        lines += line.text.utf8
        lines.append(0x0A)
    }

    /// Writes the lines taken.
    package func flush() throws(StorageError) {
        guard !lines.isEmpty else { return }
        if length >= limit {
            try fileSystem.rename(path, to: path + ".old")
            file = try fileSystem.open(path, .readWriteOrCreate)
            length = 0
        }
        try file.write(lines[...], at: length)
        length += UInt64(lines.count)
        lines.removeAll(keepingCapacity: true)
    }
}
