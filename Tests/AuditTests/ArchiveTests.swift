import Audit
import FoundationEssentials
import Storage
import Testing

@Suite struct ArchiveTests {
    @Test func `segments that were moved to an archive replay from there`() async throws {
        let ledger = try AuditLedger(segmentLimit: 1)
        try ledger.fill()
        let archive = ledger.folder + "-archive"
        try FileManager.default.createDirectory(
            atPath: archive,
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(atPath: archive) }
        let sealed = try PosixFileSystem().list(ledger.folder).filter { $0.hasSuffix(".sealed") }
        try #require(sealed.count >= 2)
        for name in sealed.prefix(2) {
            try FileManager.default.moveItem(
                atPath: ledger.folder + "/" + name,
                toPath: archive + "/" + name
            )
        }
        #expect(try await ledger.audit().isGood == false)
        let audit = try LedgerAudit(
            genesis: ledger.chain.genesis,
            catalogue: ledger.chain.catalogue
        )
        let report = try await audit.replay(
            folder: ledger.folder,
            fileSystem: ArchiveFolders(
                PosixFileSystem(),
                folder: ledger.folder,
                archives: ["/nowhere", archive]
            )
        )
        #expect(report.findings == [])
        #expect(report.executedHeight == 5)
    }

    @Test func `an archive without a segment is named, and not taken for a damaged ledger`()
        throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        func check(_ folder: String, _ archives: [String]) throws(AuditError) {
            try ArchiveFolders(PosixFileSystem(), folder: folder, archives: archives).check()
        }
        try check(ledger.folder, [])
        try check(ledger.folder, [ledger.folder])
        try check("/nowhere", [ledger.folder])
        #expect(throws: AuditError.noLedger(folder: "/nowhere")) {
            try check(ledger.folder, [ledger.folder, "/nowhere"])
        }
        #expect(throws: AuditError.noLedger(folder: "/nowhere")) { try check("/nowhere", []) }
    }

    @Test func `a missing segment is told with what to do about one that was moved`() {
        let fault = AuditFault.missingSegment(1...4)
        #expect(fault.english.contains("--archive"))
        #expect(fault.chinese.contains("--archive"))
    }
}
