package import Catalogue
import Console
import Ledger

/// Checks lines against the catalogue before anything is signed.
///
/// The ledger checks plain records again; of sealed records it sees only commitments, so that what
/// is wrong with them is found here or never.
package struct UploadChecker {
    /// The lines that may be signed.
    package private(set) var checked: [CheckedLine] = []
    /// The lines that may not.
    package private(set) var refused: [RefusedLine] = []

    private let catalogue: Catalogue
    private let nowMs: UInt64
    private var validators: [String: RecordValidator] = [:]
    private var places: [CheckedLine.Content: LinePlace] = [:]

    /// A checker; records take effect at `nowMs`, milliseconds since 1970.
    package init(catalogue: Catalogue, nowMs: UInt64) {
        self.catalogue = catalogue
        self.nowMs = nowMs
    }

    /// Checks the lines of a file, after those of the files before it.
    package mutating func check(_ upload: Upload) {
        refused += upload.refused
        for line in upload.lines { check(line) }
    }

    private mutating func check(_ line: UploadLine) {
        guard let schema = catalogue.category(line.category)?.schema else {
            refuse(line, nil, "upload.unknownCategory", .unknownCategory(line.category))
            return
        }
        let reading = schema.read(line.members, from: line.source)
        guard let fields = reading.fields?.encoded() else {
            for finding in reading.findings where !finding.isWarning {
                let reason = Phrase(finding.reason.english, finding.chinese)
                refuse(line, finding.field, finding.rule ?? finding.code, reason)
                return
            }
            return
        }
        do throws(Finding) {
            let record = try validators[line.category, default: RecordValidator(schema)]
                .validate(fields[...])
            accept(line, record, period: period(of: reading.fields, schema))
        } catch {
            let reason = Phrase(error.reason.english, error.chinese)
            refuse(line, error.field, error.rule ?? error.code, reason)
        }
    }

    private mutating func accept(_ line: UploadLine, _ record: CheckedRecord, period: String?) {
        let draft = RecordDraft(
            operation: line.operation,
            key: record.key,
            subject: String(decoding: record.subject, as: UTF8.self),
            effectiveMs: Int64(nowMs),
            period: period,
            fields: line.operation == .void ? [] : Array(record.encoded)
        )
        let content = CheckedLine.Content(category: line.category, draft: draft)
        if let first = places.updateValue(line.place, forKey: content) {
            let earlier = "\(first.file):\(first.line)"
            refuse(
                line,
                nil,
                "upload.repeatedLine",
                Phrase("the same line again, after \(earlier)", "与 \(earlier) 重复")
            )
            return
        }
        checked.append(CheckedLine(place: line.place, category: line.category, draft: draft))
    }

    /// The text of the first field that is a period.
    private func period(of fields: RecordFields?, _ schema: Schema) -> String? {
        for (field, value) in fields?.entries(of: schema) ?? [] {
            if case .period = field.type, case .text(let text) = value { return text }
        }
        return nil
    }

    private mutating func refuse(
        _ line: UploadLine,
        _ field: String?,
        _ rule: String,
        _ reason: Phrase
    ) {
        refused.append(
            RefusedLine(
                place: line.place,
                category: line.category,
                field: field ?? "",
                rule: rule,
                reason: reason
            )
        )
    }
}

extension CheckedLine {
    /// What makes two lines the same line.
    fileprivate struct Content: Hashable {
        let category: String
        let draft: RecordDraft
    }
}
