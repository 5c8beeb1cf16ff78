package import CBOR
import Cryptography

/// Wire form of a change: an array whose first item is its number.
///
///     [1, member, key]   [2, code]   [3, seat]   [4, name, seat]   [5, seat]   [6, name]
///     [7, code, version, json]   [8, code, version, json]   [9, name, value]
///     [10, version, height]
///     member = [code, role, name-zh, name-en, uscc]
extension CharterChange {
    /// Appends the deterministic encoding.
    package func encode(into writer: inout CBORWriter) {
        switch self {
        case .admitMember(let member, let key):
            head(1, 3, &writer)
            member.encode(into: &writer)
            writer.byteString(key)
        case .removeMember(let code):
            head(2, 2, &writer)
            writer.text(code)
        case .addValidator(let seat):
            head(3, 2, &writer)
            seat.encode(into: &writer)
        case .replaceValidator(let name, let seat):
            head(4, 3, &writer)
            writer.text(name)
            seat.encode(into: &writer)
        case .rekeyValidator(let seat):
            head(5, 2, &writer)
            seat.encode(into: &writer)
        case .removeValidator(let name):
            head(6, 2, &writer)
            writer.text(name)
        case .category(let row):
            head(7, 4, &writer)
            row.encodeFields(into: &writer)
        case .certificateType(let row):
            head(8, 4, &writer)
            row.encodeFields(into: &writer)
        case .limit(let name, let value):
            head(9, 3, &writer)
            writer.text(name)
            writer.unsigned(value)
        case .rules(let version, let height):
            head(10, 3, &writer)
            writer.unsigned(version)
            writer.unsigned(height)
        }
    }

    private func head(_ number: UInt64, _ count: Int, _ writer: inout CBORWriter) {
        writer.array(count)
        writer.unsigned(number)
    }

    /// Reads one change.
    package init(from reader: inout CBORReader) throws(CBORError) {
        let start = reader.position
        let count = try reader.array()
        let number = try reader.unsigned()
        switch (number, count) {
        case (1, 3): self = .admitMember(try Member(from: &reader), key: try reader.publicKey())
        case (2, 2): self = .removeMember(code: try reader.text())
        case (3, 2): self = .addValidator(try NodeSeat(from: &reader))
        case (4, 3):
            self = .replaceValidator(name: try reader.text(), try NodeSeat(from: &reader))
        case (5, 2): self = .rekeyValidator(try NodeSeat(from: &reader))
        case (6, 2): self = .removeValidator(name: try reader.text())
        case (7, 4): self = .category(try CatalogueRow(fieldsFrom: &reader))
        case (8, 4): self = .certificateType(try CatalogueRow(fieldsFrom: &reader))
        case (9, 3): self = .limit(name: try reader.text(), value: try reader.unsigned())
        case (10, 3):
            self = .rules(version: try reader.unsigned(), height: try reader.unsigned())
        default: throw .outOfRange(at: start)
        }
    }
}

extension Member {
    func encode(into writer: inout CBORWriter) {
        writer.array(5)
        for text in [code, role, nameZh, nameEn, uscc] { writer.text(text) }
    }

    init(from reader: inout CBORReader) throws(CBORError) {
        try reader.array(count: 5)
        self.init(
            code: try reader.text(),
            role: try reader.text(),
            nameZh: try reader.text(),
            nameEn: try reader.text(),
            uscc: try reader.text()
        )
    }
}

extension CatalogueRow {
    fileprivate func encodeFields(into writer: inout CBORWriter) {
        writer.text(code)
        writer.unsigned(version)
        writer.text(json)
    }

    fileprivate init(fieldsFrom reader: inout CBORReader) throws(CBORError) {
        self.init(
            code: try reader.text(),
            version: try reader.unsigned(),
            json: try reader.text()
        )
    }
}
