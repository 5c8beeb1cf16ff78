package import JSON

/// Why a genesis is refused.
package enum GenesisError: Error, Hashable, Sendable {
    /// The file is not the JSON that a genesis must be.
    case document(JSONError)
    /// A list that must have entries has none.
    case empty(list: String)
    /// Something occurs twice that must be unique.
    case duplicate(what: String, value: String)
    /// A member is named that is not in the list of members.
    case unknownMember(code: String, at: String)
    /// A certificate type is named that is not in the list of types.
    case unknownCertificateType(code: String, at: String)
    /// A value has not the form it must have.
    case badValue(what: String, value: String)
    /// A key does not lie on the suite's curve.
    case badKey(at: String)
    /// There are more validators than the limits allow.
    case tooManyValidators(count: Int, limit: UInt64)
    /// The voting nodes do not make a validator set.
    case validators(ChainError)
    /// The catalogue at hand is not the one the chain was made with.
    case wrongCatalogue(expected: String, found: String)
}

extension GenesisError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .document: "genesis.document"
        case .empty: "genesis.empty"
        case .duplicate: "genesis.duplicate"
        case .unknownMember: "genesis.unknownMember"
        case .unknownCertificateType: "genesis.unknownCertificateType"
        case .badValue: "genesis.badValue"
        case .badKey: "genesis.badKey"
        case .tooManyValidators: "genesis.tooManyValidators"
        case .validators: "genesis.validators"
        case .wrongCatalogue: "genesis.wrongCatalogue"
        }
    }

    /// One English sentence for people.
    package var english: String {
        switch self {
        case .document(let cause): "The genesis cannot be read: \(cause.english)."
        case .empty(let list): "The genesis has no \(list)."
        case .duplicate(let what, let value): "The genesis has the \(what) \(value) twice."
        case .unknownMember(let code, let place):
            "\(place) names the member \(code), which the genesis does not have."
        case .unknownCertificateType(let code, let place):
            "\(place) names the certificate type \(code), which the genesis does not have."
        case .badValue(let what, let value): "“\(value)” is not a valid \(what)."
        case .badKey(let place): "The key at \(place) does not lie on the curve of the suite."
        case .tooManyValidators(let count, let limit):
            "The genesis has \(count) validators; at most \(limit) are allowed."
        case .validators(let cause):
            "The voting nodes do not make a validator set: \(cause.english)"
        case .wrongCatalogue(let expected, let found):
            "The catalogue is not the chain's: its digest is \(found), not \(expected)."
        }
    }

    /// One Chinese sentence for people.
    package var chinese: String {
        switch self {
        case .document(let cause): "创世文件无法读取：\(cause.chinese)。"
        case .empty(let list): "创世文件中没有任何 \(list)。"
        case .duplicate(let what, let value): "创世文件中 \(what) \(value) 重复。"
        case .unknownMember(let code, let place): "\(place) 引用的成员 \(code) 不在创世文件中。"
        case .unknownCertificateType(let code, let place):
            "\(place) 引用的证照类型 \(code) 不在创世文件中。"
        case .badValue(let what, let value): "“\(value)”不是有效的 \(what)。"
        case .badKey(let place): "\(place) 处的公钥不在所选算法的曲线上。"
        case .tooManyValidators(let count, let limit):
            "创世文件有 \(count) 个验证节点，上限为 \(limit)。"
        case .validators(let cause): "验证节点的设置有误：\(cause.chinese)"
        case .wrongCatalogue(let expected, let found):
            "数据目录与本链不符：其摘要为 \(found)，应为 \(expected)。"
        }
    }
}
