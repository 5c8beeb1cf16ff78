import Console
import Glibc

/// Has newer evidence of the status fetched from a node, before a file is verified.
///
/// The verifier speaks no network protocol. It hands a copy of the file to the installed
/// `lianzheng refresh`, and verifies what that wrote as if it came from a stranger.
struct Refresher {
    /// The node, as `HOST:PORT`.
    let node: String
    let language: Language

    init(node: String, language: Language) throws(UsageError) {
        let parts = node.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 2, let port = UInt16(parts[parts.count - 1]), port > 0,
            parts.dropLast().contains(where: { !$0.isEmpty }), !node.hasPrefix("-")
        else { throw .badValue(flag: "refresh", value: node, expected: "HOST:PORT") }
        self.node = node
        self.language = language
    }

    /// The file with newer evidence; the same bytes, and a line on standard error, if that fails.
    func refresh(_ bytes: [UInt8], calledBy name: String, genesis: String) -> [UInt8] {
        do throws(RefreshFailure) {
            let copy = try TemporaryFile(bytes)
            defer { copy.remove() }
            let tool = try Self.besideThis("lianzheng")
            let code = try Self.run([
                tool, "refresh", copy.path, "--node", node, "--genesis", genesis,
                "--lang", language.rawValue,
            ])
            guard code == 0 else { throw RefreshFailure.refused }
            guard let fresh = try? InputFile.read(copy.path, maximumBytes: 8 << 20) else {
                throw RefreshFailure.noCopy
            }
            return fresh
        } catch {
            let message = Phrase(
                "\(name): not refreshed, verified as it is: \(error.phrase.english)",
                "\(name)：未能更新，按原文件核验：\(error.phrase.chinese)"
            ).text(language)
            StandardStream.error.write("lianzheng-verify: \(message)\n")
            return bytes
        }
    }

    /// The path of a program in this program's own folder.
    private static func besideThis(_ name: String) throws(RefreshFailure) -> String {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        // Safe: the kernel writes at most the buffer's own count, within the closure.
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { text in
                unsafe text.baseAddress.map {
                    unsafe readlink("/proc/self/exe", $0, text.count)
                } ?? 0
            }
        }
        let own = String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        let folder = own.lastIndex(of: "/").map { own[..<$0] } ?? "."
        let path = "\(folder)/\(name)"
        // Safe: the path becomes a terminated string for the length of the call.
        guard unsafe access(path, X_OK) == 0 else { throw .noTool(path) }
        return path
    }

    /// Runs a program to its end, with its standard output on this one's standard error.
    private static func run(_ words: [String]) throws(RefreshFailure) -> Int32 {
        // Safe: the actions are initialised before use and destroyed after it; the words and their
        // terminating nil live until the call has returned.
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { for index in words.indices { unsafe free(pointers[index]) } }
        var process: Int32 = 0
        guard unsafe posix_spawn(&process, words[0], &actions, nil, &pointers, environ) == 0 else {
            throw .noTool(words[0])
        }
        var status: Int32 = 0
        // Safe: the kernel fills the status during the call.
        while unsafe waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw .refused }
        }
        return status == 0 ? 0 : max(1, status >> 8)
    }
}

/// Why newer evidence could not be fetched; what `lianzheng refresh` found, it has said itself.
private enum RefreshFailure: Error {
    case noTool(String)
    case noCopy
    case refused

    var phrase: Phrase {
        switch self {
        case .noTool(let path):
            Phrase("\(path) is not installed beside lianzheng-verify", "未在同一目录找到 \(path)")
        case .noCopy: Phrase("no temporary file can be written", "无法写入临时文件")
        case .refused: Phrase("lianzheng refresh failed", "lianzheng refresh 未成功")
        }
    }
}

/// A file in a folder that nobody else can look into, whatever is written there.
private struct TemporaryFile {
    let path: String
    private let folder: String

    init(_ bytes: [UInt8]) throws(RefreshFailure) {
        var name = Array(("/tmp/lianzheng-verify." + String(repeating: "X", count: 6)).utf8CString)
        // Safe: mkdtemp writes only over the six last letters of the terminated name.
        guard unsafe mkdtemp(&name) != nil else { throw .noCopy }
        folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        path = folder + "/copy.cose"
        guard write(bytes) else {
            remove()
            throw .noCopy
        }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        // Safe: the path becomes a terminated string for the length of the call.
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Safe: the kernel reads at most the buffer's own count, within the closure.
        let written = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
        }
        return written == bytes.count
    }

    /// Removes the folder, and what a program that was cut off may have left in it.
    func remove() {
        // Safe: paths become terminated strings for the length of each call.
        unsafe _ = unlink(path)
        unsafe _ = unlink(path + ".part")
        unsafe _ = rmdir(folder)
    }
}
