package import Consensus
package import Cryptography
package import Ledger
package import Storage

/// Why a node cannot start from its own store.
package enum RestorationError: Error, Hashable, Sendable {
    /// The store cannot be read.
    case storage(StorageError)
    /// A block that must be there is not.
    case missing(Digest)
    /// A stored block breaks a rule, or leads elsewhere than its header says.
    case invalid(height: UInt64, LedgerError)
    /// The newest finalization does not prove its block.
    case badProof(height: UInt64, ChainError)
    /// A block that needs a finalization of its own, the last or the last of an epoch, has none.
    case unproven(height: UInt64)
    /// The genesis cannot be used.
    case genesis(GenesisError)
    /// The vote journal holds what no replica wrote.
    case journal(ConsensusError)
    /// Whoever asked for the start no longer wants it.
    case interrupted(height: UInt64)

    /// The stable name of the error.
    package var code: String {
        switch self {
        case .storage(let error): error.code
        case .missing: "node.blockMissing"
        case .invalid: "node.storedBlockInvalid"
        case .badProof: "node.storedProofInvalid"
        case .unproven: "node.finalizationMissing"
        case .genesis(let error): error.code
        case .journal(let error): error.code
        case .interrupted: "node.interrupted"
        }
    }

    /// The error in English.
    package var english: String {
        switch self {
        case .storage(let error): error.english
        case .missing(let hash):
            "block \(hash.hexadecimal) is missing from the ledger folder; " + Self.adviceEnglish
        case .invalid(let height, let error): "stored block \(height): \(error.english)"
        case .badProof(let height, let error):
            "the finalization of block \(height) does not prove it: \(error.english)"
        case .unproven(let height):
            "the finalization of block \(height) is missing from the ledger folder; "
                + Self.adviceEnglish
        case .genesis(let error): error.english
        case .journal(let error): error.english
        case .interrupted(let height): "stopped while the ledger was replayed, at block \(height)"
        }
    }

    /// The error in Chinese.
    package var chinese: String {
        switch self {
        case .storage(let error): error.chinese
        case .missing(let hash):
            "账本目录缺少区块 \(hash.hexadecimal)；" + Self.adviceChinese
        case .invalid(let height, let error): "已存区块 \(height):\(error.chinese)"
        case .badProof(let height, let error): "区块 \(height) 的终局证明无效：\(error.chinese)"
        case .unproven(let height):
            "账本目录缺少区块 \(height) 的终局证明；" + Self.adviceChinese
        case .genesis(let error): error.chinese
        case .journal(let error): error.chinese
        case .interrupted(let height): "重放账本至区块 \(height) 时收到停止请求"
        }
    }

    private static let adviceEnglish =
        "lianzheng-node repair --home HOME fetches what is damaged or missing; if nobody has it, "
        + "move ledger/ away, keep journal/, and run lianzheng-node join --home HOME"
    private static let adviceChinese =
        "请先运行 lianzheng-node repair --home 目录 取回损坏或缺失的内容；如无节点可提供，请移走 ledger/、"
        + "保留 journal/，再运行 lianzheng-node join --home 目录"
}
