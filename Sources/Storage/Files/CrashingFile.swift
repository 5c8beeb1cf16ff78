internal import Glibc
internal import Synchronization

/// An open file of a ``CrashingFileSystem``.
final class CrashingFile: File {
    let path: String
    private let fileSystem: CrashingFileSystem
    private let file: Int
    private let life: Int

    init(_ fileSystem: CrashingFileSystem, _ file: Int, _ path: String, life: Int) {
        self.fileSystem = fileSystem
        self.file = file
        self.path = path
        self.life = life
    }

    func read(at offset: UInt64, byteCount: Int) throws(StorageError) -> [UInt8] {
        try use(.read) { disk in
            let content = disk.contents[file].now
            let start = Int(min(offset, UInt64(content.count)))
            return Array(content[start...].prefix(byteCount))
        }
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: UInt64) throws(StorageError) {
        try use(.write) { disk throws(StorageError) in
            let end = Int(offset) + bytes.count
            let growth = max(0, end - disk.contents[file].now.count)
            do throws(StorageError) {
                try disk.begin(
                    .write,
                    path,
                    needsRoom: growth > 0,
                    byteCount: UInt64(growth)
                )
            } catch {
                // A full disk takes what there is room for.
                if error.isNoSpace {
                    let some = Array(bytes.prefix(bytes.count / 2))
                    disk.change(file, .write(offset: Int(offset), bytes: some))
                }
                throw error
            }
            for place in disk.places(ofWriteTo: path, at: offset) {
                disk.change(file, .write(offset: Int(place), bytes: Array(bytes)))
            }
            try disk.end(.write, path)
        }
    }

    func byteCount() throws(StorageError) -> UInt64 {
        try use(.size) { UInt64($0.contents[file].now.count) }
    }

    func truncate(to byteCount: UInt64) throws(StorageError) {
        try use(.truncate) { disk throws(StorageError) in
            if disk.contents[file].now.count == Int(byteCount) { return }
            try disk.begin(.truncate, path)
            disk.change(file, .truncate(byteCount: Int(byteCount)))
            try disk.end(.truncate, path)
        }
    }

    func preallocate(byteCount: UInt64) throws(StorageError) {
        try write([UInt8](repeating: 0, count: Int(byteCount)), at: 0)
    }

    func startWriteback() {}

    func syncData() throws(StorageError) {
        try use(.write) { disk throws(StorageError) in
            try disk.begin(.write, path)
            if disk.failsSync {
                disk.failSync(file)
                throw .syncFailed(errno: EIO, path: path)
            }
            // A crash during the sync leaves the writes to chance.
            try disk.end(.write, path)
            disk.sync(file)
        }
    }

    func tryLock() throws(StorageError) -> Bool {
        try use(.lock) { $0.locked.insert(file).inserted }
    }

    private func use<Result: Sendable>(
        _ operation: StorageError.Operation,
        _ body: (inout CrashingDisk) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        try fileSystem.disk.withLock { disk throws(StorageError) in
            try disk.refuseWhenCrashed(operation, path)
            guard life == disk.life else {
                throw .system(errno: EBADF, operation: operation, path: path)
            }
            return try body(&disk)
        }
    }
}
