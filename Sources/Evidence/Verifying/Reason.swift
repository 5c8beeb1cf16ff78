/// Why a file is not found valid; one word for each way, the same for ever.
public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The bytes are not a file of ours.
    case unreadable
    /// The file holds another kind of statement.
    case notACertificate
    /// The statement was made for another ledger, or the evidence is of another.
    case notOnThisLedger
    /// The issuer's signature does not match what the file says.
    case tampered
    /// Header and content of the statement, or two shown fields, contradict each other.
    case contradictory
    /// A block of the evidence was not finalized by the ledger's validators.
    case notFinal
    /// Two different blocks were finalized at one height.
    case ledgerForked
    /// The statement is not on the ledger where the file says it is.
    case notRecorded
    /// The type takes two persons, and the file does not show that two signed.
    case notApproved
    /// The key that signed had no right to issue this type of certificate.
    case notIssuedBySource
    /// A disclosed field is not one that the issuer signed.
    case foreignDisclosure
    /// The document beside the file is not the one that the issuer signed.
    case foreignDocument
    /// A receipt is not a vote for the block that recorded the statement.
    case foreignReceipt
    /// The evidence of the status is wrong.
    case statusNotProven
    /// The certificate was revoked (撤销).
    case revoked
    /// The certificate is suspended (暂停).
    case suspended
    /// The certificate was superseded by a newer one (换发).
    case superseded
    /// The certificate was forfeited (吊销).
    case forfeited
    /// The certificate was cancelled (注销).
    case cancelled
    /// The period of validity is over (过期).
    case expired
    /// The period of validity has not begun.
    case notYetValid
    /// The evidence of the status is older than the policy allows.
    case staleEvidence
    /// The evidence is from the future: the clock of this machine is wrong.
    case clockBehind
    /// The status changed after the moment that was asked about.
    case statusChangedLater
    /// There is no genesis to check against.
    case genesisMissing
    /// The genesis file cannot be used.
    case genesisUnusable
    /// The file to verify cannot be read from where it is.
    case fileNotRead
    /// The document that should go with it cannot be read from where it is.
    case documentNotRead

    /// What follows from it.
    public var conclusion: Conclusion {
        switch self {
        case .staleEvidence, .clockBehind, .statusChangedLater, .genesisMissing, .genesisUnusable,
            .fileNotRead, .documentNotRead:
            .cannotTell
        default: .invalid
        }
    }

    /// The reason in a few English words.
    public var english: String {
        switch self {
        case .unreadable: "not a readable certificate file"
        case .notACertificate: "not a certificate"
        case .notOnThisLedger: "not on this ledger"
        case .tampered: "tampered with"
        case .contradictory: "contradicts itself"
        case .notFinal: "not confirmed by the ledger's validators"
        case .ledgerForked: "the ledger shows two histories"
        case .notRecorded: "not recorded on the ledger"
        case .notApproved: "not signed by two persons"
        case .notIssuedBySource: "not issued by the competent authority"
        case .foreignDisclosure: "shows a field that the issuer did not sign"
        case .foreignDocument: "the document is another one"
        case .foreignReceipt: "carries a receipt of something else"
        case .statusNotProven: "status not proven"
        case .revoked: "revoked"
        case .suspended: "suspended"
        case .superseded: "superseded"
        case .forfeited: "forfeited"
        case .cancelled: "cancelled"
        case .expired: "expired"
        case .notYetValid: "not yet valid"
        case .staleEvidence: "evidence too old"
        case .clockBehind: "this machine's clock is wrong"
        case .statusChangedLater: "status changed after the moment asked about"
        case .genesisMissing: "genesis file missing"
        case .genesisUnusable: "genesis file unusable"
        case .fileNotRead: "file cannot be read"
        case .documentNotRead: "document cannot be read"
        }
    }

    /// The reason in a few Chinese words.
    public var chinese: String {
        switch self {
        case .unreadable: "不是可识别的证照文件"
        case .notACertificate: "不是证照"
        case .notOnThisLedger: "不属于本账本"
        case .tampered: "内容被篡改"
        case .contradictory: "内容自相矛盾"
        case .notFinal: "未经账本验证节点确认"
        case .ledgerForked: "账本出现分叉"
        case .notRecorded: "未记入账本"
        case .notApproved: "未经双人审批"
        case .notIssuedBySource: "非法定机构签发"
        case .foreignDisclosure: "含有签发机构未签署的字段"
        case .foreignDocument: "所附文件不是签发时的文件"
        case .foreignReceipt: "附有与本证照无关的回执"
        case .statusNotProven: "状态证明不成立"
        case .revoked: "已撤销"
        case .suspended: "已暂停"
        case .superseded: "已换发"
        case .forfeited: "已吊销"
        case .cancelled: "已注销"
        case .expired: "已过期"
        case .notYetValid: "尚未生效"
        case .staleEvidence: "状态证明过旧"
        case .clockBehind: "本机时钟有误"
        case .statusChangedLater: "所询时刻之后状态有变"
        case .genesisMissing: "缺少创世文件"
        case .genesisUnusable: "创世文件不可用"
        case .fileNotRead: "文件无法读取"
        case .documentNotRead: "所附文件无法读取"
        }
    }
}

/// What a verification comes to.
public enum Conclusion: String, Hashable, Sendable {
    /// Everything holds.
    case valid
    /// Something does not.
    case invalid
    /// Nothing speaks against it, and what would speak for it is missing or too old.
    case cannotTell

    /// The conclusion in English.
    public var english: String {
        switch self {
        case .valid: "valid"
        case .invalid: "invalid"
        case .cannotTell: "cannot tell"
        }
    }

    /// The conclusion in Chinese.
    public var chinese: String {
        switch self {
        case .valid: "有效"
        case .invalid: "无效"
        case .cannotTell: "无法判定"
        }
    }
}
