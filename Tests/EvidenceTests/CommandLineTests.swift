import Cryptography
import Evidence
import FoundationEssentials
import Glibc
import JSON
import Ledger
import Merkle
import Testing

/// The tool itself, when `LIANZHENG_VERIFY` names it: every flag with good and with bad values.
@Suite struct CommandLineTests {
    private static let tool = ProcessInfo.processInfo.environment["LIANZHENG_VERIFY"]
    private let folder: String

    init() throws {
        let number = UInt64.random(in: .min ... .max)
        let name = "lianzheng-verify-\(number)"
        folder = FileManager.default.temporaryDirectory.appending(path: name).path
        guard Self.tool != nil else { return }
        try FileManager.default.createDirectory(
            atPath: folder + "/folder",
            withIntermediateDirectories: true
        )
        let daysAgo = UInt64(Date().timeIntervalSince1970 - 10 * 86_400) * 1_000
        var ledger = try TestLedger(.p256, beginningMs: daysAgo)
        let pdf = Array("%PDF".utf8)
        let certificate = ledger.certificate(documents: [
            .init(algorithm: .p256, digest: Suite.p256.digest(pdf), mediaType: "application/pdf")
        ])
        let index = ledger.record(certificate.statement)
        let file = try ledger.file(certificate, at: index)
        ledger.set(.revoked, at: index)
        let revoked = file.withRefreshedStatus(try ledger.status(of: index))
        let stranger = try TestLedger(.sm2)
        for (name, bytes) in [
            ("genesis.json", ledger.genesisBytes), ("good.cose", file.encoded),
            ("revoked.cose", revoked.encoded), ("a.pdf", pdf), ("b.pdf", pdf + [0]),
            ("empty", []), ("other.json", stranger.genesisBytes),
            ("huge", [UInt8](repeating: 0, count: 9 << 20)),
        ] as [(String, [UInt8])] {
            try Data(bytes).write(to: URL(filePath: folder + "/" + name))
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let words: String
        let exitCode: Int32
        let says: String

        init(_ words: String, _ exitCode: Int32, _ says: String) {
            self.words = words
            self.exitCode = exitCode
            self.says = says
        }

        var testDescription: String { words }
    }

    @Test(
        .enabled(if: Self.tool != nil),
        arguments: [
            Case("good.cose --max-age any", 0, "✔ valid"),
            Case("good.cose --max-age 20d --lang zh", 0, "✔ 有效"),
            Case("good.cose --max-age any --lang zh", 0, "企业名称  示范制造有限公司"),
            Case("good.cose --max-age any --lang en", 0, "Holder name  示范制造有限公司"),
            Case("good.cose", 3, "evidence too old"),
            Case("revoked.cose --max-age any", 1, "revoked"),
            Case("good.cose revoked.cose --max-age any", 1, "revoked"),
            Case("good.cose nothing --max-age any", 3, "no such file"),
            Case("- --max-age any < good.cose", 0, "✔ valid"),
            Case("- < /dev/null", 1, "not a readable certificate file"),
            Case("- -", 2, "unexpected \"-\""),
            Case("", 2, "FILE is missing"),
            Case("folder", 3, "this is a folder"),
            Case("empty", 1, "not a readable certificate file"),
            Case("huge", 1, "longer than"),
            Case("good.cose --max-age any --document a.pdf", 0, "as signed (application/pdf)"),
            Case("good.cose --max-age any --document b.pdf", 1, "the document is another one"),
            Case("good.cose --document nothing", 3, "document cannot be read"),
            Case("good.cose --document folder", 3, "document cannot be read"),
            Case("good.cose --max-age 1y", 2, "--max-age may not be \"1y\""),
            Case("good.cose --max-age -1h", 2, "--max-age may not be"),
            Case("good.cose --at yesterday", 2, "--at may not be \"yesterday\""),
            Case("good.cose --at 2026-02-30", 2, "--at may not be"),
            Case("good.cose --at 2020-01-01 --max-age any", 1, "not yet valid"),
            Case("good.cose --refresh nowhere", 2, "HOST:PORT"),
            Case("good.cose --max-age any --refresh localhost:1", 0, "verified as it is"),
            Case("good.cose --lang fr", 2, "zh, en"),
            Case("good.cose --genesys x", 2, "did you mean --genesis?"),
            Case("good.cose --max-age any --json", 0, "\"conclusion\":\"valid\""),
            Case("--help", 0, "--refresh HOST:PORT"),
        ]
    )
    func `every flag is answered as documented`(call: Case) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let words = call.words.split(separator: " < ", maxSplits: 1)
        var line = (words.first ?? "") + " --genesis genesis.json"
        if words.count > 1 { line += " < " + words[1] }
        let (exitCode, output) = run(String(line))
        #expect(exitCode == call.exitCode, "\(output)")
        #expect(output.contains(call.says), "\(output)")
        if call.words.contains("--json") {
            let json = try JSONValue(parsing: Array(output.utf8))
            #expect(try JSONSchema.ofVerdicts().violations(in: json) == [])
        }
    }

    @Test(
        .enabled(if: Self.tool != nil),
        arguments: [
            Case("nothing", 3, "genesis file missing"), Case("folder", 3, "genesis file unusable"),
            Case("a.pdf", 3, "genesis file unusable"), Case("empty", 3, "genesis file unusable"),
            Case("other.json", 1, "not on this ledger"),
        ]
    )
    func `without the right genesis nothing is valid`(call: Case) {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (exitCode, output) = run("good.cose --max-age any --genesis " + call.words)
        #expect(exitCode == call.exitCode, "\(output)")
        #expect(output.contains(call.says), "\(output)")
    }

    /// Runs the tool in the folder by the shell, and returns what it wrote to both outputs.
    private func run(_ words: String) -> (exitCode: Int32, output: String) {
        let command = "cd \(folder) && LC_ALL=C exec \(Self.tool ?? "false") \(words) 2>&1"
        // Safe: popen copies the command; the stream is closed by pclose below.
        guard let stream = unsafe popen(command, "r") else { return (-1, "") }
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // Safe: fread writes at most the buffer's own count.
            let count = unsafe fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            output += buffer[..<count]
        }
        let status = unsafe pclose(stream)
        return (status >> 8, String(decoding: output, as: UTF8.self))
    }
}
