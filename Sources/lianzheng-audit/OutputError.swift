import Console

/// Why a result could not be written or was not found.
enum OutputError: Error {
    case exists(path: String)
    case notFound(what: String)
    case badCheckpoint(path: String)
    case badSeal(path: String)
    case unknownKey(path: String)

    var code: String {
        switch self {
        case .exists: "file.exists"
        case .notFound: "audit.notFound"
        case .badCheckpoint: "audit.badCheckpoint"
        case .badSeal: "audit.badSeal"
        case .unknownKey: "audit.unknownKey"
        }
    }

    /// What the shell is told: who names a file that is there already is asked for another name.
    var exitCode: ExitCode {
        if case .exists = self { .usage } else { .cannotTell }
    }

    var english: String {
        switch self {
        case .exists(let path): "\(path): exists; name another file or remove it"
        case .notFound(let what): "\(what): the ledger says nothing about it"
        case .badCheckpoint(let path): "\(path): not a checkpoint; remove it and start anew"
        case .badSeal(let path): "\(path): not a seal under a report"
        case .unknownKey(let path): "\(path): sealed with a key unknown here; name it with --key"
        }
    }

    var chinese: String {
        switch self {
        case .exists(let path): "\(path)：已存在；请换一个文件名或先移走"
        case .notFound(let what): "\(what)：账本中没有相关记载"
        case .badCheckpoint(let path): "\(path)：不是检查点文件；请移走后重新开始"
        case .badSeal(let path): "\(path)：不是审计报告的签章文件"
        case .unknownKey(let path): "\(path)：签章所用密钥未知；请用 --key 指明"
        }
    }
}
