package import CBOR

/// Why a header, vote, validator set or quorum proof is refused.
///
/// All cases mean that someone sent or stored something wrong; none means that this process is.
package enum ChainError: Error, Hashable, Sendable {
    /// The bytes are not the deterministic encoding of what they should be.
    case encoding(CBORError)
    /// The header has a version this program does not know.
    case unknownVersion(found: UInt64)
    /// The value belongs to another chain.
    case wrongChain
    /// The value belongs to another epoch than the validator set it is checked against.
    case wrongEpoch(expected: UInt64, found: UInt64)
    /// The vote kind is not one of notarize, nullify, finalize.
    case unknownVoteKind
    /// A nullify statement names a block, or another statement names none.
    case blockMismatch
    /// A statement votes for a header of a later view, or of an earlier one that is not the last
    /// block of its epoch.
    case viewMismatch(header: UInt64, statement: UInt64)
    /// The validator set is empty or larger than the limit.
    case validatorCount(found: Int)
    /// Two validators share a member, a vote key or a transport key.
    case duplicateValidator(index: Int)
    /// A vote key is not a point on the curve of the chain's suite.
    case unusableKey(index: Int)
    /// The signer index is not in the validator set.
    case unknownSigner(index: UInt64)
    /// The bitmap is not ⌈n/8⌉ bytes with zero padding.
    case malformedBitmap
    /// Fewer validators signed than the quorum demands.
    case belowQuorum(expected: Int, found: Int)
    /// The number of signatures differs from the number of signers.
    case signatureCount(expected: Int, found: Int)
    /// The votes to be combined do not state the same thing, or one signer occurs twice.
    case inconsistentVotes
    /// A signature does not verify.
    case badSignature(signer: UInt64)

    /// The stable name of the error in logs and reports.
    package var code: String {
        switch self {
        case .encoding(let error): "chain.encoding." + error.code
        case .unknownVersion: "chain.unknownVersion"
        case .wrongChain: "chain.wrongChain"
        case .wrongEpoch: "chain.wrongEpoch"
        case .unknownVoteKind: "chain.unknownVoteKind"
        case .blockMismatch: "chain.blockMismatch"
        case .viewMismatch: "chain.viewMismatch"
        case .validatorCount: "chain.validatorCount"
        case .duplicateValidator: "chain.duplicateValidator"
        case .unusableKey: "chain.unusableKey"
        case .unknownSigner: "chain.unknownSigner"
        case .malformedBitmap: "chain.malformedBitmap"
        case .belowQuorum: "chain.belowQuorum"
        case .signatureCount: "chain.signatureCount"
        case .inconsistentVotes: "chain.inconsistentVotes"
        case .badSignature: "chain.badSignature"
        }
    }

    /// What happened, for English readers.
    package var english: String {
        switch self {
        case .encoding(let error): "the bytes cannot be read: \(error.english)"
        case .unknownVersion(let found): "header version \(found) is not known here"
        case .wrongChain: "it belongs to another chain"
        case .wrongEpoch(let expected, let found): "epoch \(found) instead of \(expected)"
        case .unknownVoteKind: "the vote is of no known kind"
        case .blockMismatch: "the kind of vote and the block it names do not fit"
        case .viewMismatch(let header, let statement):
            "a header of view \(header) cannot be voted on in view \(statement)"
        case .validatorCount(let found): "\(found) validators are outside the limits"
        case .duplicateValidator(let index): "validator \(index) occurs twice"
        case .unusableKey(let index): "the vote key of validator \(index) is not usable"
        case .unknownSigner(let index): "validator \(index) is not in the set"
        case .malformedBitmap: "the signer bitmap is malformed"
        case .belowQuorum(let expected, let found):
            "\(found) signatures where \(expected) are needed"
        case .signatureCount(let expected, let found):
            "\(found) signatures for \(expected) signers"
        case .inconsistentVotes: "the votes do not state the same thing"
        case .badSignature(let signer): "the signature of validator \(signer) is wrong"
        }
    }

    /// What happened, for Chinese readers.
    package var chinese: String {
        switch self {
        case .encoding(let error): "数据无法解读：\(error.chinese)"
        case .unknownVersion(let found): "无法识别区块头版本 \(found)"
        case .wrongChain: "属于另一条链"
        case .wrongEpoch(let expected, let found): "纪元为 \(found)，应为 \(expected)"
        case .unknownVoteKind: "投票类型未知"
        case .blockMismatch: "投票类型与所指区块不符"
        case .viewMismatch(let header, let statement):
            "视图 \(header) 的区块头不能在视图 \(statement) 中投票"
        case .validatorCount(let found): "验证节点数 \(found) 超出限制"
        case .duplicateValidator(let index): "验证节点 \(index) 重复"
        case .unusableKey(let index): "验证节点 \(index) 的投票密钥不可用"
        case .unknownSigner(let index): "验证节点 \(index) 不在集合中"
        case .malformedBitmap: "签名者位图格式错误"
        case .belowQuorum(let expected, let found): "需要 \(expected) 个签名，只有 \(found) 个"
        case .signatureCount(let expected, let found): "\(expected) 个签名者却有 \(found) 个签名"
        case .inconsistentVotes: "各投票内容不一致"
        case .badSignature(let signer): "验证节点 \(signer) 的签名无效"
        }
    }
}
