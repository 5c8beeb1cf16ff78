import CBOR
import Console
package import Cryptography

/// What a batch has begun, kept beside its output so that nothing is issued twice after a break.
///
/// ```
/// batch.journal   lianzheng-batch 1 CHAIN MEMBER TYPE SECRET    what the batch is, and its secret
///                 LINE ROW IDENTIFIER TIME                      durable before each submission
/// batch.issued    lianzheng-issued 1 CHAIN MEMBER TYPE          once all that was begun is done
///                 LINE ROW IDENTIFIER TIME
/// ```
///
/// A row's identifier is reserved before its certificate is submitted, and the ledger takes an
/// identifier once. The salts of the fields and the claim codes follow from the secret, so that a
/// holder's file can be made after a break as well. Both files are for their owner's eyes alone.
/// The journal goes when all is done; what stays, without the secret, is which rows were issued.
package final class BatchJournal {
    /// What was begun for a row.
    package struct Reservation: Hashable, Sendable {
        /// The line on which the row stood.
        package let line: Int
        /// The row.
        package let row: Digest
        /// The identifier of its certificate.
        package let identifier: String
        /// The moment from which the certificate was made, in milliseconds since 1970.
        package let timeMs: UInt64

        /// Describes a reservation.
        package init(line: Int, row: Digest, identifier: String, timeMs: UInt64) {
            self.line = line
            self.row = row
            self.identifier = identifier
            self.timeMs = timeMs
        }
    }

    /// From what the salts of fields follow.
    package let secret: [UInt8]

    private let journal: DurableLines
    /// Nil for the journal of one certificate, whose file says enough.
    private let issued: DurableLines?
    private let title: [String]
    private var issuedRows: Set<Digest> = []
    private var ofRow: [Digest: [Reservation]] = [:]
    private var ofLine: [Int: Reservation] = [:]
    private var ofIdentifier: [String: Digest] = [:]
    /// The last reservation, for whichever row.
    package private(set) var last: Reservation?

    /// Opens the journal of a batch in its folder, or begins it; `title` says which chain, member
    /// and type it is.
    package convenience init(in folder: String, title: [String]) throws(ClientError) {
        try self.init(folder + "/batch.journal", issued: folder + "/batch.issued", title)
    }

    /// Opens the journal of one certificate, or begins it.
    package convenience init(file: String, title: [String]) throws(ClientError) {
        try self.init(file, issued: nil, title)
    }

    private init(_ file: String, issued done: String?, _ title: [String]) throws(ClientError) {
        self.title = title
        journal = try DurableLines(file)
        issued = try done.map { (path) throws(ClientError) in try DurableLines(path) }
        let lines = journal.lines.map { $0.split(separator: " ").map(String.init) }
        let start = ["lianzheng-batch", "1"] + title
        if let first = lines.first {
            guard first.count == start.count + 1, Array(first.dropLast()) == start,
                let secret = Digest(hexadecimal: first[start.count])
            else { throw .malformed(path: journal.path, reason: Self.anotherBatch) }
            self.secret = secret.bytes
        } else {
            secret = SecureRandom.bytes(32)
        }
        for entry in try Self.entries(of: issued, ["lianzheng-issued", "1"] + title) {
            issuedRows.insert(entry.row)
            ofLine[entry.line] = entry
            ofIdentifier[entry.identifier] = entry.row
        }
        for line in lines.dropFirst() {
            guard let reservation = Reservation(line) else {
                throw .malformed(path: journal.path, reason: Self.damaged)
            }
            remember(reservation)
        }
        if lines.isEmpty {
            try journal.append((start + [secret.hexadecimal]).joined(separator: " ") + "\n")
        }
    }

    private static func entries(
        of file: DurableLines?,
        _ start: [String]
    ) throws(ClientError) -> [Reservation] {
        guard let file, let first = file.lines.first else { return [] }
        guard first == start.joined(separator: " ") else {
            throw .malformed(path: file.path, reason: anotherBatch)
        }
        let entries = file.lines.dropFirst().map { line in
            Reservation(line.split(separator: " ").map(String.init))
        }
        guard entries.allSatisfy({ $0 != nil }) else {
            throw .malformed(path: file.path, reason: damaged)
        }
        return entries.compactMap(\.self)
    }

    private static let anotherBatch = Phrase(
        "begun with another ledger, member or type: choose another --out",
        "由另一账本、机构或证照类型的命令开始，请另选 --out"
    )
    private static let damaged = Phrase("the journal is damaged", "批次日志已损坏")

    /// Whether the row's certificate was issued by a batch that is done.
    package func isIssued(_ row: Digest) -> Bool { issuedRows.contains(row) }

    /// All attempts at the row's certificate, oldest first; empty for a row that is new or done.
    package func attempts(at row: Digest) -> [Reservation] { ofRow[row] ?? [] }

    /// The last reservation for the row on a line.
    package func reservation(onLine line: Int) -> Reservation? { ofLine[line] }

    /// The row for which an identifier is reserved.
    package func row(of identifier: String) -> Digest? { ofIdentifier[identifier] }

    /// Makes reservations durable; only then may their certificates be submitted.
    package func reserve(_ reservations: [Reservation]) throws(ClientError) {
        guard !reservations.isEmpty else { return }
        try journal.append(reservations.map(\.text).joined())
        for reservation in reservations { remember(reservation) }
    }

    /// Ends the batch if every certificate that was begun has its file.
    ///
    /// Which rows were issued is noted for good, and the journal goes, with its secret. Nothing may
    /// be reserved any more. The files are on the disk before the journal leaves it.
    package func finish(hasFile: (String) -> Bool) throws(ClientError) {
        let last = ofRow.values.compactMap(\.last).sorted { $0.line < $1.line }
        guard last.allSatisfy({ hasFile($0.identifier) }) else { return }
        // The files of many holders wait for the disk once; the one file has waited already.
        if issued == nil { try Folder.sync(of: journal.path) } else { Folder.syncDisks() }
        if let issued {
            let new = last.filter { !issuedRows.contains($0.row) }
            let start = (["lianzheng-issued", "1"] + title).joined(separator: " ") + "\n"
            try issued.append((issued.lines.isEmpty ? start : "") + new.map(\.text).joined())
        }
        try journal.remove()
    }

    /// Ends a journal of which nothing was recorded nor can be any more.
    package func abandon() throws(ClientError) { try journal.remove() }

    private func remember(_ reservation: Reservation) {
        ofRow[reservation.row, default: []].append(reservation)
        ofLine[reservation.line] = reservation
        ofIdentifier[reservation.identifier] = reservation.row
        last = reservation
    }
}

extension BatchJournal.Reservation {
    fileprivate var text: String { "\(line) \(row.hexadecimal) \(identifier) \(timeMs)\n" }

    fileprivate init?(_ words: [String]) {
        guard words.count == 4, let line = Int(words[0]), let row = Digest(hexadecimal: words[1]),
            let timeMs = UInt64(words[3])
        else { return nil }
        self.init(line: line, row: row, identifier: words[2], timeMs: timeMs)
    }
}
