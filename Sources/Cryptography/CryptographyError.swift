/// Why a key, a sealed text or a key file was refused.
package enum CryptographyError: Error, Hashable, Sendable {
    /// The public key is not a point of the suite's curve.
    case pointNotOnCurve
    /// The key is of a kind that no suite uses, or of another suite than asked for.
    case unsupportedKey
    /// The text is not a PEM private key or certificate.
    case malformedPEM
    /// The private key is encrypted, and the passphrase is missing or wrong or the text damaged.
    case wrongPassphrase
    /// A sealed text was altered, or is opened with the wrong key, nonce or context.
    case notAuthentic
    /// A key or nonce does not have its number of bytes, or a name is longer than permitted.
    case wrongLength(expected: Int, found: Int)
    /// The secret was wrapped to another key than the one that tries to unwrap it.
    case notTheRecipient(expected: Digest, found: Digest)
    /// The private key does not belong to the public key or certificate beside it.
    case keyMismatch
    /// The system refused a file operation, with its error number.
    case file(path: String, errno: Int32)
    /// Users other than the owner may read the key file.
    case exposedFile(path: String)
    /// The path names no regular file, or one larger than any key.
    case notAKeyFile(path: String)
}

extension CryptographyError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .pointNotOnCurve: "cryptography.pointNotOnCurve"
        case .unsupportedKey: "cryptography.unsupportedKey"
        case .malformedPEM: "cryptography.malformedPEM"
        case .wrongPassphrase: "cryptography.wrongPassphrase"
        case .notAuthentic: "cryptography.notAuthentic"
        case .wrongLength: "cryptography.wrongLength"
        case .notTheRecipient: "cryptography.notTheRecipient"
        case .keyMismatch: "cryptography.keyMismatch"
        case .file: "cryptography.file"
        case .exposedFile: "cryptography.exposedFile"
        case .notAKeyFile: "cryptography.notAKeyFile"
        }
    }

    /// One English sentence for people.
    package var english: String {
        switch self {
        case .pointNotOnCurve: "The public key is not a point of the curve."
        case .unsupportedKey: "The key is of a kind that is not used here."
        case .malformedPEM: "The text is not a PEM private key or certificate."
        case .wrongPassphrase: "The private key is encrypted and the passphrase does not open it."
        case .notAuthentic: "The encrypted data was altered or the key does not fit."
        case .wrongLength(let expected, let found):
            "A length of \(expected) was expected and \(found) found."
        case .notTheRecipient(let expected, let found):
            "The secret is for key \(expected), not for key \(found)."
        case .keyMismatch: "The private key does not belong to the public key."
        case .file(let path, let number): "\(path): the system refused (errno \(number))."
        case .exposedFile(let path):
            "\(path): others may read this private key; run: chmod 600 '\(path)'"
        case .notAKeyFile(let path): "\(path): this is not a key file."
        }
    }

    /// One Chinese sentence for people.
    package var chinese: String {
        switch self {
        case .pointNotOnCurve: "公钥不是该曲线上的点。"
        case .unsupportedKey: "不支持该类型的密钥。"
        case .malformedPEM: "文本不是 PEM 格式的私钥或证书。"
        case .wrongPassphrase: "私钥已加密，口令不正确或未提供。"
        case .notAuthentic: "密文被改动，或密钥不符。"
        case .wrongLength(let expected, let found): "长度应为 \(expected)，实际为 \(found)。"
        case .notTheRecipient(let expected, let found):
            "密文的接收方是密钥 \(expected)，不是密钥 \(found)。"
        case .keyMismatch: "私钥与公钥不匹配。"
        case .file(let path, let number): "\(path)：系统拒绝操作(errno \(number))。"
        case .exposedFile(let path):
            "\(path)：其他用户可读取该私钥；请执行：chmod 600 '\(path)'"
        case .notAKeyFile(let path): "\(path)：不是密钥文件。"
        }
    }
}
