package import Catalogue
package import Cryptography
package import Ledger
package import Storage

/// Why an audit cannot be made at all: nothing is said about the ledger then.
package enum AuditError: Error, Hashable, Sendable {
    /// The folder holds no segments.
    case noLedger(folder: String)
    /// The ledger belongs to another chain than the genesis.
    case otherChain(expected: Digest, found: Digest)
    /// The genesis cannot be used, or the catalogue is not its own.
    case genesis(GenesisError)
    /// The catalogue cannot be read.
    case catalogue(CatalogueError)
    /// The genesis names validators whose keys cannot be used.
    case validators(ChainError)
    /// The chain does not come to the block at which an earlier audit ended.
    case checkpointMissed(height: UInt64)
    /// The disk, or what lies in the folder, cannot be read.
    case storage(StorageError)
}

extension AuditError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .noLedger: "audit.noLedger"
        case .otherChain: "audit.otherChain"
        case .checkpointMissed: "audit.checkpointMissed"
        case .genesis(let cause): cause.code
        case .catalogue(let cause): cause.code
        case .validators(let cause): cause.code
        case .storage(let cause): cause.code
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .noLedger(let folder): "\(folder): there is no ledger in this folder"
        case .otherChain(let expected, let found):
            "the ledger is of chain \(found.hexadecimal), the genesis of chain "
                + expected.hexadecimal
        case .checkpointMissed(let height):
            "the ledger does not have the block at height \(height) at which the earlier audit "
                + "ended: it is another history, or damaged; replay without --resume"
        case .genesis(let cause): cause.english
        case .catalogue(let cause): cause.english
        case .validators(let cause): cause.english
        case .storage(let cause): cause.english
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .noLedger(let folder): "\(folder)：文件夹中没有账本"
        case .otherChain(let expected, let found):
            "账本属于链 \(found.hexadecimal)，创世文件属于链 \(expected.hexadecimal)"
        case .checkpointMissed(let height):
            "账本中没有上次审计截止的高度 \(height) 的区块：历史不同或已损坏；请去掉 --resume 重新重放"
        case .genesis(let cause): cause.chinese
        case .catalogue(let cause): cause.chinese
        case .validators(let cause): cause.chinese
        case .storage(let cause): cause.chinese
        }
    }
}
