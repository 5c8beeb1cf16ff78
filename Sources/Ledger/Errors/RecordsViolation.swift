package import CBOR
package import Catalogue
package import Cryptography

/// What can be wrong with a batch of records.
package enum RecordsViolation: Hashable, Sendable {
    /// The attachment is not a list of records.
    case malformedAttachment(CBORError)
    /// The catalogue has no such category.
    case unknownCategory(code: String)
    /// The batch was made for another version of the category's schema.
    case schemaVersion(expected: UInt64, found: UInt64)
    /// The category is not written to the ledger in this form.
    case formNotAllowed(expected: LedgerForm, found: LedgerForm)
    /// The batch has no records.
    case emptyBatch
    /// The batch announces another number of records than it has.
    case batchCount(announced: UInt64, found: UInt64)
    /// The records do not hash to the root that was signed.
    case batchRoot(signed: Digest, found: Digest)
    /// Plain records came with wrapped keys, or others without.
    case wrappedSecrets(isExpected: Bool)
    /// A record is not a record of the batch's form.
    case malformedRecord(CBORError)
    /// The catalogue refuses a plain record's fields.
    case refused(Finding)
    /// A plain record's business key does not give its key tag.
    case keyTagMismatch
    /// A plain record speaks of another subject than its fields.
    case subjectMismatch(expected: String)
    /// A record with this business key is there already.
    case exists
    /// There is no record with this business key to correct or void.
    case missing
}

extension RecordsViolation {
    /// The stable name printed in logs and matched by tools.
    package var code: String {
        switch self {
        case .malformedAttachment: "ledger.malformedAttachment"
        case .unknownCategory: "ledger.unknownCategory"
        case .schemaVersion: "ledger.schemaVersion"
        case .formNotAllowed: "ledger.formNotAllowed"
        case .emptyBatch: "ledger.emptyBatch"
        case .batchCount: "ledger.batchCount"
        case .batchRoot: "ledger.batchRoot"
        case .wrappedSecrets: "ledger.wrappedSecrets"
        case .malformedRecord: "ledger.malformedRecord"
        case .refused: "ledger.recordRefused"
        case .keyTagMismatch: "ledger.keyTagMismatch"
        case .subjectMismatch: "ledger.recordSubject"
        case .exists: "ledger.recordExists"
        case .missing: "ledger.recordMissing"
        }
    }

    /// What is wrong, for English readers.
    package var english: String {
        switch self {
        case .malformedAttachment(let cause): "the records cannot be read: \(cause.english)"
        case .unknownCategory(let code): "the catalogue has no category \(code)"
        case .schemaVersion(let expected, let found):
            "the records follow version \(found) of the schema; version \(expected) is in force"
        case .formNotAllowed(let expected, let found):
            "records of this category are \(expected.rawValue) on the ledger, not \(found.rawValue)"
        case .emptyBatch: "the batch has no records"
        case .batchCount(let announced, let found):
            "the batch announces \(announced) records and has \(found)"
        case .batchRoot: "the records are not the ones that were signed: their root differs"
        case .wrappedSecrets(let isExpected):
            isExpected ? "the batch key is wrapped for nobody" : "plain records have no batch key"
        case .malformedRecord(let cause): "the record cannot be read: \(cause.english)"
        case .refused(let cause): cause.english
        case .keyTagMismatch: "the key tag is not the one of the record's business key"
        case .subjectMismatch(let expected):
            "the record is filed under another subject than “\(expected)”, of whom it speaks"
        case .exists: "a record with this business key exists; correct it instead of adding it"
        case .missing: "there is no record with this business key to correct or void"
        }
    }

    /// What is wrong, for Chinese readers.
    package var chinese: String {
        switch self {
        case .malformedAttachment(let cause): "所附记录无法读取：\(cause.chinese)"
        case .unknownCategory(let code): "目录中没有类别 \(code)"
        case .schemaVersion(let expected, let found):
            "记录采用第 \(found) 版结构，现行为第 \(expected) 版"
        case .formNotAllowed(let expected, let found):
            "该类别的上链形式是 \(expected.chinese)，不是 \(found.chinese)"
        case .emptyBatch: "批次中没有记录"
        case .batchCount(let announced, let found): "批次声明 \(announced) 条记录，实有 \(found) 条"
        case .batchRoot: "所附记录不是签名时的记录：根摘要不同"
        case .wrappedSecrets(let isExpected): isExpected ? "批次密钥没有接收方" : "公开记录不得带批次密钥"
        case .malformedRecord(let cause): "记录无法读取：\(cause.chinese)"
        case .refused(let cause): cause.chinese
        case .keyTagMismatch: "业务主键标签与记录内容不符"
        case .subjectMismatch(let expected): "记录未登记在其内容所述主体“\(expected)”名下"
        case .exists: "该业务主键的记录已存在，请提交更正而不是新增"
        case .missing: "没有可更正或作废的该业务主键记录"
        }
    }
}
