package import CBOR
package import Cryptography

/// Why records cannot be put into their form or opened again.
package enum RecordsFailure: Error, Hashable, Sendable {
    /// The fields are not a map from field numbers to values.
    case fields(CBORError)
    /// A key is not usable, or a ciphertext was altered.
    case cryptography(CryptographyError)
    /// The batch's secrets were not wrapped for this key.
    case notAReader
    /// The fields are not on the ledger, only a commitment to them.
    case fieldsNotOnLedger
    /// The fields are not the ones the ledger holds a commitment to.
    case commitmentMismatch
}

extension RecordsFailure {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .fields: "records.fields"
        case .cryptography: "records.cryptography"
        case .notAReader: "records.notAReader"
        case .fieldsNotOnLedger: "records.fieldsNotOnLedger"
        case .commitmentMismatch: "records.commitmentMismatch"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .fields(let cause): "the fields cannot be read: \(cause.english)"
        case .cryptography(let cause): cause.english
        case .notAReader: "the records were not sealed for this key"
        case .fieldsNotOnLedger: "the ledger holds a commitment only; ask the source for the fields"
        case .commitmentMismatch: "the fields are not the ones the ledger holds a commitment to"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .fields(let cause): "字段无法读取：\(cause.chinese)"
        case .cryptography(let cause): cause.chinese
        case .notAReader: "这些记录未授予本公钥解密"
        case .fieldsNotOnLedger: "链上只有承诺值，字段须向数源部门索取"
        case .commitmentMismatch: "字段与链上的承诺值不符"
        }
    }
}
