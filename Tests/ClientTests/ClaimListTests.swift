import Client
import Console
import Glibc
import Testing

/// The table of a batch's claim codes.
@Suite struct ClaimListTests {
    private let folder: TemporaryFolder
    private let code = ClaimCode(random: [UInt8](repeating: 7, count: 19))
    private var path: String { folder.path + "/claims.csv" }

    init() throws { folder = try TemporaryFolder() }

    private func rows() throws -> [[String]] {
        var reader = try CSVReader(try InputFile.read(path))
        var rows = [reader.header]
        while case .success(let row) = reader.next() { rows.append(row.cells) }
        return rows
    }

    @Test func `a table names file and code of each certificate, for its owner's eyes`() throws {
        let list = try ClaimList(in: folder.path)
        try list.add(line: 2, identifier: "1.2.3", code: code, isDeposited: true)
        try list.add(line: 3, identifier: "1.2.4", code: code, isDeposited: false)
        #expect(
            try rows() == [
                ["line", "identifier", "file", "claim_code", "deposited"],
                ["2", "1.2.3", "1.2.3.cose", code.text, "yes"],
                ["3", "1.2.4", "1.2.4.cose", code.text, "no"],
            ]
        )
        var status = stat()
        // Safe: the path becomes a terminated string, and the structure outlives the call.
        try #require(unsafe stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func `after a break the table goes on, and repeats nothing`() throws {
        try ClaimList(in: folder.path)
            .add(line: 2, identifier: "1.2.3", code: code, isDeposited: true)
        let list = try ClaimList(in: folder.path)
        try list.add(line: 2, identifier: "1.2.3", code: code, isDeposited: true)
        try list.add(line: 4, identifier: "1.2.5", code: code, isDeposited: true)
        #expect(try rows().map(\.first) == ["line", "2", "4"])
    }

    @Test func `a line that was cut off stays a line of its own`() throws {
        let header = "line,identifier,file,claim_code,deposited\n"
        try OutputFile.write(header + "2,1.2", to: path)
        try ClaimList(in: folder.path)
            .add(line: 2, identifier: "1.2.3", code: code, isDeposited: true)
        let text = String(decoding: try InputFile.read(path), as: UTF8.self)
        #expect(text.split(separator: "\n").last == "2,1.2.3,1.2.3.cose,\(code.text),yes")
    }
}
