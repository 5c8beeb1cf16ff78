import Glibc

/// Reads whole files, with errors that say what to do.
package enum InputFile {
    /// The bytes of a file, or of standard input for `-`.
    ///
    /// Throws `tooLong` above `maximumBytes`.
    package static func read(
        _ path: String,
        maximumBytes: Int = 1 << 30
    ) throws(InputFileError) -> [UInt8] {
        if path == "-" { return try read(descriptor: 0, path: path, maximumBytes: maximumBytes) }
        // Safe: `path` becomes a terminated string for the length of the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw InputFileError(path, errno: errno) }
        defer { close(descriptor) }
        return try read(descriptor: descriptor, path: path, maximumBytes: maximumBytes)
    }

    private static func read(
        descriptor: Int32,
        path: String,
        maximumBytes: Int
    ) throws(InputFileError) -> [UInt8] {
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            // Safe: the kernel writes at most the buffer's own count, within the closure.
            let count = unsafe chunk.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw InputFileError(path, errno: errno) }
            guard count > 0 else { return content }
            content += chunk[..<count]
            guard content.count <= maximumBytes else {
                throw .tooLong(path: path, maximumBytes: maximumBytes)
            }
        }
    }
}

/// Why a file could not be read.
package enum InputFileError: Error, Hashable, Sendable {
    case notFound(path: String)
    case notPermitted(path: String)
    case isDirectory(path: String)
    case tooLong(path: String, maximumBytes: Int)
    case system(path: String, errno: Int32)

    init(_ path: String, errno: Int32) {
        switch errno {
        case ENOENT, ENOTDIR: self = .notFound(path: path)
        case EACCES, EPERM: self = .notPermitted(path: path)
        case EISDIR: self = .isDirectory(path: path)
        default: self = .system(path: path, errno: errno)
        }
    }

    /// The stable code of this error.
    package var code: String {
        switch self {
        case .notFound: "file.notFound"
        case .notPermitted: "file.notPermitted"
        case .isDirectory: "file.isDirectory"
        case .tooLong: "file.tooLong"
        case .system: "file.system"
        }
    }

    /// The error in English.
    package var english: String {
        switch self {
        case .notFound(let path): "\(path): there is no such file"
        case .notPermitted(let path): "\(path): you may not read this file"
        case .isDirectory(let path): "\(path): this is a folder, not a file"
        case .tooLong(let path, let most): "\(path): longer than \(most) bytes"
        case .system(let path, let number): "\(path): cannot be read (errno \(number))"
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .notFound(let path): "\(path)：没有这个文件"
        case .notPermitted(let path): "\(path)：无权读取"
        case .isDirectory(let path): "\(path)：这是文件夹，不是文件"
        case .tooLong(let path, let most): "\(path)：超过 \(most) 字节"
        case .system(let path, let number): "\(path)：无法读取(errno \(number))"
        }
    }
}
