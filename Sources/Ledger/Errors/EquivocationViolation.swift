package import Cryptography

/// What can be wrong with the proof that a validator contradicted itself.
package enum EquivocationViolation: Hashable, Sendable {
    /// A vote cannot be read, or its signature is not the validator's.
    case vote(ChainError)
    /// The votes do not contradict each other, or stand in the wrong order.
    case noContradiction
    /// The votes are of an epoch whose validators are not at hand.
    case epoch(found: UInt64, current: UInt64)
    /// Evidence is reported by a vote key of the epoch, and this is none.
    case notAValidator(Digest)
    /// The same is on the ledger already.
    case alreadyAccused(leafIndex: UInt64)
    /// So much of this validator and epoch is on the ledger that more proves nothing new.
    case accusedOften(allowed: Int)
}

extension EquivocationViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .vote: "ledger.badVoteInEvidence"
        case .noContradiction: "ledger.noContradiction"
        case .epoch: "ledger.evidenceEpoch"
        case .notAValidator: "ledger.notAValidator"
        case .alreadyAccused: "ledger.alreadyAccused"
        case .accusedOften: "ledger.accusedOften"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .vote(let cause): "a vote in the evidence is not good: \(cause.english)"
        case .noContradiction: "the two votes do not contradict each other"
        case .epoch(let found, let current):
            "the votes are of epoch \(found), and it is epoch \(current): the epoch and the "
                + "\(AccusationRegister.epochs) before it can be judged"
        case .notAValidator(let key):
            "the key \(key.abbreviated) is no vote key of this epoch, and only those report"
        case .alreadyAccused(let leaf): "statement \(leaf) on the ledger proves the same"
        case .accusedOften(let allowed):
            "\(allowed) proofs against this validator in this epoch are on the ledger already"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .vote(let cause): "证据中的投票无效：\(cause.chinese)"
        case .noContradiction: "两张投票并不矛盾"
        case .epoch(let found, let current):
            "投票属于第 \(found) 纪元，现为第 \(current) 纪元；只受理本纪元及此前 "
                + "\(AccusationRegister.epochs) 个纪元的证据"
        case .notAValidator(let key): "公钥 \(key.abbreviated) 不是本纪元的投票公钥，不得举证"
        case .alreadyAccused(let leaf): "账本第 \(leaf) 号声明已证明同一事实"
        case .accusedOften(let allowed): "账本上针对该验证节点本纪元的证据已达 \(allowed) 份"
        }
    }
}
