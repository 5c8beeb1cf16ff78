import Glibc

/// Folders and what is in them.
package enum Folder {
    /// Makes a folder and those above it; one that is there already is left as it is.
    package static func create(
        _ path: String,
        permissions: UInt32 = 0o755
    ) throws(ClientError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += (made.isEmpty || made == "/" ? "" : "/") + part
            // Safe: the path becomes a terminated string for the length of the call.
            guard unsafe mkdir(made, permissions) == 0 || errno == EEXIST else {
                throw .output(path: made, errno: errno)
            }
        }
    }

    /// Whether something has this path.
    package static func exists(_ path: String) -> Bool {
        // Safe: the path becomes a terminated string for the length of the call.
        unsafe access(path, F_OK) == 0
    }

    /// The one path of what is there, without links and detours; nil when nothing is.
    package static func resolved(_ path: String) -> String? {
        // Safe: the path becomes a terminated string for the length of the call, and what the call
        // allocates is copied and freed here.
        guard let text = unsafe realpath(path, nil) else { return nil }
        defer { unsafe free(text) }
        return unsafe String(cString: text)
    }

    /// Makes the names of a file and its neighbours durable; what is in them is not its business.
    package static func sync(of file: String) throws(ClientError) {
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
        // Safe: the path becomes a terminated string for the length of the call.
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .output(path: folder, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .output(path: folder, errno: errno) }
    }

    /// Makes everything durable that was written to any disk of this machine.
    package static func syncDisks() { Glibc.sync() }

    /// The names in a folder, in order, without hidden ones; empty when there is no such folder.
    package static func names(in path: String) -> [String] {
        // Safe: the stream is used by this thread alone, and closed when the function ends.
        guard let stream = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            // Safe: d_name is terminated, and copied before the next call reuses the entry.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self, capacity: 256) { text in
                    unsafe String(cString: text)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}
