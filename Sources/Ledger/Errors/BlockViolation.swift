package import CBOR
package import Cryptography

/// What can be wrong with a block as a whole.
package enum BlockViolation: Hashable, Sendable {
    /// The bytes are no block body.
    case malformedBody(CBORError)
    /// The parent is neither the last finalized block nor an unfinalized one.
    case unknownParent(Digest)
    /// The block's time is not after its parent's.
    case timeNotAfterParent(parentMs: UInt64, timeMs: UInt64)
    /// The parent ends its epoch and is not final yet: the next epoch has not begun.
    case parentEndsEpoch(Digest)
    /// The block's last statement ended the epoch, so that no other can follow in it.
    case epochEnded
    /// The chain goes by rules that this program does not know from this height on.
    case unknownRules(version: UInt64, height: UInt64)
    /// A field of the header is not what executing the block gives.
    case headerMismatch(HeaderField)
}

/// The fields of a header that execution determines.
package enum HeaderField: String, Hashable, Sendable {
    case version, chainID, epoch, height, treeSize, treeRoot, statusRoot, stateDigest
    case validatorsHash, nextValidatorsHash
}

extension BlockViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .malformedBody: "ledger.malformedBody"
        case .unknownParent: "ledger.unknownParent"
        case .timeNotAfterParent: "ledger.timeNotAfterParent"
        case .parentEndsEpoch: "ledger.parentEndsEpoch"
        case .epochEnded: "ledger.epochEnded"
        case .unknownRules: "ledger.unknownRules"
        case .headerMismatch: "ledger.headerMismatch"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .malformedBody(let cause): "the block body cannot be read: \(cause.english)"
        case .unknownParent(let parent): "the parent \(parent.abbreviated) is not at hand"
        case .timeNotAfterParent(let parentMs, let timeMs):
            "the block's time \(timeMs) is not after its parent's, \(parentMs)"
        case .parentEndsEpoch(let parent):
            "the parent \(parent.abbreviated) ends its epoch and is not final yet"
        case .epochEnded: "an earlier statement of the block ends the epoch"
        case .unknownRules(let version, let height):
            "rules \(version) hold from height \(height) on; this program is too old, update it"
        case .headerMismatch(let field):
            "the header's \(field.rawValue) is not what executing the block gives"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .malformedBody(let cause): "区块内容无法读取：\(cause.chinese)"
        case .unknownParent(let parent): "找不到父区块 \(parent.abbreviated)"
        case .timeNotAfterParent(let parentMs, let timeMs):
            "区块时间 \(timeMs) 不晚于父区块时间 \(parentMs)"
        case .parentEndsEpoch(let parent): "父区块 \(parent.abbreviated) 结束了本纪元，且尚未最终确定"
        case .epochEnded: "同一区块中前面的声明已结束本纪元"
        case .unknownRules(let version, let height):
            "自高度 \(height) 起适用第 \(version) 版规则，本程序版本过旧，请升级"
        case .headerMismatch(let field): "区块头的 \(field.rawValue) 与执行结果不符"
        }
    }
}
