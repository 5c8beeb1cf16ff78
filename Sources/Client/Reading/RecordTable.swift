import CBOR
import Catalogue
package import Console
package import JSON
import Ledger
import NodeCore

/// Records as people read them, grouped by category.
package struct RecordTable: Sendable {
    private let records: [ProvenRecord]
    private let edition: CatalogueEdition

    /// Shows records in the words of the catalogue, each by the version that it names.
    package init(_ records: [ProvenRecord], edition: CatalogueEdition) {
        self.records = records
        self.edition = edition
    }

    /// One block of labelled fields for each record.
    package func text(_ language: Language) -> String {
        guard !records.isEmpty else { return Phrase("no records\n", "没有记录\n").text(language) }
        return records.map { block($0, language) }.joined()
            + Phrase(
                "\(records.count.counting("record")), proven against the source's signature\n",
                "共 \(records.count) 条，均已核验数源部门签名\n"
            ).text(language)
    }

    private func block(_ record: ProvenRecord, _ language: Language) -> String {
        let category = edition.category(record.category, version: record.schemaVersion)
        let name = category.map { $0.name.phrase.text(language) } ?? ""
        let time = CalendarTime(ms: record.found.timeMs)
        let deed = deed(record.record.operation)
        let place = Phrase(
            "\(deed.english) \(record.writer.code), height \(record.found.height), \(time)",
            "\(record.writer.nameZh)\(deed.chinese)，区块高度 \(record.found.height)，\(time)"
        )
        var text = "\(record.category) \(name) · \(place.text(language))\n"
        guard let category, let entries = entries(record, category) else {
            let reason = hidden(record).text(language)
            return text + "  \(reason)\n"
        }
        let labels = entries.map { $0.field.label.phrase.text(language) }
        let width = labels.map(DisplayWidth.of).max() ?? 0
        for (label, entry) in zip(labels, entries) {
            let value = entry.field.shown(entry.value).phrase.text(language)
            text += "  \(DisplayWidth.padded(label, to: width))  \(value)\n"
        }
        return text
    }

    private func deed(_ operation: RecordOperation) -> Phrase {
        switch operation {
        case .add: Phrase("added by", "新增")
        case .correct: Phrase("corrected by", "更正")
        case .void: Phrase("made void by", "作废")
        }
    }

    private func hidden(_ record: ProvenRecord) -> Phrase {
        switch record.record.body {
        case .sealed: Phrase("sealed for other readers", "密封，非本方可读")
        case .committed: Phrase("only its commitment is on the ledger", "链上仅存摘要承诺")
        case .void: Phrase("made void", "已作废")
        case .plain: Phrase("unreadable", "无法解析")
        }
    }

    private func entries(
        _ record: ProvenRecord,
        _ category: Category
    ) -> [(field: Field, value: FieldValue)]? {
        guard let bytes = record.fields,
            let fields = try? RecordFields(decoding: bytes[...], category.schema)
        else { return nil }
        return fields.entries(of: category.schema)
    }

    /// The records for programs.
    package var json: JSONValue {
        .array(
            records.map { record in
                let category = edition.category(record.category, version: record.schemaVersion)
                let entries = category.flatMap { self.entries(record, $0) }
                return [
                    "category": .string(record.category),
                    "writer": .string(record.writer.code),
                    "height": .integer(record.found.height),
                    "leaf_index": .integer(record.found.leafIndex),
                    "record_index": .integer(record.found.recordIndex),
                    "time_ms": .integer(record.found.timeMs),
                    "fields": entries.map { entries in
                        .object(entries.map { JSONMember($0.field.name, JSONValue($0.value)) })
                    } ?? .null,
                ]
            }
        )
    }
}

extension Label {
    /// The label as other texts of the tools are kept.
    fileprivate var phrase: Phrase { Phrase(english, chinese) }
}

extension JSONValue {
    fileprivate init(_ value: FieldValue) {
        switch value {
        case .integer(let number): self = .integer(number)
        case .boolean(let flag): self = .boolean(flag)
        case .text(let text): self = .string(text)
        case .digest(let bytes): self = .string(bytes.hexadecimal)
        }
    }
}
