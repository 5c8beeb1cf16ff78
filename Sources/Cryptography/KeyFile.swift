import Glibc

/// Files that hold private keys: readable by their owner only, and never overwritten.
package enum KeyFile {
    /// More than any key or certificate takes.
    private static let maximumByteCount = 64 << 10

    /// Reads a private key, encrypted or not.
    /// - Throws: what `read(_:)` and `SigningKey(pem:passphrase:)` throw.
    package static func signingKey(
        at path: String,
        passphrase: [UInt8]? = nil
    ) throws(CryptographyError) -> SigningKey {
        var pem = try read(path)
        defer { pem.cleanse() }
        return try SigningKey(pem: pem, passphrase: passphrase)
    }

    /// Reads the whole file.
    /// - Throws: `exposedFile` when group or others have any right to it, `notAKeyFile`, or `file`.
    package static func read(_ path: String) throws(CryptographyError) -> [UInt8] {
        // Safe: the path is valid during the call; O_NONBLOCK keeps a named pipe from hanging us.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        // Safe: the kernel fills in the one structure.
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .file(path: path, errno: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= maximumByteCount else {
            throw .notAKeyFile(path: path)
        }
        guard status.st_mode & 0o077 == 0 else { throw .exposedFile(path: path) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var filled = 0
        while filled < bytes.count {
            // Safe: the kernel writes at most the rest of the buffer.
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(
                    descriptor,
                    buffer.baseAddress?.advanced(by: filled),
                    buffer.count - filled
                )
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, errno: errno) }
            guard count > 0 else { throw .notAKeyFile(path: path) }
            filled += count
        }
        return bytes
    }

    /// Creates the file with rights 0600 and makes it last.
    ///
    /// In this order: open(O_EXCL), write, fsync, close, fsync of the directory.
    /// - Throws: `file`, with EEXIST when there is a file already: a lost key cannot be got back.
    package static func write(_ bytes: [UInt8], to path: String) throws(CryptographyError) {
        // Safe: the path is valid during the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(path: path, errno: errno) }
        var failure = writeAll(bytes, to: descriptor)
        if failure == 0 && fsync(descriptor) != 0 { failure = errno }
        if close(descriptor) != 0 && failure == 0 { failure = errno }
        guard failure == 0 else {
            // Safe: the path is valid during the call; the file is the one just created.
            unsafe unlink(path)
            throw .file(path: path, errno: failure)
        }
        try syncDirectory(of: path)
    }

    /// Zero, or the error number of the write that failed.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            // Safe: the kernel reads at most the rest of the buffer.
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(
                    descriptor,
                    buffer.baseAddress?.advanced(by: written),
                    buffer.count - written
                )
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { return errno }
            written += count
        }
        return 0
    }

    private static func syncDirectory(of path: String) throws(CryptographyError) {
        let directory =
            switch path.lastIndex(of: "/") {
            case .none: "."
            case .some(path.startIndex): "/"
            case .some(let slash): String(path[..<slash])
            }
        // Safe: the path is valid during the call.
        let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: directory, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(path: directory, errno: errno) }
    }
}
