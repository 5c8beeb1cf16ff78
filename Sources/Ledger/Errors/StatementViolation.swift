package import CBOR
package import COSE
package import Cryptography

/// What can be wrong with any statement, whatever it says.
package enum StatementViolation: Hashable, Sendable {
    /// The bytes are no signed statement.
    case malformed(COSEError)
    /// The payload is not what its kind of statement carries.
    case malformedPayload(CBORError)
    /// The statement names another chain.
    case wrongChain(found: Digest)
    /// The statement is signed by another algorithm than the chain's.
    case wrongAlgorithm(expected: Int64, found: Int64)
    /// Statements of this kind are known, and no rule in force lets them in.
    case kindNotInForce(StatementKind)
    /// Statements of this kind are answered, never recorded.
    case kindNotRecordable(StatementKind)
    /// The protected header has a label that this kind of statement may not have.
    case labelNotAllowed(label: String)
    /// The subject is not the one the payload speaks of.
    case subjectMismatch(expected: String, found: String)
    /// Something is larger than its limit.
    case overLimit(Limit, found: UInt64, allowed: UInt64)
    /// Something came with an attachment that has none, or records without theirs.
    case attachment(isExpected: Bool)
    /// The key that signed is not the one named, or the signature is wrong.
    case badSignature
    /// The statement was signed too long before the block.
    case tooOld(issuedAt: UInt64, timeMs: UInt64)
    /// The statement was signed after the block, by its own account.
    case fromTheFuture(issuedAt: UInt64, timeMs: UInt64)
    /// The statement was checked by definitions or limits that hold no longer.
    case inspectedEarlier
    /// The same signed bytes are on the ledger already.
    case replayed
}

extension StatementViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .malformed: "ledger.malformedStatement"
        case .malformedPayload: "ledger.malformedPayload"
        case .wrongChain: "ledger.wrongChain"
        case .wrongAlgorithm: "ledger.wrongAlgorithm"
        case .kindNotInForce: "ledger.kindNotInForce"
        case .kindNotRecordable: "ledger.kindNotRecordable"
        case .labelNotAllowed: "ledger.labelNotAllowed"
        case .subjectMismatch: "ledger.subjectMismatch"
        case .overLimit: "ledger.overLimit"
        case .attachment: "ledger.attachment"
        case .badSignature: "ledger.badSignature"
        case .tooOld: "ledger.tooOld"
        case .fromTheFuture: "ledger.fromTheFuture"
        case .inspectedEarlier: "ledger.inspectedEarlier"
        case .replayed: "ledger.replayed"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .malformed(let cause): "this is not a signed statement: \(cause.english)"
        case .malformedPayload(let cause): "the payload cannot be read: \(cause.english)"
        case .wrongChain(let found):
            "the statement was made for another chain (\(found.hexadecimal.prefix(16))…)"
        case .wrongAlgorithm(let expected, let found):
            "the statement is signed by algorithm \(found); this chain uses \(expected)"
        case .kindNotInForce(let kind):
            "no rule in force lets statements of the kind “\(kind.rawValue)” onto the ledger yet"
        case .kindNotRecordable(let kind):
            "statements of the kind “\(kind.rawValue)” are never recorded"
        case .labelNotAllowed(let label): "the header has the label \(label), which is not allowed"
        case .subjectMismatch(let expected, let found):
            "the statement's subject is “\(found)” instead of “\(expected)”"
        case .overLimit(let limit, let found, let allowed):
            "\(found) is over the limit \(limit.rawValue), which is \(allowed)"
        case .attachment(let isExpected):
            isExpected ? "the records are not attached" : "the statement may have no attachment"
        case .badSignature: "the signature is not one of the named key"
        case .tooOld(let issuedAt, let timeMs):
            "signed \((timeMs / 1000).distance(from: issuedAt)) s ago, too long; sign again"
        case .fromTheFuture(let issuedAt, let timeMs):
            "signed \((timeMs / 1000).distance(from: issuedAt)) s in the future; set the clock"
        case .inspectedEarlier: "catalogue or limits were changed by governance; submit again"
        case .replayed: "the same signed statement is on the ledger already"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .malformed(let cause): "不是签名声明：\(cause.chinese)"
        case .malformedPayload(let cause): "载荷无法读取：\(cause.chinese)"
        case .wrongChain(let found): "该声明属于另一条链(\(found.hexadecimal.prefix(16))…)"
        case .wrongAlgorithm(let expected, let found):
            "声明使用算法 \(found) 签名，本链使用 \(expected)"
        case .kindNotInForce(let kind): "现行规则尚不接受“\(kind.rawValue)”类声明上链"
        case .kindNotRecordable(let kind): "“\(kind.rawValue)”类声明不上链"
        case .labelNotAllowed(let label): "声明头中出现不允许的标签 \(label)"
        case .subjectMismatch(let expected, let found):
            "声明主题为“\(found)”，应为“\(expected)”"
        case .overLimit(let limit, let found, let allowed):
            "\(found) 超过上限 \(limit.rawValue)(\(allowed))"
        case .attachment(let isExpected): isExpected ? "缺少所附记录" : "该类声明不得带附件"
        case .badSignature: "签名与所称公钥不符"
        case .tooOld(let issuedAt, let timeMs):
            "签名距今已 \((timeMs / 1000).distance(from: issuedAt)) 秒，超过时限，请重新签名"
        case .fromTheFuture(let issuedAt, let timeMs):
            "签名时间超前 \((timeMs / 1000).distance(from: issuedAt)) 秒，请校准时钟"
        case .inspectedEarlier: "目录或参数已由治理变更，请重新提交"
        case .replayed: "同一签名声明已经上链"
        }
    }
}

extension UInt64 {
    /// How far apart two numbers are, whichever is larger.
    fileprivate func distance(from other: UInt64) -> UInt64 {
        Swift.max(self, other) - Swift.min(self, other)
    }
}
