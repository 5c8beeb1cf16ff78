import Client
import Cryptography
import Glibc

/// A folder of one test, gone when the test is.
final class TemporaryFolder {
    let path: String

    init() throws {
        let name = SecureRandom.bytes(8).map { String($0, radix: 16) }.joined()
        path = "/tmp/lianzheng-client-\(name)"
        try Folder.create(path)
    }

    deinit {
        Self.remove(path)
    }

    /// Removes everything in the folder.
    func clear() {
        for name in Folder.names(in: path) { Self.remove(path + "/" + name) }
    }

    private static func remove(_ path: String) {
        for name in Folder.names(in: path) { remove(path + "/" + name) }
        // Safe: the path becomes a terminated string for the length of each call.
        if unsafe unlink(path) != 0 { unsafe rmdir(path) }
    }
}
