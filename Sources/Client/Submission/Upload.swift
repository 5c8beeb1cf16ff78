package import Catalogue
import Console
import JSON
import Ledger

/// What a file holds: lines that could be read, and lines that could not.
package struct Upload: Hashable, Sendable {
    /// The lines that could be read.
    package private(set) var lines: [UploadLine] = []
    /// The lines that could not, each with the reason.
    package private(set) var refused: [RefusedLine] = []

    /// Reads a file: CSV when its name ends in `.csv`, otherwise JSON lines.
    ///
    /// The category of a CSV file is `category`, or else the file's name without folder and ending.
    /// Columns that the category does not know, and missing columns of required fields, refuse the
    /// whole file.
    package init(path: String, bytes: [UInt8], category: String?, catalogue: Catalogue) {
        if path.hasSuffix(".csv") {
            let name = path.split(separator: "/").last?.dropLast(".csv".count)
            let code = category ?? String(name ?? "")
            readCSV(bytes, path: path, category: code, schema: catalogue.category(code)?.schema)
        } else {
            readJSONLines(bytes, path: path)
        }
    }

    // MARK: JSON lines: {"category": "TAX-029", "record": {…}}, `op` optional

    private static let maximumLineBytes = 1 << 20

    private mutating func readJSONLines(_ bytes: [UInt8], path: String) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...]
        let newline = UInt8(ascii: "\n")
        let parts = text.split(separator: newline, omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() where part.contains(where: { $0 > 0x20 }) {
            let place = LinePlace(file: path, line: index + 1)
            do {
                lines.append(try Self.line(part, at: place))
            } catch {
                refuse(place, error.code, Phrase(error.english, error.chinese))
            }
        }
    }

    private static func line(
        _ bytes: ArraySlice<UInt8>,
        at place: LinePlace
    ) throws(JSONError) -> UploadLine {
        var limits = JSONLimits.standard
        limits.maximumBytes = maximumLineBytes
        limits.maximumDepth = 8
        var fields = try JSONFields(JSONValue(parsing: bytes, limits: limits))
        let category = try fields.string("category")
        guard let members = try fields.value("record").object else {
            throw .wrongType(path: "record", expected: .object)
        }
        let name = try fields.optionalString("op") ?? "add"
        guard let operation = RecordOperation(name: name) else {
            throw .notAllowed(path: "op", value: name)
        }
        try fields.finish()
        return UploadLine(
            place: place,
            category: category,
            operation: operation,
            members: members,
            source: .json
        )
    }

    // MARK: CSV: the first line names the fields

    private mutating func readCSV(
        _ bytes: [UInt8],
        path: String,
        category: String,
        schema: Schema?
    ) {
        let header = LinePlace(file: path, line: 1)
        guard let schema else {
            refuse(header, "upload.unknownCategory", .unknownCategory(category))
            return
        }
        do throws(CSVError) {
            var reader = try CSVReader(bytes)
            try Self.check(reader, schema)
            while let row = reader.next() {
                switch row {
                case .success(let row):
                    let cells = zip(reader.header, row.cells)
                    lines.append(
                        UploadLine(
                            place: LinePlace(file: path, line: row.line),
                            category: category,
                            operation: .add,
                            members: cells.map { JSONMember($0, .string($1)) },
                            source: .spreadsheet
                        )
                    )
                case .failure(let error):
                    refuse(
                        LinePlace(file: path, line: error.line),
                        error.code,
                        Phrase(error.english, error.chinese)
                    )
                }
            }
        } catch {
            refuse(
                LinePlace(file: path, line: error.line),
                error.code,
                Phrase(error.english, error.chinese)
            )
        }
    }

    /// Compares the header with the schema; a column may have the name of a field or its label.
    private static func check(_ reader: CSVReader, _ schema: Schema) throws(CSVError) {
        let named = Set(reader.header.compactMap(schema.position))
        let extra = reader.header.filter { schema.position(of: $0) == nil }
        let missing = schema.fields.indices
            .filter { schema.fields[$0].isRequired && !named.contains($0) }
            .map { schema.fields[$0].name }
        guard extra.isEmpty, missing.isEmpty else {
            throw .columns(missing: missing, extra: extra)
        }
    }

    private mutating func refuse(_ place: LinePlace, _ rule: String, _ reason: Phrase) {
        refused.append(RefusedLine(place: place, rule: rule, reason: reason))
    }
}

extension Phrase {
    /// Why a line with this category cannot be read.
    static func unknownCategory(_ code: String) -> Phrase {
        Phrase("there is no category \(code)", "没有数据类别 \(code)")
    }
}

extension RecordOperation {
    /// The operation that a line names: add, correct or void.
    fileprivate init?(name: String) {
        switch name {
        case "add": self = .add
        case "correct": self = .correct
        case "void": self = .void
        default: return nil
        }
    }
}
