import Glibc

/// Writes whole files; a reader never sees half of one.
package enum OutputFile {
    /// Writes bytes to a new file, or in place of an old one when `replacing`.
    ///
    /// The bytes go to a file beside it, which takes the name in one step once they are on the
    /// disk: after a loss of power as well, what has the name is whole. One of many files may be
    /// `hurried`: it may be empty then until ``Folder/syncDisks()`` has waited for them all.
    package static func write(
        _ bytes: [UInt8],
        to path: String,
        permissions: UInt32 = 0o644,
        replacing: Bool = false,
        hurried: Bool = false
    ) throws(ClientError) {
        let part = path + ".part"
        // Safe: the path becomes a terminated string for the length of the call.
        let descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, permissions)
        guard descriptor >= 0 else { throw .output(path: path, errno: errno) }
        let written =
            writeAll(bytes, to: descriptor) && (hurried || fdatasync(descriptor) == 0)
        close(descriptor)
        guard written else { throw .output(path: path, errno: errno) }
        try name(part, path, replacing: replacing)
    }

    /// Refuses a path at which no new file can be written, before what would go there is made:
    /// whoever has recorded a certificate and cannot write its file has lost its fields.
    package static func check(_ path: String) throws(ClientError) {
        guard !Folder.exists(path) else { throw .exists(path: path) }
        let part = path + ".part"
        // Safe: the path becomes a terminated string for the length of each call.
        let descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .output(path: path, errno: errno) }
        close(descriptor)
        // Safe: see above.
        unsafe unlink(part)
    }

    /// Writes a text; see `write(_:to:permissions:replacing:)`.
    package static func write(
        _ text: String,
        to path: String,
        replacing: Bool = false
    ) throws(ClientError) {
        try write([UInt8](text.utf8), to: path, replacing: replacing)
    }

    /// Gives the finished file its name.
    private static func name(
        _ part: String,
        _ path: String,
        replacing: Bool
    ) throws(ClientError) {
        // Safe: paths become terminated strings for the length of each call.
        guard !replacing else {
            guard unsafe rename(part, path) == 0 else { throw .output(path: path, errno: errno) }
            return
        }
        let linked = unsafe link(part, path)
        let reason = errno
        unsafe unlink(part)
        guard linked == 0 else {
            throw reason == EEXIST ? .exists(path: path) : .output(path: path, errno: reason)
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            // Safe: the kernel reads at most the buffer's own count, within the closure.
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR { return false }
        }
        return true
    }
}
