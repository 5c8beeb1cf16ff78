import CBOR
import Console
package import Cryptography
import Glibc

/// What a batch has begun, kept beside its output so that nothing is issued twice after a break.
///
/// ```
/// lianzheng-batch 1 CHAIN MEMBER TYPE SECRET     the first line: what the batch is, and its secret
/// LINE ROW IDENTIFIER TIME                       before each submission, made durable
/// ```
///
/// A row's identifier is reserved before its certificate is submitted, and the ledger takes an
/// identifier once. The salts of the fields follow from the secret, so that a holder's file can be
/// made after a break as well; the file is for its owner's eyes alone.
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

    private let path: String
    private let descriptor: Int32
    private var ofRow: [Digest: [Reservation]] = [:]
    private var ofLine: [Int: Reservation] = [:]
    private var ofIdentifier: [String: Digest] = [:]

    /// Opens the journal of a batch, or begins it; `title` says which chain, member and type it is.
    ///
    /// A last line without an end was never relied on, and is cut off. One process at a time has it
    /// open.
    package init(_ path: String, title: [String]) throws(ClientError) {
        self.path = path
        // Safe: the path becomes a terminated string for the length of the call.
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw .output(path: path, errno: errno)
        }
        let bytes: [UInt8]
        do { bytes = try InputFile.read(path) } catch { throw .input(error) }
        let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard ftruncate(descriptor, off_t(whole)) == 0 else {
            throw .output(path: path, errno: errno)
        }
        let text = String(decoding: bytes[..<whole], as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let start = ["lianzheng-batch", "1"] + title
        guard let first = lines.first else {
            secret = SecureRandom.bytes(32)
            try append((start + [secret.hexadecimal]).joined(separator: " ") + "\n")
            return
        }
        guard first.count == start.count + 1, Array(first.dropLast()) == start,
            let secret = Digest(hexadecimal: first[start.count])
        else { throw .malformed(path: path, reason: Self.anotherBatch) }
        self.secret = secret.bytes
        for line in lines.dropFirst() {
            guard let reservation = Reservation(line) else {
                throw .malformed(path: path, reason: Self.damaged)
            }
            remember(reservation)
        }
    }

    deinit { close(descriptor) }

    private static let anotherBatch = Phrase(
        "the folder holds another batch: choose another --out",
        "该文件夹属于另一批次，请另选 --out"
    )
    private static let damaged = Phrase("the journal is damaged", "批次日志已损坏")

    /// All attempts at the row's certificate, oldest first; empty for a row that is new.
    package func attempts(at row: Digest) -> [Reservation] { ofRow[row] ?? [] }

    /// The last reservation for the row on a line.
    package func reservation(onLine line: Int) -> Reservation? { ofLine[line] }

    /// The row for which an identifier is reserved.
    package func row(of identifier: String) -> Digest? { ofIdentifier[identifier] }

    /// Makes reservations durable; only then may their certificates be submitted.
    package func reserve(_ reservations: [Reservation]) throws(ClientError) {
        guard !reservations.isEmpty else { return }
        try append(reservations.map(\.text).joined())
        for reservation in reservations { remember(reservation) }
    }

    private func remember(_ reservation: Reservation) {
        ofRow[reservation.row, default: []].append(reservation)
        ofLine[reservation.line] = reservation
        ofIdentifier[reservation.identifier] = reservation.row
    }

    private func append(_ text: String) throws(ClientError) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // Safe: the kernel reads at most the buffer's own count, within the closure.
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe write(descriptor, buffer.baseAddress, buffer.count)
            }
            if count > 0 { rest = rest.dropFirst(count) }
            if count < 0, errno != EINTR { throw .output(path: path, errno: errno) }
        }
        guard fdatasync(descriptor) == 0 else { throw .output(path: path, errno: errno) }
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
