import Audit
import COSE
import Cryptography
import Ledger
import Storage
import Testing

/// One byte of a ledger is changed; the audit says which, and whose.
@Suite struct DamageTests {
    @Test(arguments: Suite.allCases)
    func `a changed signature names block, statement and agency`(suite: Suite) async throws {
        let ledger = try AuditLedger(suite)
        try ledger.fill()
        let (block, spot) = try ledger.block(at: 3)
        let body = try BlockBody(decoding: block.body, limits: ledger.chain.genesis.limits)
        try ledger.flip(Array(body.submissions[1].statement.suffix(20)), in: spot)
        let report = try await ledger.audit()
        let first = try #require(report.findings.first)
        #expect(first.fault.code == "ledger.badSignature")
        #expect(first.height == 3)
        #expect(first.block == block.hash)
        #expect(first.spot == spot)
        #expect(first.isDamaged)
        let suspect = try #require(first.statement)
        #expect(suspect.position == 1)
        #expect(suspect.kind == .certificate)
        #expect(suspect.agency?.code == "TAX")
        #expect(report.executedHeight == 2)
        #expect(report.height == 5)
        #expect(report.findings.count == 1)
        #expect(report.counts.finalizations == 5)
    }

    @Test func `a changed record names its statement`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (block, spot) = try ledger.block(at: 2)
        let body = try BlockBody(decoding: block.body, limits: ledger.chain.genesis.limits)
        try ledger.flip(Array(try #require(body.submissions[0].attachment).suffix(30)), in: spot)
        let first = try #require(try await ledger.audit().findings.first)
        #expect(first.height == 2)
        #expect(first.isDamaged)
        #expect(first.statement?.position == 0)
        #expect(first.statement?.subject == "TAX-001")
        #expect(first.statement?.agency?.code == "TAX")
    }

    @Test func `bytes that are no statement any more still tell their issuer`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (block, spot) = try ledger.block(at: 3)
        let body = try BlockBody(decoding: block.body, limits: ledger.chain.genesis.limits)
        // The tag of the second statement, just before its content.
        try ledger.flip(Array(body.submissions[1].statement.prefix(200)), in: spot)
        let first = try #require(try await ledger.audit().findings.first)
        #expect(first.height == 3)
        #expect(first.statement?.position == 1)
        #expect(first.statement?.kind == nil)
        #expect(first.statement?.agency?.code == "TAX")
    }

    @Test func `any changed bit of a block is found at its height`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (block, spot) = try ledger.block(at: 3)
        let end = 72 + block.header.count + block.body.count
        for offset in stride(from: 0, to: end, by: end / 40) {
            try ledger.flip(spot, offset)
            let report = try await ledger.audit()
            #expect(!report.isGood, "offset \(offset)")
            let found = report.findings.contains { $0.height == 3 || $0.spot == spot }
            #expect(found, "offset \(offset): \(report.findings)")
            #expect(report.executedHeight >= 2, "offset \(offset)")
            try ledger.flip(spot, offset)
        }
        #expect(try await ledger.audit().isGood)
    }

    @Test func `a changed header names the block, and what follows is still checked`() async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (block, spot) = try ledger.block(at: 3)
        try ledger.flip(spot, 72 + block.header.count / 2)
        let report = try await ledger.audit()
        let first = try #require(report.findings.first)
        #expect(first.fault == .damagedFrame(.header, .block))
        #expect(first.height == 3)
        #expect(first.block == block.hash)
        #expect(first.spot == spot)
        #expect(report.findings.count == 1)
        #expect(report.executedHeight == 2)
        #expect(report.height == 5)
    }

    @Test func `a changed finalization is found; a later one proves the block`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (stored, spot) = try ledger.finalization(at: 3)
        try ledger.flip(spot, 72 + stored.proof.count / 2)
        let report = try await ledger.audit()
        #expect(report.findings.map(\.fault) == [.damagedFrame(.body, .finalization)])
        #expect(report.findings.first?.height == 3)
        #expect(report.executedHeight == 5)
    }

    @Test func `a changed last frame is found, unless it looks like an interrupted write`()
        async throws
    {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (stored, spot) = try ledger.finalization(at: 5)
        for offset in [40, 72 + stored.proof.count / 2] {
            try ledger.flip(spot, offset)
            let report = try await ledger.audit()
            #expect(report.findings.map(\.fault.code) == ["audit.damagedFrame"], "at \(offset)")
            #expect(report.findings.first?.spot == spot)
            #expect(report.height == 4)
            try ledger.flip(spot, offset)
        }
        // The length of the frame no longer leads to the end of the file.
        try ledger.flip(spot, 10)
        let report = try await ledger.audit()
        #expect(report.isGood)
        #expect(report.height == 4)
        #expect(report.counts.tornBytes == spot.byteCount)
    }

    @Test func `a changed zero behind a block is found and blames nobody`() async throws {
        let ledger = try AuditLedger()
        try ledger.fill()
        let (_, spot) = try ledger.block(at: 3)
        try ledger.flip(spot, Int(spot.byteCount) - 1)
        let report = try await ledger.audit()
        #expect(report.findings.map(\.fault) == [.damagedFrame(.body, .block)])
        #expect(report.findings.first?.statement == nil)
        #expect(report.executedHeight == 5)
    }

    @Test func `a missing segment is named by its heights, and the rest is still checked`()
        async throws
    {
        let ledger = try AuditLedger(segmentLimit: 2_000)
        try ledger.fill()
        let fileSystem = PosixFileSystem()
        let segments = try fileSystem.list(ledger.folder).compactMap { SegmentName($0) }
        try #require(segments.count > 2)
        let lost = segments[1]
        let last = try #require(lost.lastHeight)
        try fileSystem.remove(ledger.folder + "/" + lost.fileName)
        let report = try await ledger.audit()
        let first = try #require(report.findings.first)
        #expect(first.fault == .missingSegment(lost.firstHeight...last))
        #expect(first.height == lost.firstHeight)
        #expect(report.executedHeight == lost.firstHeight - 1)
        #expect(report.height == 5)
    }
}
