import COSE
import Ledger

/// Who wrote how much of what, and when.
package struct AuditStatistics: Hashable, Sendable {
    /// A count of statements and of the records in them.
    package struct Tally: Hashable, Sendable {
        /// Statements.
        package internal(set) var statements: UInt64 = 0
        /// Records in those statements.
        package internal(set) var records: UInt64 = 0

        static func += (left: inout Tally, right: Tally) {
            left.statements += right.statements
            left.records += right.records
        }
    }

    /// What is counted together.
    private struct Cell: Hashable {
        let month: String
        let agency: String
        let kind: StatementKind
        /// The category of a batch, or the type of a certificate.
        let matter: String
    }

    private var cells: [Cell: Tally] = [:]

    mutating func count(_ statement: InspectedStatement, by agency: String, in month: String) {
        let cell = Cell(
            month: month,
            agency: agency,
            kind: statement.kind,
            matter: statement.matter
        )
        cells[cell, default: Tally()] += Tally(
            statements: 1,
            records: UInt64(statement.recordCount)
        )
    }

    /// By the month of the block's time in the district, oldest first.
    package var byMonth: [(month: String, tally: Tally)] {
        sums(\.month).map { ($0.0, $0.1) }
    }

    /// By the code of the member that answers for the statement.
    package var byAgency: [(agency: String, tally: Tally)] {
        sums(\.agency).map { ($0.0, $0.1) }
    }

    /// By the category of records.
    package var byCategory: [(category: String, tally: Tally)] {
        sums(\.matter, of: .records).map { ($0.0, $0.1) }
    }

    /// By the type of certificates.
    package var byCertificateType: [(type: String, tally: Tally)] {
        sums(\.matter, of: .certificate).map { ($0.0, $0.1) }
    }

    /// Adds up and puts in order.
    private func sums<Name: Hashable & Comparable>(
        _ name: (Cell) -> Name,
        of kind: StatementKind? = nil
    ) -> [(Name, Tally)] {
        var sums: [Name: Tally] = [:]
        for (cell, tally) in cells where kind == nil || cell.kind == kind {
            sums[name(cell), default: Tally()] += tally
        }
        return sums.sorted { $0.key < $1.key }
    }
}

extension InspectedStatement {
    /// The category of a batch or the type of a certificate; nothing for the other kinds.
    fileprivate var matter: String {
        switch content {
        case .records(let batch): batch.batch.category
        case .certificate(let claims): claims.type
        default: ""
        }
    }
}
