package import Merkle

/// What can be wrong with a change of status.
package enum StatusViolation: Hashable, Sendable {
    /// The change gives no reason.
    case missingReason
    /// No entry that could have a status is at this leaf index.
    case unknownTarget(leafIndex: UInt64)
    /// The entry at this leaf index is another one.
    case targetMismatch(leafIndex: UInt64)
    /// Only the issuer of a certificate may change its status.
    case notTheTargetsIssuer(issuer: String)
    /// The entry's status may not become the new one.
    case illegalTransition(from: Status, to: Status)
    /// The change is said to take effect in the future.
    case effectiveInFuture(effectiveMs: UInt64, timeMs: UInt64)
    /// The change is said to take effect before what it changes was issued.
    case effectiveBeforeIssue(effectiveMs: UInt64, issuedMs: UInt64)
}

extension StatusViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .missingReason: "ledger.missingReason"
        case .unknownTarget: "ledger.unknownTarget"
        case .targetMismatch: "ledger.targetMismatch"
        case .notTheTargetsIssuer: "ledger.notTheTargetsIssuer"
        case .illegalTransition: "ledger.illegalTransition"
        case .effectiveInFuture: "ledger.effectiveInFuture"
        case .effectiveBeforeIssue: "ledger.effectiveBeforeIssue"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .missingReason: "a change of status needs a reason"
        case .unknownTarget(let index): "leaf \(index) is no certificate and no grant"
        case .targetMismatch(let index): "leaf \(index) is not the entry the statement names"
        case .notTheTargetsIssuer(let issuer):
            "only \(issuer) may change the status of what it issued"
        case .illegalTransition(let from, let to):
            "what is \(from.english) cannot become \(to.english)"
        case .effectiveInFuture: "a change of status cannot take effect in the future"
        case .effectiveBeforeIssue:
            "a change of status cannot take effect before the issue of what it changes"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .missingReason: "变更状态须说明理由"
        case .unknownTarget(let index): "第 \(index) 号条目既非证照也非授权"
        case .targetMismatch(let index): "第 \(index) 号条目不是声明所指的条目"
        case .notTheTargetsIssuer(let issuer): "只有 \(issuer) 可以变更其所颁发事项的状态"
        case .illegalTransition(let from, let to): "“\(from.chinese)”状态不能变更为“\(to.chinese)”"
        case .effectiveInFuture: "状态变更不能在未来生效"
        case .effectiveBeforeIssue: "状态变更的生效时间不得早于其所变更事项的颁发时间"
        }
    }
}

extension Status {
    /// The legal word in English.
    package var english: String {
        switch self {
        case .valid: "valid"
        case .revoked: "revoked"
        case .suspended: "suspended"
        case .superseded: "superseded"
        case .forfeited: "forfeited"
        case .cancelled: "cancelled"
        case .notWithdrawable: "not withdrawable"
        case .unallocated: "not on the ledger"
        }
    }

    /// The legal word in Chinese.
    package var chinese: String {
        switch self {
        case .valid: "有效"
        case .revoked: "撤销"
        case .suspended: "暂停"
        case .superseded: "已换发"
        case .forfeited: "吊销"
        case .cancelled: "注销"
        case .notWithdrawable: "不可撤回"
        case .unallocated: "未登记"
        }
    }
}
