import Cryptography
import Evidence
import Ledger
import Merkle
import TestSupport
import Testing

@Suite struct EvidenceFileTests {
    /// A file that has every optional part.
    private func fullFile(_ suite: Suite) throws -> (ledger: TestLedger, file: EvidenceFile) {
        var ledger = try TestLedger(suite)
        let hop = try ledger.replaceValidators()
        let officer = SigningKey(generating: suite)
        let grant = ledger.grant(officer)
        let grantIndex = ledger.record(grant)
        let certificate = ledger.certificate(with: officer)
        let index = ledger.record(certificate.statement)
        let grants = [ledger.proven(grant, at: grantIndex)]
        var file = try ledger.file(certificate, at: index, grants: grants)
        file = try file.withReceipts(of: ledger.validators, chain: ledger.genesis.chain)
        let change = ledger.change(index, of: certificate.statement, to: .suspended)
        let event = ledger.proven(change.statement, at: change.leafIndex)
        let status = try ledger.status(of: index, event: event)
        return (ledger, file.withRefreshedStatus(status, hops: [hop]))
    }

    @Test(arguments: Suite.allCases)
    func `a file with every part reads back as it was written`(suite: Suite) throws {
        let (ledger, file) = try fullFile(suite)
        let decoded = try EvidenceFile(decoding: file.encoded)
        #expect(decoded == file)
        #expect(decoded.encoded == file.encoded)
        #expect(ledger.verdict(on: file).reason == .suspended)
        #expect(ledger.verdict(on: file).checks.filter { !$0.isPassed }.count == 1)
    }

    @Test func `a file cut anywhere is unreadable`() throws {
        let (ledger, file) = try fullFile(.p256)
        let bytes = file.encoded
        for end in bytes.indices {
            #expect(throws: EvidenceError.self) {
                try EvidenceFile(decoding: Array(bytes[..<end]))
            }
        }
        #expect(ledger.verdict(on: []).reason == .unreadable)
        #expect(ledger.verdict(on: Array(bytes.dropLast())).reason == .unreadable)
    }

    @Test func `bytes after the file make it unreadable`() throws {
        let (ledger, file) = try fullFile(.p256)
        #expect(ledger.verdict(on: file.encoded + [0]).reason == .unreadable)
    }

    @Test func `a file longer than any is not looked at`() throws {
        let bytes = [UInt8](repeating: 0, count: EvidenceFile.maximumByteCount + 1)
        #expect(throws: EvidenceError.tooLong(byteCount: bytes.count)) {
            try EvidenceFile(decoding: bytes)
        }
    }

    /// Only what a holder may leave out can go without a trace, and nothing else is in the bytes.
    @Test(arguments: Suite.allCases)
    func `no mutated file traps or passes for the original`(suite: Suite) throws {
        var ledger = try TestLedger(suite)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        let file = try ledger.file(certificate, at: index)
        let bytes = file.encoded
        #expect(ledger.verdict(on: bytes).conclusion == .valid)
        withSeeds(0..<3_000) { generator in
            let mutant = generator.mutated(bytes)
            let verdict = ledger.verdict(on: mutant)
            return mutant == bytes || verdict.conclusion == .invalid
        }
    }

    @Test func `every single flipped bit of a file is noticed`() throws {
        var ledger = try TestLedger(.p256)
        let certificate = ledger.certificate()
        let index = ledger.record(certificate.statement)
        let bytes = try ledger.file(certificate, at: index).encoded
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1 << UInt8(place % 8)
            #expect(ledger.verdict(on: changed).conclusion == .invalid, "byte \(place)")
        }
    }
}
