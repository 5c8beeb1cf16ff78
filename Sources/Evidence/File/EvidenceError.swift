package import CBOR
package import COSE
package import Ledger

/// Why bytes are not a citizen's file, or why parts do not make one.
package enum EvidenceError: Error, Hashable, Sendable {
    /// The bytes are not deterministic CBOR of the expected shape.
    case encoding(CBORError)
    /// The file, or a statement in its evidence, is not a COSE message of ours.
    case message(COSEError)
    /// A block header or finalization cannot be read.
    case chain(ChainError)
    /// The file is longer than any file of ours.
    case tooLong(byteCount: Int)
}

extension EvidenceError {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .encoding(let error): error.code
        case .message(let error): error.code
        case .chain(let error): error.code
        case .tooLong: "evidence.tooLong"
        }
    }

    /// One English sentence for people.
    package var english: String {
        switch self {
        case .encoding(let error): error.english
        case .message(let error): error.english
        case .chain(let error): error.english
        case .tooLong(let byteCount): "The file has \(byteCount) bytes, which is too long."
        }
    }

    /// One Chinese sentence for people.
    package var chinese: String {
        switch self {
        case .encoding(let error): error.chinese
        case .message(let error): error.chinese
        case .chain(let error): error.chinese
        case .tooLong(let byteCount): "文件长 \(byteCount) 字节，超过上限。"
        }
    }
}

/// Runs a reader and makes its errors ours.
func reading<Value>(_ body: () throws(CBORError) -> Value) throws(EvidenceError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}
