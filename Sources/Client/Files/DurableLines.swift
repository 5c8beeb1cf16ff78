import Console
import Glibc

/// A file of lines that only grows; what was added is on the disk before anything rests on it.
final class DurableLines {
    let path: String
    /// Its whole lines when it was opened; a last one without an end was never relied on.
    let lines: [String]
    private let descriptor: Int32
    /// Whether its name is on the disk as well as what is in it.
    private var isNamed: Bool

    /// Opens the file of this name, or makes it; one process at a time has it open, and only the
    /// file's owner reads it.
    init(_ path: String) throws(ClientError) {
        self.path = path
        descriptor = try Self.lock(path)
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path) } catch {
            close(descriptor)
            throw .input(error)
        }
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard ftruncate(descriptor, off_t(whole)) == 0 else {
            let reason = errno
            close(descriptor)
            throw .output(path: path, errno: reason)
        }
        let text = String(decoding: bytes[..<whole], as: UTF8.self)
        lines = text.split(separator: "\n").map(String.init)
        isNamed = !lines.isEmpty
    }

    deinit { close(descriptor) }

    /// Adds lines, each with its end.
    func append(_ text: String) throws(ClientError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // Safe: the kernel reads at most the buffer's own count, within the closure.
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR { throw .output(path: path, errno: errno) }
        }
        guard fdatasync(descriptor) == 0 else { throw .output(path: path, errno: errno) }
        guard !isNamed else { return }
        try Folder.sync(of: path)
        isNamed = true
    }

    /// Removes the file.
    func remove() throws(ClientError) {
        // Safe: the path becomes a terminated string for the length of the call.
        guard unsafe unlink(path) == 0 else { throw .output(path: path, errno: errno) }
    }

    /// Opens and locks; a file that another process removed meanwhile is no longer the one of this
    /// name.
    private static func lock(_ path: String) throws(ClientError) -> Int32 {
        while true {
            // Safe: the path becomes a terminated string for the length of the call.
            let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else { throw .output(path: path, errno: errno) }
            var found = stat()
            // Safe: the kernel fills the structure, which lives through the call.
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0,
                unsafe fstat(descriptor, &found) == 0
            else {
                let reason = errno
                close(descriptor)
                throw .output(path: path, errno: reason)
            }
            if found.st_nlink > 0 { return descriptor }
            close(descriptor)
        }
    }
}
