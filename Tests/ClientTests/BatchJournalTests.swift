import CBOR
import Client
import Cryptography
import Glibc
import Testing

@Suite struct BatchJournalTests {
    private let folder: TemporaryFolder
    private let title = ["chain", "TAX", "CERT-04"]
    private let row = Cryptography.Suite.p256.digest([1])

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path + "/batch.journal" }

    private func reservation(_ line: Int, timeMs: UInt64 = 5) -> BatchJournal.Reservation {
        BatchJournal.Reservation(line: line, row: row, identifier: "1.2.3", timeMs: timeMs)
    }

    @Test func `what was reserved is known after a break, with the same secret`() throws {
        let secret: [UInt8]
        do {
            let journal = try BatchJournal(in: folder.path, title: title)
            try journal.reserve([reservation(2)])
            try journal.reserve([reservation(2, timeMs: 9)])
            secret = journal.secret
        }
        let again = try BatchJournal(in: folder.path, title: title)
        #expect(again.secret == secret)
        #expect(again.attempts(at: row) == [reservation(2), reservation(2, timeMs: 9)])
        #expect(again.reservation(onLine: 2)?.row == row)
        #expect(again.row(of: "1.2.3") == row)
        #expect(again.attempts(at: Cryptography.Suite.p256.digest([2])).isEmpty)
    }

    @Test func `a last line without an end counts for nothing and is cut off`() throws {
        do {
            let journal = try BatchJournal(in: folder.path, title: title)
            try journal.reserve([reservation(2)])
        }
        var text = String(decoding: try file(), as: UTF8.self)
        text += "3 \(row.hexadecimal) 1.2.4 1"
        try OutputFile.write(text, to: path, replacing: true)
        do {
            let journal = try BatchJournal(in: folder.path, title: title)
            #expect(journal.attempts(at: row) == [reservation(2)])
            try journal.reserve([reservation(4)])
        }
        let again = try BatchJournal(in: folder.path, title: title)
        #expect(again.attempts(at: row) == [reservation(2), reservation(4)])
    }

    @Test func `the journal of another batch is refused, and so is one that two would write`()
        throws
    {
        let journal = try BatchJournal(in: folder.path, title: title)
        #expect(throws: ClientError.self) { try BatchJournal(in: folder.path, title: title) }
        _ = consume journal
        #expect(throws: ClientError.self) {
            try BatchJournal(in: folder.path, title: ["chain", "FIN", "X"])
        }
    }

    @Test func `only its owner reads the secret from which salts follow`() throws {
        _ = try BatchJournal(in: folder.path, title: title)
        _ = try KeyFile.read(path)
    }

    private func file() throws -> [UInt8] { try KeyFile.read(path) }
}
