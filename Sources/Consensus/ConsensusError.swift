package import CBOR
package import Ledger

/// Why a consensus message, a proposal or a journal record is refused.
package enum ConsensusError: Error, Hashable, Sendable {
    /// The bytes are not the deterministic encoding of a message.
    case encoding(CBORError)
    /// A part of the message is refused.
    case chain(ChainError)
    /// The message or record has a kind this program does not know.
    case unknownKind(found: UInt64)
    /// A list in the message is longer than its limit.
    case tooMany(limit: Int, found: Int)
    /// The range of views is empty or reversed.
    case emptyRange
    /// The proposal is not a Notarize vote of the leader of its view.
    case notFromLeader(view: UInt64)
    /// The proposal's parent lacks a quorum proof, or the proof is about another block (N4).
    case parentNotProven
    /// A view between parent and proposal lacks its nullification (N4).
    case missingNullification(view: UInt64)
    /// A journal record of this node's own does not verify; the journal is damaged.
    case damagedJournal(index: Int)

    /// The stable name of the error in logs and reports.
    package var code: String {
        switch self {
        case .encoding(let error): "consensus.encoding." + error.code
        case .chain(let error): error.code
        case .unknownKind: "consensus.unknownKind"
        case .tooMany: "consensus.tooMany"
        case .emptyRange: "consensus.emptyRange"
        case .notFromLeader: "consensus.notFromLeader"
        case .parentNotProven: "consensus.parentNotProven"
        case .missingNullification: "consensus.missingNullification"
        case .damagedJournal: "consensus.damagedJournal"
        }
    }

    /// What happened, for English readers.
    package var english: String {
        switch self {
        case .encoding(let error): "the message cannot be read: \(error.english)"
        case .chain(let error): error.english
        case .unknownKind(let found): "message kind \(found) is not known here"
        case .tooMany(let limit, let found): "\(found) items where \(limit) are allowed"
        case .emptyRange: "the range of views is empty"
        case .notFromLeader(let view): "the proposal is not from the leader of view \(view)"
        case .parentNotProven: "the parent of the proposal lacks its quorum proof"
        case .missingNullification(let view): "the nullification of view \(view) is missing"
        case .damagedJournal(let index): "record \(index) of the vote journal is damaged"
        }
    }

    /// What happened, for Chinese readers.
    package var chinese: String {
        switch self {
        case .encoding(let error): "消息无法解读：\(error.chinese)"
        case .chain(let error): error.chinese
        case .unknownKind(let found): "未知的消息类型 \(found)"
        case .tooMany(let limit, let found): "最多 \(limit) 项，却有 \(found) 项"
        case .emptyRange: "视图范围为空"
        case .notFromLeader(let view): "提案并非来自视图 \(view) 的领导者"
        case .parentNotProven: "提案的父区块缺少法定人数证明"
        case .missingNullification(let view): "缺少视图 \(view) 的作废证明"
        case .damagedJournal(let index): "投票日志第 \(index) 条记录损坏"
        }
    }
}
