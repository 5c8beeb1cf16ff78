import Cryptography
import Evidence
import Testing

/// Every bad file of the corpus gets its exact reason; see Corpus/ for how each is made.
@Suite struct CorpusTests {
    @Test(arguments: Suite.allCases)
    func `each of 150 faults and more gets the reason that it is named for`(suite: Suite) throws {
        let corpus = try Corpus(suite)
        let schema = try JSONSchema.ofVerdicts()
        #expect(corpus.unmade.isEmpty)
        for file in corpus.files {
            let verdict = corpus.source.verdict(on: file)
            let found = verdict.checks.last { $0.reason != nil }?.english ?? ""
            #expect(verdict.reason == file.reason, "\(file.name): \(found)")
            let json = verdict.jsonValue(file: file.name, ledger: "测试账本")
            #expect(schema.violations(in: json).isEmpty, "\(file.name)")
        }
        #expect(corpus.files.count { $0.reason != nil } >= 150)
        #expect(Set(corpus.files.map(\.name)).count == corpus.files.count)
        var names: [[UInt8]: String] = [:]
        for file in corpus.files where file.atMs == nil {
            let other = names.updateValue(file.name, forKey: file.bytes)
            #expect(other == nil, "\(file.name) is the same file as \(other ?? "")")
        }
    }

    /// Hops, grants, proposals, receipts and an event: nothing in a file is there unproven.
    @Test func `flipped bits are noticed in every part of a file`() throws {
        let source = try CorpusLedger(.p256)
        for file in [source.main, source.granted, source.admitted, source.approved] {
            let bytes = file.encoded
            for place in stride(from: 0, to: bytes.count, by: 13) {
                var changed = bytes
                changed[place] ^= 1 << UInt8(place / 13 % 8)
                let mutant = CorpusFile(name: "bit in byte \(place)", bytes: changed, reason: nil)
                #expect(source.verdict(on: mutant).conclusion == .invalid, "byte \(place)")
            }
        }
    }
}
