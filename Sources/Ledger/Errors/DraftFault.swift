package import COSE

/// What can be wrong with an officer's draft under an approver's signature.
package enum DraftFault: Error, Hashable, Sendable {
    /// The bytes are no draft.
    case malformed(COSEError)
    /// It is a statement of another kind.
    case otherKind(StatementKind)
    /// Its header has optional parameters, which a draft may not have.
    case furtherLabels
    /// It was made for another chain, or is signed by another algorithm.
    case otherChain
    /// It has another issuer or subject than the statement that approves it.
    case otherSubject
    /// It was signed after its approval, or so long before that it counts no more.
    case otherTime(draftedAt: UInt64, approvedAt: UInt64)
    /// The key that it names did not sign it over this payload.
    case badSignature
}

extension DraftFault {
    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .malformed(let cause): "it cannot be read: \(cause.english)"
        case .otherKind(let kind): "it is of the kind “\(kind.rawValue)”"
        case .furtherLabels: "its header has parameters that a draft may not have"
        case .otherChain: "it was made for another chain"
        case .otherSubject: "it has another issuer or identifier than what is approved"
        case .otherTime(let draftedAt, let approvedAt):
            draftedAt > approvedAt
                ? "it was signed after its approval; set the clocks"
                : "it was signed more than \(SignedStatement.draftDays) days before; draft it anew"
        case .badSignature: "the officer's signature is not one of the named key over this content"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .malformed(let cause): "无法读取：\(cause.chinese)"
        case .otherKind(let kind): "其类型为“\(kind.rawValue)”"
        case .furtherLabels: "其头部含有不允许的参数"
        case .otherChain: "属于另一条链"
        case .otherSubject: "签发机构或标识与审批内容不符"
        case .otherTime(let draftedAt, let approvedAt):
            draftedAt > approvedAt
                ? "签名时间晚于审批时间，请校准时钟"
                : "签名距审批超过 \(SignedStatement.draftDays) 天，请重新拟稿"
        case .badSignature: "经办签名与所称公钥或内容不符"
        }
    }
}
