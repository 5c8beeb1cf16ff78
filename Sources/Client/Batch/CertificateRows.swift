import CBOR
import Catalogue
package import Console
package import Cryptography
package import JSON
package import Ledger

/// One row of a table of certificates to be issued.
package struct CertificateRow: Hashable, Sendable {
    /// Where it stood.
    package let place: LinePlace
    /// The cells that are filled in, with the names of their columns.
    package let members: [JSONMember]
    /// The digests of its documents.
    package let documents: [DocumentDigest]
    /// The holder's public key, if the issuer was told.
    package let holderKey: PublicKey?
    /// What it says, documents and all: the same row has the same digest wherever it stands.
    package let digest: Digest
}

extension CertificateRow {
    /// The fields of the one certificate of a form, which stand in a file of their own.
    ///
    /// `identifier` is the one that an officer gave, if any.
    package init(
        _ path: String,
        members: [JSONMember],
        documents: [DocumentDigest],
        holderKey: PublicKey?,
        identifier: String?,
        suite: Suite
    ) {
        let given = identifier.map { [JSONMember("certificate identifier", .string($0))] }
        place = LinePlace(file: path, line: 1)
        self.members = members
        self.documents = documents
        self.holderKey = holderKey
        digest = Self.digest(members + (given ?? []), documents, holderKey, suite)
    }

    fileprivate static func digest(
        _ members: [JSONMember],
        _ documents: [DocumentDigest],
        _ holderKey: PublicKey?,
        _ suite: Suite
    ) -> Digest {
        var writer = CBORWriter()
        writer.array(members.count + documents.count + (holderKey == nil ? 0 : 1))
        for member in members.sorted(by: { $0.name < $1.name }) {
            writer.array(2)
            writer.text(member.name)
            writer.text(member.value.string ?? JSONText.compact(member.value))
        }
        for document in documents { writer.byteString(document.digest) }
        if let holderKey { writer.byteString(holderKey) }
        return suite.digest(writer.bytes)
    }
}

/// A table of certificates: the first line names the fields, a column may name a document.
package struct CertificateRows: Sendable {
    /// The columns that name a PDF or OFD file, beside the table or by its full path.
    package static let documentColumns = ["document", "附件"]

    /// The columns that hold a holder's public key in hexadecimal digits.
    package static let holderKeyColumns = ["holder_key", "持证人公钥"]

    /// The rows that could be read; whether their fields are right is not yet known.
    package private(set) var rows: [CertificateRow] = []
    /// The others.
    package private(set) var refused: [RefusedLine] = []

    private let path: String
    private let suite: Suite
    private var places: [Digest: LinePlace] = [:]

    /// Reads a table; columns that the type does not have are an error of the whole table.
    package init(
        _ path: String,
        bytes: [UInt8],
        type: CatalogueCertificateType,
        isRefusal: Bool = false,
        suite: Suite
    ) throws(ClientError) {
        self.path = path
        self.suite = suite
        let schema = isRefusal ? type.refusalSchema : type.schema
        do throws(CSVError) {
            var reader = try CSVReader(bytes)
            let extra = reader.header.filter { name in
                schema.position(of: name) == nil && !Self.documentColumns.contains(name)
                    && !Self.holderKeyColumns.contains(name)
            }
            guard extra.isEmpty else { throw CSVError.columns(missing: [], extra: extra) }
            while let row = reader.next() {
                switch row {
                case .success(let row): read(row, reader.header)
                case .failure(let error):
                    let reason = Phrase(error.english, error.chinese)
                    refuse(error.line, field: "", error.code, reason)
                }
            }
        } catch {
            throw .malformed(path: path, reason: Phrase(error.english, error.chinese))
        }
    }

    private mutating func read(_ row: CSVRow, _ header: [String]) {
        var members: [JSONMember] = []
        var documents: [DocumentDigest] = []
        var holderKey: PublicKey?
        for (name, cell) in zip(header, row.cells) where cell.contains(where: { $0 != " " }) {
            if Self.holderKeyColumns.contains(name) {
                holderKey = Self.key(cell, suite)
                guard holderKey == nil else { continue }
                return refuse(row.line, field: name, "batch.badHolderKey", Self.badHolderKey)
            }
            guard Self.documentColumns.contains(name) else {
                members.append(JSONMember(name, .string(cell)))
                continue
            }
            do throws(InputFileError) {
                documents += try DocumentDigest.read(cell, beside: path)
            } catch {
                let reason = Phrase(error.english, error.chinese)
                return refuse(row.line, field: name, error.code, reason)
            }
        }
        let place = LinePlace(file: path, line: row.line)
        let digest = CertificateRow.digest(members, documents, holderKey, suite)
        if let first = places.updateValue(place, forKey: digest) {
            let reason = Phrase(
                "the same row again, after line \(first.line)",
                "与第 \(first.line) 行重复"
            )
            return refuse(row.line, field: "", "batch.repeatedRow", reason)
        }
        rows.append(
            CertificateRow(
                place: place,
                members: members,
                documents: documents,
                holderKey: holderKey,
                digest: digest
            )
        )
    }

    private mutating func refuse(
        _ line: Int,
        field: String,
        _ rule: String,
        _ reason: Phrase
    ) {
        refused.append(
            RefusedLine(
                place: LinePlace(file: path, line: line),
                field: field,
                rule: rule,
                reason: reason
            )
        )
    }

    /// A public key in hexadecimal digits; nil when it is none of this suite.
    private static func key(_ text: String, _ suite: Suite) -> PublicKey? {
        let digits = text.split(separator: " ").joined()
        return PublicKey(hexadecimal: digits).flatMap { key in
            try? VerificationKey(key, suite: suite).publicKey
        }
    }

    private static let badHolderKey = Phrase(
        "no public key of this ledger's curve; lianzheng key show prints one",
        "不是本账本所用曲线的公钥；lianzheng key show 可显示公钥"
    )
}

extension DocumentDigest {
    /// The digests of a document, PDF or OFD by its name: one of each suite.
    package static func read(_ path: String) throws(InputFileError) -> [DocumentDigest] {
        let bytes = try InputFile.read(path)
        let mediaType = path.hasSuffix(".ofd") ? "application/ofd" : "application/pdf"
        return Suite.allCases.map { suite in
            DocumentDigest(algorithm: suite, digest: suite.digest(bytes), mediaType: mediaType)
        }
    }

    /// The same; a relative path counts from a table's folder.
    fileprivate static func read(
        _ name: String,
        beside table: String
    ) throws(InputFileError) -> [DocumentDigest] {
        let folder = table.lastIndex(of: "/").map { String(table[...$0]) } ?? ""
        return try read(name.hasPrefix("/") ? name : folder + name)
    }
}
