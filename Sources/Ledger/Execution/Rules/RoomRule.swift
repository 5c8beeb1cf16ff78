extension BlockExecution {
    /// *Limits*: a block has room for so many bytes, statements and records.
    func checkRoom(for statement: InspectedStatement) throws(LedgerError) {
        let limits = charter.limits
        try Limit.blockBytes.check(usage.bytes + statement.byteCount, limits.blockBytes)
        try Limit.blockStatements.check(usage.statements + 1, limits.blockStatements)
        try Limit.blockRecords.check(
            usage.records + statement.recordCount,
            limits.blockRecords
        )
    }
}

extension LedgerError {
    /// Whether the statement might find room in another block.
    var isLackOfRoom: Bool {
        if case .block(.epochEnded) = violation { return true }
        guard case .statement(.overLimit(let limit, _, _)) = violation else { return false }
        return [.blockBytes, .blockStatements, .blockRecords].contains(limit)
    }
}
