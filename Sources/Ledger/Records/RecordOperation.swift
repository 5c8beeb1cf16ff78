import CBOR

/// What a record does to the business key it names; the raw value is its number in encodings.
package enum RecordOperation: UInt8, Hashable, Sendable, CaseIterable {
    /// 新增: the first record with its key, or the first after a void.
    case add = 0
    /// 更正: a new version that replaces the one before.
    case correct = 1
    /// 作废: no record with the key is in force any more. It carries no fields.
    case void = 2
}

extension CBORReader {
    mutating func recordOperation() throws(CBORError) -> RecordOperation {
        let start = position
        guard let number = UInt8(exactly: try unsigned()),
            let operation = RecordOperation(rawValue: number)
        else { throw .outOfRange(at: start) }
        return operation
    }
}
