internal import Glibc

/// Why the disk, or what lies on it, cannot be used.
///
/// Three reactions: ``noSpace(operation:path:)`` leaves everything as it was, and the same call
/// may be made again when there is room. ``syncFailed(errno:path:)`` is fatal: the kernel may have
/// dropped the bytes and will report success the next time, so the process must end without
/// sending what depended on them. Everything else is for a human, and says which file.
package enum StorageError: Error, Hashable, Sendable {
    /// What was being done to a file.
    package enum Operation: String, Hashable, Sendable {
        case open, create, read, write, size, truncate, preallocate, list, rename, remove, lock
        case createFolder = "create folder"
        case syncFolder = "sync folder"
        case freeSpace = "ask for free space"
    }

    /// The operating system refused.
    case system(errno: Int32, operation: Operation, path: String)
    /// The disk is full; nothing was changed.
    case noSpace(operation: Operation, path: String)
    /// The disk did not confirm a write. Fatal: end the process, send nothing, never retry.
    case syncFailed(errno: Int32, path: String)
    /// Another process holds the home; `pid` is nil when it left no readable number.
    case homeInUse(home: String, pid: Int32?)
    /// A frame that had been durable no longer matches its checksum.
    case damagedSegment(path: String, offset: UInt64)
    /// A sealed segment has not the size that its index says.
    case wrongSegmentSize(path: String, expected: UInt64, found: UInt64)
    /// No segment covers these heights.
    case missingSegment(folder: String, firstHeight: UInt64)
    /// A file that does not belong here.
    case unexpectedFile(path: String)
    /// A block, proof or journal batch above the limit.
    case tooLarge(byteCount: Int, limit: Int)
    /// The journal lost acknowledged records; it takes no votes before a new floor was adopted.
    case journalLostRecords
    /// An earlier failure left the writer in an unknown state.
    case writerStopped
}

extension StorageError {
    /// The error for a failed system call.
    static func failed(_ operation: Operation, _ path: String, errno code: Int32) -> StorageError {
        code == ENOSPC || code == EDQUOT
            ? .noSpace(operation: operation, path: path)
            : .system(errno: code, operation: operation, path: path)
    }

    /// True when the same call may be made again later.
    package var isNoSpace: Bool {
        if case .noSpace = self { true } else { false }
    }

    /// The stable name in logs and in `--json`.
    package var code: String {
        switch self {
        case .system: "storage.system"
        case .noSpace: "storage.noSpace"
        case .syncFailed: "storage.syncFailed"
        case .homeInUse: "storage.homeInUse"
        case .damagedSegment: "storage.damagedSegment"
        case .wrongSegmentSize: "storage.wrongSegmentSize"
        case .missingSegment: "storage.missingSegment"
        case .unexpectedFile: "storage.unexpectedFile"
        case .tooLarge: "storage.tooLarge"
        case .journalLostRecords: "storage.journalLostRecords"
        case .writerStopped: "storage.writerStopped"
        }
    }

    /// What happened and what to do, in English.
    package var english: String {
        switch self {
        case .system(let errno, let operation, let path):
            "Cannot \(operation.rawValue) \(path): \(systemText(errno))."
        case .noSpace(let operation, let path):
            "The disk is full (\(operation.rawValue) \(path)). Free some space; nothing was lost."
        case .syncFailed(let errno, let path):
            "The disk did not confirm a write to \(path): \(systemText(errno)). The node stops "
                + "because it can no longer tell what is durable. Check the disk, then restart."
        case .homeInUse(let home, let pid):
            "\(home) is in use by process \(pid.map(String.init) ?? "?"). "
                + "Two nodes on one home would sign twice. Stop the other process first."
        case .damagedSegment(let path, let offset):
            "\(path) is damaged at byte \(offset), before data that was already durable. "
                + "Stop the node if it runs, then fetch from the others what is damaged: "
                + "\(repairCommand(path))."
        case .wrongSegmentSize(let path, let expected, let found):
            "\(path) has \(found) bytes, its index says \(expected). "
                + "Fetch from the other nodes what is missing: \(repairCommand(path))."
        case .missingSegment(let folder, let firstHeight):
            "\(folder) has no segment that begins at height \(firstHeight). "
                + "Fetch from the other nodes what is missing: \(repairCommand(folder + "/"))."
        case .unexpectedFile(let path):
            "\(path) does not belong here. Move it away."
        case .tooLarge(let byteCount, let limit):
            "\(byteCount) bytes are more than the \(limit) that one write may have."
        case .journalLostRecords:
            "The vote journal lost records. The node does not vote before it adopted a new floor."
        case .writerStopped:
            "An earlier disk failure stopped the writer. Restart the node."
        }
    }

    /// What happened and what to do, in Chinese.
    package var chinese: String {
        switch self {
        case .system(let errno, let operation, let path):
            "无法对 \(path) 执行 \(operation.rawValue)：\(systemText(errno))。"
        case .noSpace(let operation, let path):
            "磁盘已满（\(operation.rawValue) \(path)）。请清理空间；数据没有丢失。"
        case .syncFailed(let errno, let path):
            "磁盘未确认对 \(path) 的写入：\(systemText(errno))。节点无法判断哪些数据已落盘，因此停止。"
                + "请检查磁盘后重新启动。"
        case .homeInUse(let home, let pid):
            "\(home) 正被进程 \(pid.map(String.init) ?? "?") 使用。"
                + "两个节点共用一个目录会重复签名，请先停止另一个进程。"
        case .damagedSegment(let path, let offset):
            "\(path) 在第 \(offset) 字节处损坏，而其后的数据早已落盘。"
                + "请先停止节点，再向其他节点取回损坏的部分：\(repairCommand(path))。"
        case .wrongSegmentSize(let path, let expected, let found):
            "\(path) 有 \(found) 字节，索引记载为 \(expected) 字节。"
                + "请向其他节点取回缺失的部分：\(repairCommand(path))。"
        case .missingSegment(let folder, let firstHeight):
            "\(folder) 中缺少从高度 \(firstHeight) 开始的分段文件。"
                + "请向其他节点取回缺失的部分：\(repairCommand(folder + "/"))。"
        case .unexpectedFile(let path):
            "\(path) 不属于此目录，请移走。"
        case .tooLarge(let byteCount, let limit):
            "一次写入 \(byteCount) 字节，超过上限 \(limit) 字节。"
        case .journalLostRecords:
            "投票日志丢失了记录。在采用新的下限之前，节点不参与投票。"
        case .writerStopped:
            "先前的磁盘故障使写入停止，请重新启动节点。"
        }
    }
}

/// What repairs the home whose ledger folder holds a file.
private func repairCommand(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    return "lianzheng-node repair --home \(parts.isEmpty ? "." : parts.joined(separator: "/"))"
}

/// The operating system's own words for an error number.
private func systemText(_ code: Int32) -> String {
    // Safe: strerror returns a string that ends in zero; it is copied before anybody else calls.
    unsafe strerror(code).map { unsafe String(cString: $0) } ?? "errno \(code)"
}

extension StorageError {
    /// The error number of a file that does not exist.
    package static let noSuchFile: Int32 = ENOENT
}
