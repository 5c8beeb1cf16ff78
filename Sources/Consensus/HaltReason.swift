package import Cryptography
package import Ledger

/// Why a replica refuses to go on: more than f validators failed, or this node did.
package enum HaltReason: Hashable, Sendable {
    /// Two quorum proofs that cannot both exist while at most f validators fail.
    case conflictingProofs(QuorumProof, QuorumProof)
    /// A quorum voted for a descendant of the epoch's last block, in the same epoch.
    case lastBlockExtended(QuorumProof)
    /// A finalization that does not extend the blocks delivered here.
    case finalityReverted(delivered: HashedHeader, claimed: HashedHeader)
    /// A quorum notarized a block that execution refuses here.
    case notarizedBlockInvalid(Digest, code: String)
    /// A proof contains a vote of this node that its journal does not know.
    case forgottenVote(VoteStatement)
    /// The vote key does not belong to this node's place in the validator set.
    case unusableVoteKey

    /// Whether this node must not vote in a later life of the epoch either.
    ///
    /// The other reasons may lie in this program or its settings, and end when those are mended.
    var silencesLaterLives: Bool {
        switch self {
        case .conflictingProofs, .lastBlockExtended, .forgottenVote: true
        case .finalityReverted, .notarizedBlockInvalid, .unusableVoteKey: false
        }
    }

    /// The stable name of the reason.
    package var code: String {
        switch self {
        case .conflictingProofs: "consensus.conflictingProofs"
        case .lastBlockExtended: "consensus.lastBlockExtended"
        case .finalityReverted: "consensus.finalityReverted"
        case .notarizedBlockInvalid: "consensus.notarizedBlockInvalid"
        case .forgottenVote: "consensus.forgottenVote"
        case .unusableVoteKey: "consensus.unusableVoteKey"
        }
    }

    /// What an operator should know, in English.
    package var english: String {
        switch self {
        case .conflictingProofs:
            "two quorum proofs contradict each other: more than f validators misbehaved"
        case .lastBlockExtended:
            "a quorum voted for a block after the last one of its epoch: "
                + "more than f validators misbehaved"
        case .finalityReverted:
            "a finalization contradicts the blocks already final here"
        case .notarizedBlockInvalid(let hash, let code):
            "block \(hash.hexadecimal) was notarized but is invalid here (\(code))"
        case .forgottenVote:
            "this node's vote key signed a vote its journal does not know: "
                + "a second process uses the key, and one of them must be stopped for good; or the "
                + "journal is an old one: lianzheng-node repair --home HOME --journal-lost"
        case .unusableVoteKey:
            "the vote key is not the one the validator set names for this node"
        }
    }

    /// What an operator should know, in Chinese.
    package var chinese: String {
        switch self {
        case .conflictingProofs: "两份法定人数证明互相矛盾：作恶的验证节点超过 f 个"
        case .lastBlockExtended: "有法定人数投票给纪元最后区块之后的区块：作恶的验证节点超过 f 个"
        case .finalityReverted: "一份终局证明与本节点已终局的区块矛盾"
        case .notarizedBlockInvalid(let hash, let code):
            "区块 \(hash.hexadecimal) 已获公证，但在本节点无效（\(code)）"
        case .forgottenVote:
            "本节点投票密钥签过日志中没有的投票：若另有进程使用该密钥，必须永久停止其一；"
                + "否则日志是旧的：lianzheng-node repair --home 目录 --journal-lost"
        case .unusableVoteKey: "投票密钥与验证节点集合中本节点的密钥不符"
        }
    }
}
