import Console
import Glibc
import NodeCore

/// One node process of a network on this machine, found again by its process file.
package struct NodeProcess: Sendable {
    /// The node's name.
    package let name: String
    private let folder: NetworkFolder
    /// POSIX_SPAWN_SETSID of <spawn.h>: an interrupt typed at this terminal leaves nodes alone.
    private static let ownSession: Int16 = 0x80

    /// The process of a node, running or not.
    package init(_ name: String, in folder: NetworkFolder) {
        self.name = name
        self.folder = folder
    }

    /// The process identifier, when the node runs.
    ///
    /// A number that another program has taken since does not count, nor does a process that has
    /// ended and waits for its parent. However the folder is named, it is the same node.
    package var identifier: Int32? {
        guard let bytes = try? InputFile.read(folder.processFile(name)),
            let number = Int32(String(decoding: bytes.prefix { $0 > 32 }, as: UTF8.self)),
            let home = Self.home(ofProcess: number),
            home == Folder.resolved(folder.home(name).path)
        else { return nil }
        return number
    }

    /// The home that a running node was given, seen from where that process stands.
    private static func home(ofProcess number: Int32) -> String? {
        guard let command = try? InputFile.read("/proc/\(number)/cmdline") else { return nil }
        let words = command.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        guard let flag = words.firstIndex(of: "--home"), words.indices.contains(flag + 1) else {
            return nil
        }
        let home = words[flag + 1]
        return Folder.resolved(home.hasPrefix("/") ? home : "/proc/\(number)/cwd/\(home)")
    }

    /// Starts the node; it runs on when this process ends, and logs to its home.
    package func start(binary: String) throws(ClientError) {
        let log = folder.log(name)
        // Safe: actions and attributes are initialised before use and destroyed after it; the words
        // and their terminating nil live until the call has returned.
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(
            &actions,
            1,
            log,
            O_WRONLY | O_CREAT | O_APPEND,
            0o644
        )
        unsafe posix_spawn_file_actions_adddup2(&actions, 1, 2)
        unsafe posix_spawnattr_setflags(&attributes, Self.ownSession)

        let words = [binary, "run", "--home", folder.home(name).path]
        var pointers = unsafe words.map { unsafe strdup($0) } + [nil]
        defer { for index in words.indices { unsafe free(pointers[index]) } }
        var identifier: Int32 = 0
        let failure = unsafe posix_spawn(
            &identifier,
            binary,
            &actions,
            &attributes,
            &pointers,
            environ
        )
        guard failure == 0 else {
            let reason = Phrase("cannot be started (errno \(failure))", "无法启动（errno \(failure)）")
            throw .unusable(path: binary, reason: reason)
        }
        try OutputFile.write("\(identifier)\n", to: folder.processFile(name), replacing: true)
    }

    /// Asks the node to stop, and tells whether it ran.
    package func stop() -> Bool {
        guard let identifier else { return false }
        return kill(identifier, SIGTERM) == 0
    }

    /// Ends a node that did not stop when it was asked to.
    package func end() {
        if let identifier { kill(identifier, SIGKILL) }
    }
}
