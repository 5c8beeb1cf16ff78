package import CBOR
package import Cryptography

/// Why bytes are not one of our COSE messages, or not signed by the key they name.
package enum COSEError: Error, Hashable, Sendable {
    /// The bytes are not deterministic CBOR of the expected shape.
    case encoding(CBORError)
    /// The message has another tag than 18, COSE_Sign1.
    case wrongTag(found: UInt64)
    /// The unprotected header has parameters where none belong.
    case unprotectedNotEmpty
    /// The payload is absent where it belongs, or present where it does not.
    case payloadMisplaced
    /// A header parameter that every such message has is missing.
    case missingLabel(Int64)
    /// A header parameter that we have no use for.
    case unknownLabel(Int64)
    /// A header parameter is labelled by something else than a 64-bit integer.
    case labelNotInteger
    /// A claim that must say something is an empty text.
    case emptyClaim(label: Int64)
    /// The signature algorithm belongs to no suite.
    case unknownAlgorithm(Int64)
    /// The message is of a type that is none of ours.
    case unknownType(String)
    /// The signature algorithm is not that of the key.
    case wrongAlgorithm(expected: Int64, found: Int64)
    /// The message names another key.
    case wrongKey(expected: Digest, found: Digest)
    /// The signature is not of these bytes by this key.
    case badSignature
}

extension COSEError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .encoding(let error): error.code
        case .wrongTag: "cose.wrongTag"
        case .unprotectedNotEmpty: "cose.unprotectedNotEmpty"
        case .payloadMisplaced: "cose.payloadMisplaced"
        case .missingLabel: "cose.missingLabel"
        case .unknownLabel: "cose.unknownLabel"
        case .labelNotInteger: "cose.labelNotInteger"
        case .emptyClaim: "cose.emptyClaim"
        case .unknownAlgorithm: "cose.unknownAlgorithm"
        case .unknownType: "cose.unknownType"
        case .wrongAlgorithm: "cose.wrongAlgorithm"
        case .wrongKey: "cose.wrongKey"
        case .badSignature: "cose.badSignature"
        }
    }

    /// One English sentence for people.
    package var english: String {
        switch self {
        case .encoding(let error): error.english
        case .wrongTag(let found): "The tag is \(found) and not 18 (COSE_Sign1)."
        case .unprotectedNotEmpty: "The unprotected header is not empty."
        case .payloadMisplaced: "The payload is missing, or present where none belongs."
        case .missingLabel(let label): "Header parameter \(label) is missing."
        case .unknownLabel(let label): "Header parameter \(label) is not allowed here."
        case .labelNotInteger: "A header parameter is not labelled by an integer."
        case .emptyClaim(let label): "Claim \(label) is empty."
        case .unknownAlgorithm(let found): "Signature algorithm \(found) is unknown."
        case .unknownType(let found): "The type “\(found)” is unknown."
        case .wrongAlgorithm(let expected, let found):
            "The signature algorithm is \(found) and not \(expected)."
        case .wrongKey(let expected, let found):
            "The signer's key is \(found) and not \(expected)."
        case .badSignature: "The signature does not match."
        }
    }

    /// One Chinese sentence for people.
    package var chinese: String {
        switch self {
        case .encoding(let error): error.chinese
        case .wrongTag(let found): "标签为 \(found)，应为 18(COSE_Sign1)。"
        case .unprotectedNotEmpty: "未受保护的头部应为空。"
        case .payloadMisplaced: "缺少载荷，或载荷出现在不应出现之处。"
        case .missingLabel(let label): "缺少头部参数 \(label)。"
        case .unknownLabel(let label): "此处不允许头部参数 \(label)。"
        case .labelNotInteger: "头部参数的标签不是整数。"
        case .emptyClaim(let label): "声明 \(label) 为空。"
        case .unknownAlgorithm(let found): "签名算法 \(found) 未知。"
        case .unknownType(let found): "类型“\(found)”未知。"
        case .wrongAlgorithm(let expected, let found): "签名算法为 \(found)，应为 \(expected)。"
        case .wrongKey(let expected, let found): "签名密钥为 \(found)，应为 \(expected)。"
        case .badSignature: "签名不符。"
        }
    }
}

/// Runs a reader and makes its errors ours.
func reading<Value>(
    _ body: () throws(CBORError) -> Value
) throws(COSEError) -> Value {
    do {
        return try body()
    } catch {
        throw .encoding(error)
    }
}
