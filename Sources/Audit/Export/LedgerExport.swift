import CBOR
import COSE
package import Catalogue
package import Cryptography
import JSON
import Ledger

/// The final chain as tables for the auditor's own tools, made while the ledger is replayed.
package final class LedgerExport: FinalBlockVisitor {
    private let format: ExportFormat
    private let catalogue: Catalogue
    private let suite: Suite
    private let write: (_ fileName: String, _ text: String) -> Void
    private var gathered: [ExportTable: String] = [:]

    /// Texts are handed on in pieces of about this many bytes.
    private static let pieceBytes = 1 << 18

    /// Prepares an export; `write` appends a text to the file of this name.
    package init(
        _ format: ExportFormat,
        catalogue: Catalogue,
        suite: Suite,
        write: @escaping (_ fileName: String, _ text: String) -> Void
    ) {
        self.format = format
        self.catalogue = catalogue
        self.suite = suite
        self.write = write
        if !format.opening.isEmpty { write(format.fileName(.blocks), format.opening) }
        for table in ExportTable.allCases {
            write(format.fileName(table), format.heading(table))
        }
    }

    /// Writes what is left.
    package func finish() {
        for table in ExportTable.allCases { flush(table) }
        if !format.closing.isEmpty { write(format.fileName(.blocks), format.closing) }
    }

    /// Writes one block, its statements and their records.
    package func visit(_ block: FinalBlock) {
        let header = block.block.header
        add(
            .blocks,
            [
                .number(header.height), .text(block.block.hash.hexadecimal),
                .text(header.parent.hexadecimal), .number(header.timeMs), .number(header.epoch),
                .number(header.view), .number(header.proposer), .number(block.statements.count),
                .number(header.treeSize), .text(header.treeRoot.hexadecimal),
                .text(header.statusRoot.hexadecimal), .text(header.stateDigest.hexadecimal),
            ]
        )
        for statement in block.statements { add(statement, at: header.height) }
    }

    private func add(_ statement: FinalStatement, at height: UInt64) {
        let inspected = statement.inspected
        var category = ExportCell.missing
        if case .records(let batch) = inspected.content { category = .text(batch.batch.category) }
        add(
            .statements,
            [
                .number(statement.leafIndex), .number(height), .number(statement.position),
                .text(inspected.kind.rawValue), .text(inspected.issuer),
                statement.agency.map { .text($0.code) } ?? .missing, .text(inspected.subject),
                .number(inspected.issuedAt), .text(inspected.keyIdentifier.hexadecimal),
                .text(inspected.entry.hexadecimal), category, .number(inspected.recordCount),
                inspected.draft.map { .text($0.header.keyIdentifier.hexadecimal) } ?? .missing,
            ]
        )
        if case .records(let batch) = inspected.content { addRecords(of: statement, batch) }
    }

    private func addRecords(of statement: FinalStatement, _ batch: InspectedBatch) {
        guard let attachment = statement.inspected.submission.attachment,
            let records = try? RecordBatch.records(in: attachment)
        else { return }
        let schema = catalogue.category(batch.batch.category)?.schema
        for (index, bytes) in records.enumerated() {
            guard let record = try? Record(decoding: bytes, form: batch.batch.form) else {
                continue
            }
            add(
                .records,
                [
                    .number(statement.leafIndex), .number(index + 1), .text(batch.batch.category),
                    .text("\(record.operation)"), .text(record.keyTag.bytes.hexadecimal),
                    record.subject.cell, .integer(record.effectiveMs),
                    record.period.map { .text($0) } ?? .missing, .text(batch.batch.form.rawValue),
                    .text(suite.digest(bytes).hexadecimal), fields(of: record, schema),
                ]
            )
        }
    }

    private func fields(of record: Record, _ schema: Schema?) -> ExportCell {
        guard case .plain(let bytes) = record.body, let schema,
            let fields = try? RecordFields(decoding: bytes, schema)
        else { return .missing }
        let members = fields.entries(of: schema).map { JSONMember($0.field.name, $0.value.json) }
        return .text(JSONText.compact(.object(members)))
    }

    private func add(_ table: ExportTable, _ cells: [ExportCell]) {
        gathered[table, default: ""] += format.row(table, cells)
        if gathered[table, default: ""].utf8.count >= Self.pieceBytes { flush(table) }
    }

    private func flush(_ table: ExportTable) {
        if let text = gathered.removeValue(forKey: table) { write(format.fileName(table), text) }
    }
}

extension Record.Subject {
    fileprivate var cell: ExportCell {
        switch self {
        case .clear(let text): .text(text)
        case .tag(let tag): .text(tag.bytes.hexadecimal)
        }
    }
}

extension FieldValue {
    fileprivate var json: JSONValue {
        switch self {
        case .integer(let number): .integer(number)
        case .boolean(let flag): .boolean(flag)
        case .text(let text): .string(text)
        case .digest(let bytes): .string(bytes.hexadecimal)
        }
    }
}
