import Cryptography
import Evidence
import FoundationEssentials
import JSON
import Testing

/// Writes the corpus where tools of others find it: `scripts/corpus FOLDER`.
@Suite struct CorpusFolderTests {
    private static let folder = ProcessInfo.processInfo.environment["LIANZHENG_CORPUS"]

    @Test(.enabled(if: Self.folder != nil), arguments: Suite.allCases)
    func `the corpus is written to the folder that was named`(suite: Suite) throws {
        let folder = URL(filePath: try #require(Self.folder)).appending(path: "\(suite)")
        let corpus = try Corpus(suite)
        let files = FileManager.default
        try? files.removeItem(at: folder)
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(corpus.source.ledger.genesisBytes).write(
            to: folder.appending(path: "genesis.json")
        )
        var entries: [JSONValue] = []
        for file in corpus.files {
            let name = file.name + ".cose"
            try Data(file.bytes).write(to: folder.appending(path: name))
            let conclusion = file.reason?.conclusion ?? .valid
            entries.append([
                "file": .string(name), "conclusion": .string(conclusion.rawValue),
                "reason": file.reason.map { .string($0.rawValue) } ?? .null,
                "cryptographic": .boolean(file.isCryptographic),
                "atMs": file.atMs.map { .integer($0) } ?? .null,
            ])
        }
        let manifest: JSONValue = [
            "nowMs": .integer(corpus.source.nowMs), "files": .array(entries),
        ]
        let text = JSONText.pretty(manifest) + "\n"
        try Data(text.utf8).write(to: folder.appending(path: "manifest.json"))
        try hundred(suite, in: folder)
        #expect(try files.contentsOfDirectory(atPath: folder.path).count == entries.count + 3)
    }

    /// One file of a ledger with a hundred validators, for measuring.
    private func hundred(_ suite: Suite, in folder: URL) throws {
        let folder = folder.appending(path: "hundred-validators")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var ledger = try TestLedger(suite, validators: 100)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        let recorded = ledger.anchor(signers: Array(0..<67))
        var file = try ledger.file(certificate, at: index)
        ledger.advance()
        let later = ledger.anchor(signers: Array(33..<100))
        file = file.withRefreshedStatus(try ledger.status(of: index, anchor: later))
        file.evidence.recorded = recorded
        #expect(ledger.verdict(on: file).conclusion == .valid)
        try Data(ledger.genesisBytes).write(to: folder.appending(path: "genesis.json"))
        try Data(file.encoded).write(to: folder.appending(path: "certificate.cose"))
    }
}
