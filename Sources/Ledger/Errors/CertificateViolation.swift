/// What can be wrong with a certificate.
package enum CertificateViolation: Hashable, Sendable {
    /// There is no such certificate type.
    case unknownType(code: String)
    /// The fields follow another version of the type than the one in force.
    case typeVersion(expected: UInt64, found: UInt64)
    /// The identifier has not the form of GB/T 36904.
    case identifierForm(identifier: String)
    /// The check character of the identifier is wrong (ISO 7064 MOD 37,36).
    case identifierCheck(identifier: String)
    /// The identifier names another issuer than the one that signs.
    case identifierIssuer(expected: String, found: String)
    /// A claim in the payload differs from the header.
    case claimMismatch(ClaimName)
    /// A claim has a value that it may not have.
    case badClaim(ClaimName)
    /// The identifier has been used.
    case exists(identifier: String)
    /// The superseded certificate is of another type.
    case supersedesOtherType(expected: String, found: String)
    /// The type takes two persons, and the statement shows one.
    case approvalMissing(type: String)
    /// The officer's draft is not one of what the approver signed.
    case badDraft(DraftFault)
    /// One key or one person drafted and approved.
    case sameApprover
}

/// The claims of a certificate.
package enum ClaimName: String, Hashable, Sendable {
    case issuer, subject, issuedAt, expiry, refusal

    fileprivate var chinese: String {
        switch self {
        case .issuer: "颁发机构"
        case .subject: "证照标识"
        case .expiry: "有效期止"
        case .issuedAt: "签发时间"
        case .refusal: "不予许可"
        }
    }
}

extension CertificateViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .unknownType: "ledger.unknownCertificateType"
        case .typeVersion: "ledger.certificateTypeVersion"
        case .identifierForm: "ledger.certificateIdentifierForm"
        case .identifierCheck: "ledger.certificateIdentifierCheck"
        case .identifierIssuer: "ledger.certificateIdentifierIssuer"
        case .claimMismatch: "ledger.claimMismatch"
        case .badClaim: "ledger.badClaim"
        case .exists: "ledger.certificateExists"
        case .supersedesOtherType: "ledger.supersedesOtherType"
        case .approvalMissing: "ledger.approvalMissing"
        case .badDraft: "ledger.badDraft"
        case .sameApprover: "ledger.sameApprover"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .unknownType(let code): "there is no certificate type \(code)"
        case .typeVersion(let expected, let found):
            "the fields follow version \(found) of the type; version \(expected) is in force"
        case .identifierForm(let identifier):
            "“\(identifier)” has not the form of a certificate identifier"
        case .identifierCheck(let identifier):
            "the check character of the certificate identifier \(identifier) is wrong"
        case .identifierIssuer(let expected, let found):
            "the certificate identifier names the issuer \(found); \(expected) signs"
        case .claimMismatch(let claim):
            "the claim “\(claim.rawValue)” differs from the statement's header"
        case .badClaim(let claim): "the claim “\(claim.rawValue)” is not acceptable"
        case .exists(let identifier): "the certificate identifier \(identifier) has been used"
        case .supersedesOtherType(let expected, let found):
            "a certificate of type \(expected) cannot supersede one of type \(found)"
        case .approvalMissing(let type):
            "\(type) takes two persons: an officer drafts it, and another key approves the draft"
        case .badDraft(let fault): "the officer's draft is not acceptable: \(fault.english)"
        case .sameApprover: "who drafted a certificate cannot approve it"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .unknownType(let code): "没有证照类型 \(code)"
        case .typeVersion(let expected, let found):
            "证照采用第 \(found) 版类型定义，现行为第 \(expected) 版"
        case .identifierForm(let identifier): "“\(identifier)”不符合电子证照标识的格式"
        case .identifierCheck(let identifier): "电子证照标识 \(identifier) 的校验位有误"
        case .identifierIssuer(let expected, let found):
            "电子证照标识中的颁发机构是 \(found)，签名方是 \(expected)"
        case .claimMismatch(let claim): "“\(claim.chinese)”与声明头不一致"
        case .badClaim(let claim): "“\(claim.chinese)”不合规"
        case .exists(let identifier): "电子证照标识 \(identifier) 已被使用"
        case .supersedesOtherType(let expected, let found): "\(expected) 类证照不能换发 \(found) 类证照"
        case .approvalMissing(let type): "\(type) 须双人办理：经办人拟稿，另一密钥审批复签"
        case .badDraft(let fault): "经办人拟稿不合规：\(fault.chinese)"
        case .sameApprover: "拟稿人不得审批自己的拟稿"
        }
    }
}
