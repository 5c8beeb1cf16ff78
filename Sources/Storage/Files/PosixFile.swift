internal import CLinux
internal import Glibc

/// A file descriptor with the name it was opened under.
final class PosixFile: File {
    let path: String
    private let descriptor: Int32

    init(_ path: String, _ access: FileAccess) throws(StorageError) {
        let flags: Int32 =
            switch access {
            case .read: O_RDONLY
            case .readWrite: O_RDWR
            case .create, .createPrivate: O_RDWR | O_CREAT | O_EXCL
            case .readWriteOrCreate: O_RDWR | O_CREAT
            }
        descriptor = retryingOnInterrupt {
            // Safe: the path ends in zero and is only read.
            unsafe Glibc.open(path, flags | O_CLOEXEC, access == .createPrivate ? 0o600 : 0o640)
        }
        self.path = path
        guard descriptor >= 0 else {
            throw .failed(access.demandsNew ? .create : .open, path, errno: errno)
        }
    }

    deinit {
        // Nothing to learn from a failed close: what matters was synced before.
        if descriptor >= 0 { _ = close(descriptor) }
    }

    func read(at offset: UInt64, byteCount: Int) throws(StorageError) -> [UInt8] {
        var failure: Int32 = 0
        // Safe: at most the capacity is read, and exactly what was read is counted.
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
            while count < byteCount {
                let position = Int(clamping: offset + UInt64(count))
                let got = retryingOnInterrupt {
                    // Safe: the destination lies inside the buffer, with that much room.
                    unsafe pread(
                        descriptor,
                        buffer.baseAddress?.advanced(by: count),
                        byteCount - count,
                        position
                    )
                }
                if got < 0 { failure = errno }
                if got <= 0 { return }
                count += got
            }
        }
        if failure != 0 { throw .failed(.read, path, errno: failure) }
        return bytes
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: UInt64) throws(StorageError) {
        // Safe: the buffer is lent for the call, and reads stay within its count.
        let failure: Int32 = unsafe bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let position = Int(clamping: offset + UInt64(done))
                let put = retryingOnInterrupt {
                    // Safe: `done` is below the count, and only the rest is read.
                    unsafe pwrite(
                        descriptor,
                        buffer.baseAddress?.advanced(by: done),
                        buffer.count - done,
                        position
                    )
                }
                if put <= 0 { return put < 0 ? errno : EIO }
                done += put
            }
            return 0
        }
        if failure != 0 { throw .failed(.write, path, errno: failure) }
    }

    func byteCount() throws(StorageError) -> UInt64 {
        var status = stat()
        // Safe: the structure outlives the call.
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .failed(.size, path, errno: errno)
        }
        return UInt64(clamping: status.st_size)
    }

    func truncate(to byteCount: UInt64) throws(StorageError) {
        let length = Int(clamping: byteCount)
        guard retryingOnInterrupt({ ftruncate(descriptor, length) }) == 0 else {
            throw .failed(.truncate, path, errno: errno)
        }
    }

    /// Writes real zeros.
    ///
    /// `fallocate` would be quicker here, but then each first write to a page
    /// changes the file's map as well, and every later `fdatasync` would pay for that.
    func preallocate(byteCount: UInt64) throws(StorageError) {
        let zeros = [UInt8](repeating: 0, count: Int(min(byteCount, 1 << 20)))
        var offset: UInt64 = 0
        do throws(StorageError) {
            while offset < byteCount {
                let piece = zeros.prefix(Int(clamping: byteCount - offset))
                try write(piece, at: offset)
                offset += UInt64(piece.count)
            }
        } catch .noSpace {
            throw .noSpace(operation: .preallocate, path: path)
        }
    }

    func startWriteback() {
        lianzheng_start_writeback(descriptor)
    }

    func syncData() throws(StorageError) {
        guard retryingOnInterrupt({ fdatasync(descriptor) }) == 0 else {
            throw .syncFailed(errno: errno, path: path)
        }
    }

    func tryLock() throws(StorageError) -> Bool {
        if retryingOnInterrupt({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 { return true }
        if errno == EWOULDBLOCK { return false }
        throw .failed(.lock, path, errno: errno)
    }
}
