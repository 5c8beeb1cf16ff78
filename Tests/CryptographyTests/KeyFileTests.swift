import Cryptography
import FoundationEssentials
import Glibc
import Testing

@Suite struct KeyFileTests {
    /// A fresh folder, removed afterwards.
    private static func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "lianzheng-keyfile-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func `a key file is private to its owner and reads back`() throws {
        try Self.withFolder { folder in
            let path = folder + "/vote.key"
            let key = SigningKey(generating: .p256)
            try KeyFile.write(key.pem(), to: path)
            var status = stat()
            // Safe: the path is valid during the call, and the kernel fills in the one structure.
            #expect(unsafe stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(try KeyFile.signingKey(at: path).publicKey == key.publicKey)
        }
    }

    @Test func `a key is named by its public digits, or by its file`() throws {
        try Self.withFolder { folder in
            let path = folder + "/auditor.pem"
            let key = SigningKey(generating: .p256)
            try KeyFile.write(key.pem(), to: path)
            for name in [path, key.publicKey.description, key.publicKey.description.uppercased()] {
                let named = try VerificationKey(named: name, suite: .p256)
                #expect(named.publicKey == key.publicKey)
            }
            for name in [path, key.publicKey.description] {
                #expect(throws: CryptographyError.pointNotOnCurve) {
                    try VerificationKey(named: name, suite: .sm2)
                }
            }
        }
    }

    @Test func `an existing file is never overwritten`() throws {
        try Self.withFolder { folder in
            let path = folder + "/vote.key"
            try KeyFile.write([1], to: path)
            #expect(throws: CryptographyError.file(path: path, errno: EEXIST)) {
                try KeyFile.write([2], to: path)
            }
            #expect(try KeyFile.read(path) == [1])
        }
    }

    @Test(arguments: [0o640, 0o604, 0o660, 0o610, 0o601, 0o700 | 0o002] as [mode_t])
    func `a file open to group or others is refused and the remedy named`(mode: mode_t) throws {
        try Self.withFolder { folder in
            let path = folder + "/vote.key"
            try KeyFile.write([1], to: path)
            // Safe: the path is valid during the call.
            #expect(unsafe chmod(path, mode) == 0)
            let error = CryptographyError.exposedFile(path: path)
            #expect(throws: error) { try KeyFile.read(path) }
            #expect(error.english.contains("chmod 600 '\(path)'"))
            #expect(error.chinese.contains("chmod 600 '\(path)'"))
        }
    }

    @Test func `folders, pipes, huge and missing files are refused`() throws {
        try Self.withFolder { folder in
            #expect(throws: CryptographyError.notAKeyFile(path: folder)) {
                try KeyFile.read(folder)
            }
            let pipe = folder + "/pipe"
            // Safe: the path is valid during the call.
            #expect(unsafe mkfifo(pipe, 0o600) == 0)
            #expect(throws: CryptographyError.notAKeyFile(path: pipe)) { try KeyFile.read(pipe) }
            let huge = folder + "/huge"
            try KeyFile.write([UInt8](repeating: 0, count: 65_537), to: huge)
            #expect(throws: CryptographyError.notAKeyFile(path: huge)) { try KeyFile.read(huge) }
            let missing = folder + "/missing"
            #expect(throws: CryptographyError.file(path: missing, errno: ENOENT)) {
                try KeyFile.read(missing)
            }
        }
    }
}
