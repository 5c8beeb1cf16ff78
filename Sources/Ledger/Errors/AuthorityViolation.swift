package import Cryptography

/// What can be wrong with the one who signs.
package enum AuthorityViolation: Hashable, Sendable {
    /// No grant names the key.
    case unknownKey(Digest)
    /// The key was revoked.
    case keyRevoked(Digest)
    /// The key's grant has ended.
    case keyExpired(notAfterMs: UInt64)
    /// The member was removed by governance.
    case memberRemoved(code: String)
    /// The key signs for another member than the statement's issuer.
    case notTheKeysMember(expected: String, found: String)
    /// The key may not sign statements about this.
    case outOfScope(subject: String)
    /// Another role is the source of the category.
    case notTheSource(category: String, source: String, role: String)
    /// Another role issues this type of certificate.
    case notTheIssuer(type: String, issuer: String, role: String)
    /// Only a key with the administration scope may do this.
    case administrationRequired
    /// Keys are granted for one's own member only.
    case grantForOtherMember(member: String)
    /// The granted key is not on the curve.
    case grantedKeyNotOnCurve
    /// The key has been granted before.
    case keyExists(Digest)
    /// The grant would have ended already.
    case grantEnded(notAfterMs: UInt64)
}

extension AuthorityViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .unknownKey: "ledger.unknownKey"
        case .keyRevoked: "ledger.keyRevoked"
        case .keyExpired: "ledger.keyExpired"
        case .memberRemoved: "ledger.memberRemoved"
        case .notTheKeysMember: "ledger.notTheKeysMember"
        case .outOfScope: "ledger.outOfScope"
        case .notTheSource: "ledger.notTheSource"
        case .notTheIssuer: "ledger.notTheIssuer"
        case .administrationRequired: "ledger.administrationRequired"
        case .grantForOtherMember: "ledger.grantForOtherMember"
        case .grantedKeyNotOnCurve: "ledger.grantedKeyNotOnCurve"
        case .keyExists: "ledger.keyExists"
        case .grantEnded: "ledger.grantEnded"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .unknownKey(let key): "nobody was granted the key \(key.abbreviated)"
        case .keyRevoked(let key): "the key \(key.abbreviated) was revoked"
        case .keyExpired: "the grant of the signing key has ended"
        case .memberRemoved(let code): "\(code) is no member any more"
        case .notTheKeysMember(let expected, let found):
            "the statement is issued by \(found), but its key signs for \(expected)"
        case .outOfScope(let subject): "the signing key may not sign statements about \(subject)"
        case .notTheSource(let category, let source, let role):
            "\(category) has one source, \(source); a member with the role \(role) may not write it"
        case .notTheIssuer(let type, let issuer, let role):
            "\(type) is issued by \(issuer); a member with the role \(role) may not issue it"
        case .administrationRequired: "only a key with the administration scope may do this"
        case .grantForOtherMember(let member): "keys of \(member) are granted by \(member) alone"
        case .grantedKeyNotOnCurve: "the granted key is not a point of the suite's curve"
        case .keyExists(let key): "the key \(key.abbreviated) has been granted before"
        case .grantEnded: "the grant would have ended already"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .unknownKey(let key): "公钥 \(key.abbreviated) 未获授权"
        case .keyRevoked(let key): "公钥 \(key.abbreviated) 的授权已撤销"
        case .keyExpired: "签名公钥的授权已到期"
        case .memberRemoved(let code): "\(code) 已不是成员"
        case .notTheKeysMember(let expected, let found):
            "声明以 \(found) 名义签发，但该公钥属于 \(expected)"
        case .outOfScope(let subject): "签名公钥的授权范围不含 \(subject)"
        case .notTheSource(let category, let source, let role):
            "\(category) 的唯一数源是 \(source)，\(role) 无权写入（一数一源）"
        case .notTheIssuer(let type, let issuer, let role):
            "\(type) 由 \(issuer) 颁发，\(role) 无权颁发"
        case .administrationRequired: "只有具备管理权限的公钥才能执行此操作"
        case .grantForOtherMember(let member): "\(member) 的公钥只能由 \(member) 自己授权"
        case .grantedKeyNotOnCurve: "被授权的公钥不在所用曲线上"
        case .keyExists(let key): "公钥 \(key.abbreviated) 已授权过"
        case .grantEnded: "授权的截止时间早于现在"
        }
    }
}

extension Digest {
    /// The first sixteen digits, enough for people to tell digests apart.
    var abbreviated: String { hexadecimal.prefix(16) + "…" }
}
