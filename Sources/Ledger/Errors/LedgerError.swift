/// A statement or block that the ledger refuses: which rule, and where.
package struct LedgerError: Error, Hashable, Sendable {
    /// The rule that was broken, with what it found.
    package let violation: LedgerViolation
    /// Where it was broken.
    package let place: Place

    /// A place in a block; what is not known is nil.
    package struct Place: Hashable, Sendable {
        /// The statement's position in its block, from zero.
        package var statement: Int?
        /// The record's position in its batch, from zero.
        package var record: Int?
        /// The name of the field, which the violation's own text names too.
        package var field: String?

        /// Names a place.
        package init(statement: Int? = nil, record: Int? = nil, field: String? = nil) {
            self.statement = statement
            self.record = record
            self.field = field
        }
    }

    /// Reports a broken rule.
    package init(_ violation: LedgerViolation, at place: Place = Place()) {
        self.violation = violation
        self.place = place
    }

    /// The same error, with the statement's position in its block filled in.
    package func at(statement: Int) -> LedgerError {
        var place = place
        place.statement = statement
        return LedgerError(violation, at: place)
    }

    /// The same error, with the record's position in its batch filled in.
    func at(record: Int) -> LedgerError {
        var place = place
        place.record = record
        return LedgerError(violation, at: place)
    }
}

extension LedgerError {
    /// The stable name printed in logs and matched by tools.
    package var code: String { violation.code }

    /// The error for English readers; positions count from one.
    package var english: String {
        let place = [
            place.statement.map { "statement \($0 + 1)" },
            place.record.map { "record \($0 + 1)" },
        ].compactMap(\.self)
        return place.isEmpty
            ? violation.english : "\(place.joined(separator: ", ")): \(violation.english)"
    }

    /// The error for Chinese readers; positions count from one.
    package var chinese: String {
        let place = [
            place.statement.map { "第 \($0 + 1) 份声明" },
            place.record.map { "第 \($0 + 1) 条记录" },
        ].compactMap(\.self)
        return place.isEmpty
            ? violation.chinese : "\(place.joined(separator: "，"))：\(violation.chinese)"
    }
}
